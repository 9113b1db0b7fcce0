package dev.sluice.lab;

import dev.sluice.offload.Circumstances;
import dev.sluice.offload.Own;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.Privacy;
import dev.sluice.policy.RouteConfig;
import dev.sluice.policy.log.DecisionLine;
import java.time.Duration;
import java.util.Optional;

/**
 * A recorded request as another policy's route asks for it: deadline, priority and privacy are that
 * route's, but for what the message said itself.
 */
record Revision(PlacementRequest request, Circumstances saw) {

  /**
   * Empty where it cannot be told: the cloud was closed to the request then, so that nothing about
   * it was recorded, and is not any more. A line of a node that did not record what messages said
   * themselves is taken as it is.
   */
  static Optional<Revision> of(DecisionLine line, RouteConfig route) {
    if (line.own().isEmpty()) {
      return Optional.of(new Revision(line.request(), line.saw()));
    }
    Own own = line.own().get();
    PlacementRequest then = line.request();
    boolean stayed = then.privacy() == Privacy.LOCAL_ONLY;
    boolean stays = own.privacy() ? stayed : !route.mayLeave();
    if (stayed && !stays) {
      return Optional.empty();
    }
    PlacementRequest now =
        new PlacementRequest(
            then.id(),
            then.serviceClass(),
            then.arrivalNanos(),
            own.deadline() ? then.deadlineNanos() : deadlineNanos(then.arrivalNanos(), route),
            then.bytes(),
            own.priority() ? then.priority() : route.priority(),
            stays ? Privacy.LOCAL_ONLY : Privacy.CLOUD_OK,
            then.localModel() && route.runsHere());
    return Optional.of(new Revision(now, line.saw().closed(!now.localModel(), stays)));
  }

  /** Until when an answer of the route's own model counts. */
  static long deadlineNanos(long arrivalNanos, RouteConfig route) {
    Optional<Duration> deadline = route.deadline();
    return deadline.isEmpty()
        ? PlacementRequest.NO_DEADLINE
        : Question.usefulUntilNanos(arrivalNanos, deadline.get(), route);
  }
}
