package dev.sluice.offload.lab;

/**
 * One connection: bytes leave one after another as the uplink carries them, what has left arrives
 * in order after half a round trip and some jitter, and what comes home is small. An outage stops
 * both ways; a connection that is cut loses what is under way.
 */
final class Link {
  private final Course course;
  private final EventQueue events;

  // valid for the connection
  private int connection;
  private long freeAt;
  private long arrivedAt;
  private long homeAt;

  Link(Course course, EventQueue events) {
    this.course = course;
    this.events = events;
  }

  void send(Job job, Runnable arrived) {
    long leaves = Math.max(events.now(), freeAt);
    long left = course.uplink().after(leaves, job.request().bytes());
    if (left == Long.MAX_VALUE) {
      return;
    }
    freeAt = left;
    arrivedAt = Math.max(arrivedAt, left + halfTrip(left) + job.upNanos());
    onThisConnection(arrivedAt, arrived);
  }

  /** There and back behind what is under way, and not before it. */
  void ping(long upJitterNanos, long homeJitterNanos, Runnable back) {
    long left = Math.max(events.now(), freeAt);
    arrivedAt = Math.max(arrivedAt, left + halfTrip(left) + upJitterNanos);
    onThisConnection(arrivedAt, () -> home(homeJitterNanos, back));
  }

  void home(long jitterNanos, Runnable arrived) {
    long leaves = afterOutage(events.now());
    homeAt = Math.max(homeAt, leaves + halfTrip(leaves) + jitterNanos);
    onThisConnection(homeAt, arrived);
  }

  private void onThisConnection(long at, Runnable run) {
    int mine = connection;
    events.at(
        at,
        () -> {
          if (mine == connection) {
            run.run();
          }
        });
  }

  void cut() {
    connection++;
    freeAt = 0;
    arrivedAt = 0;
    homeAt = 0;
  }

  /** Whether an outage stops everything now. */
  boolean isSilent() {
    return afterOutage(events.now()) != events.now();
  }

  private long afterOutage(long nanos) {
    for (Fault fault : course.scenario().faults()) {
      if (fault.kind() == Fault.Kind.OUTAGE && fault.at(nanos)) {
        return fault.endAfter(nanos);
      }
    }
    return nanos;
  }

  long tripNanos() {
    return 2 * halfTrip(events.now());
  }

  private long halfTrip(long at) {
    return (long) (course.scenario().roundTrip().toNanos() * course.roundTripFactor(at) / 2);
  }
}
