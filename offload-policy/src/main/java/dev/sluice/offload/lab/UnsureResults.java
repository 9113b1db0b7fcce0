package dev.sluice.offload.lab;

import dev.sluice.offload.lab.Contender.Manner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What gateways do that offload by confidence only, after they have paid for a local run. Their
 * calls go beside the engine, over the same link to the same cloud.
 */
final class UnsureResults {
  /** Chosen, not measured: a smaller share makes these gateways more like always-local. */
  private static final double UNSURE_SHARE = 0.3;

  private final Manner manner;
  private final Link link;
  private final CloudSite cloud;
  private final Consumer<Job> answered;
  private final Consumer<Job> freed;

  /** Whose worker waits for the cloud. */
  private final List<Job> calls = new ArrayList<>();

  UnsureResults(
      Manner manner, Link link, CloudSite cloud, Consumer<Job> answered, Consumer<Job> freed) {
    this.manner = manner;
    this.link = link;
    this.cloud = cloud;
    this.answered = answered;
    this.freed = freed;
  }

  /** Whether this local result goes to the cloud for a second opinion. */
  boolean takes(Job job, boolean open) {
    boolean asks = manner == Manner.UNSURE_CALLS || manner == Manner.UNSURE_ASKS;
    if (!asks || !open || job.confidence() >= UNSURE_SHARE) {
      return false;
    }
    if (manner == Manner.UNSURE_CALLS) {
      calls.add(job);
    }
    if (manner == Manner.UNSURE_CALLS || !link.isSilent()) {
      link.send(job, () -> cloud.receive(job, this::home));
    }
    return true;
  }

  private void home(Job job, long queueNanos, long serviceNanos) {
    link.home(job.downNanos(), () -> onAnswer(job));
  }

  private void onAnswer(Job job) {
    answered.accept(job);
    if (calls.remove(job)) {
      freed.accept(job);
    }
  }

  /** A broken connection ends the calls on it, without a result. */
  void onBroken() {
    List<Job> failed = List.copyOf(calls);
    calls.clear();
    failed.forEach(freed);
  }
}
