package dev.sluice.offload.lab;

import java.time.Duration;
import java.util.List;

/**
 * One situation to rehearse; with a seed it is a complete course of events.
 *
 * @param length how long messages come
 * @param workers local ones
 * @param uplink what it carries before faults
 * @param roundTrip without queueing and jitter
 * @param jitter each way of each message takes up to this much longer
 * @param cloudWorkers over there, for this gateway
 */
public record Scenario(
    String name,
    Duration length,
    int workers,
    List<ServiceClass> classes,
    List<Stream> streams,
    Uplink uplink,
    Duration roundTrip,
    Duration jitter,
    int cloudWorkers,
    List<Fault> faults) {
  public Scenario {
    classes = List.copyOf(classes);
    streams = List.copyOf(streams);
    faults = List.copyOf(faults);
    if (workers < 1 || cloudWorkers < 1) {
      throw new IllegalArgumentException(name + ": workers must be 1 or more on both sides");
    }
    int count = classes.size();
    if (streams.stream().anyMatch(stream -> stream.shares().size() != count)) {
      throw new IllegalArgumentException(name + ": a stream needs a share for each class");
    }
  }

  /** The end of the last deadline: nothing that happens later changes the result. */
  long horizonNanos() {
    long longest = classes.stream().mapToLong(c -> c.deadline().toNanos()).max().orElse(0);
    return length.toNanos() + longest;
  }
}
