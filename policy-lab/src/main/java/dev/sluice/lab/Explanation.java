package dev.sluice.lab;

import dev.sluice.offload.Circumstances;
import dev.sluice.offload.Decision;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.Reason;
import dev.sluice.policy.RouteConfig;
import dev.sluice.policy.RouteGuards;
import java.util.List;

/**
 * Where one route's policy places a message.
 *
 * @param flips what would turn the decision, a line each
 */
record Explanation(
    RouteConfig route,
    RouteGuards guards,
    RouteGuards.Verdict verdict,
    String policy,
    PlacementRequest request,
    Circumstances saw,
    Decision decision,
    List<String> flips) {

  /** What the guards say, in words. */
  String guarded() {
    if (verdict.failure().isPresent()) {
      return "fails: " + verdict.failure().get();
    }
    if (!verdict.matches()) {
      return "does not hold: the route is not for this message";
    }
    return guards.isEmpty() ? "none" : verdict.localOnly() ? "it stays here" : "it may go up";
  }

  /** Why the other side was closed, or what the policy said. */
  String reason() {
    boolean bothOpen = saw.localOpen() && saw.cloudOpen();
    if (decision.reason() == Reason.FIXED || bothOpen) {
      return decision.reason().name();
    }
    return switch (decision.action()) {
      case LOCAL -> saw.cloudLater() ? Reason.BREAKER.name() : Reason.PRIVACY.name();
      case CLOUD -> Reason.NO_LOCAL_MODEL.name();
      case DEFER, SHED -> decision.reason().name();
    };
  }
}
