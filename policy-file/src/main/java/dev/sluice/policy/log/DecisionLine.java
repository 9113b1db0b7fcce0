package dev.sluice.policy.log;

import dev.sluice.offload.Action;
import dev.sluice.offload.Circumstances;
import dev.sluice.offload.Own;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.Reason;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One placed request from its decision to its end: what the policy was asked, what it saw, what it
 * said, and what became of it. A line of JSON.
 *
 * @param atMillis wall clock at the end; for people, nothing is computed from it
 * @param route name
 * @param policyVersion of the node's policy file
 * @param nowNanos monotonic time of the decision, on the clock of {@code request}
 * @param status of the answer, such as {@code ok}
 * @param placement where the answer was made, such as {@code edge}
 * @param outcomeReason of the answer: it differs from {@code reason} when the request was moved
 * @param totalNanos from arrival to answer
 * @param own which terms the message said itself; empty where that was not recorded
 */
public record DecisionLine(
    long atMillis,
    String route,
    int policyVersion,
    PlacementRequest request,
    long nowNanos,
    Circumstances saw,
    Action action,
    Reason reason,
    double localHitProbability,
    double cloudHitProbability,
    String status,
    String placement,
    String outcomeReason,
    long totalNanos,
    Optional<Own> own) {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String NO_LINE = "is no line of a decision log";

  /** Without the end of the line. */
  public String json() {
    return JSON.writeValueAsString(this);
  }

  /**
   * @throws IllegalArgumentException one line that says what is wrong
   */
  public static DecisionLine parse(String json) {
    try {
      if (JSON.readTree(json) instanceof ObjectNode line) {
        return of(line);
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException(NO_LINE, e);
    }
    throw new IllegalArgumentException(NO_LINE);
  }

  private static DecisionLine of(ObjectNode line) {
    // Lines that were written before there was such a thing.
    if (line.get("saw") instanceof ObjectNode saw && !saw.has("crowdedOut")) {
      saw.put("crowdedOut", false);
    }
    return JSON.treeToValue(line, DecisionLine.class);
  }

  /** The predicted probability that the action meets the deadline; waiting and shedding have 0. */
  public static double hitProbability(Action action, double local, double cloud) {
    return switch (action) {
      case LOCAL -> local;
      case CLOUD -> cloud;
      case DEFER, SHED -> 0;
    };
  }

  /** Whether the route's own model answered in time. */
  public boolean hit() {
    return status.equals("ok");
  }
}
