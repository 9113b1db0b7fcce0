package dev.sluice.offload.lab;

import dev.sluice.offload.PlacementPolicy;
import java.util.function.LongFunction;

/**
 * A policy on trial, and how its gateway goes about its work.
 *
 * @param policy a new one from a seed, which only those that gamble look at
 */
public record Contender(String name, Manner manner, LongFunction<PlacementPolicy> policy) {
  /** How a gateway works around its policy. */
  public enum Manner {
    /** As the edge node does. */
    DISPATCHER,
    /** Lanes in order of arrival; nothing is given up before its deadline. */
    FIRST_COME,
    /**
     * Here first; an unsure result is followed by a call to the cloud, during which the worker
     * waits, without limit: KubeEdge Sedna's joint inference.
     */
    UNSURE_CALLS,
    /**
     * Here first; an unsure result is followed by a question to the cloud, which nobody repeats
     * when the link is silent: Groundlight's edge endpoint.
     */
    UNSURE_ASKS,
    /** As the edge node does where placement is a cascade, which the policy is. */
    CASCADE
  }
}
