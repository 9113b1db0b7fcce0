package dev.sluice.lab;

import dev.sluice.offload.Circumstances;
import dev.sluice.offload.Condition;
import dev.sluice.offload.Decision;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.Reason;
import dev.sluice.policy.RouteConfig;
import dev.sluice.policy.RouteGuards;
import java.util.List;
import java.util.Locale;

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
    Condition condition,
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

  /** How the machine is, in words. */
  String machine() {
    String measured =
        condition.celsius().isPresent()
            ? String.format(Locale.ROOT, "%.1f C, %s", celsius(), condition.heat().word())
            : "temperature not measured";
    return String.format(
        Locale.ROOT, "%s: runs here take %.2f times as long", measured, condition.slowdown());
  }

  private double celsius() {
    return condition.celsius().orElseThrow();
  }

  /** Whether the model is too heavy for the heat. */
  private boolean tooHot() {
    return route.runsHere() && !saw.localOpen();
  }

  /** Why the other side was closed, or what the policy said. */
  String reason() {
    boolean bothOpen = saw.localOpen() && saw.cloudOpen();
    if (decision.reason() == Reason.FIXED || bothOpen) {
      return decision.reason().name();
    }
    return switch (decision.action()) {
      case LOCAL -> saw.cloudLater() ? Reason.BREAKER.name() : Reason.PRIVACY.name();
      case CLOUD -> (tooHot() ? Reason.GATEWAY_HOT : Reason.NO_LOCAL_MODEL).name();
      case DEFER, SHED -> decision.reason().name();
    };
  }
}
