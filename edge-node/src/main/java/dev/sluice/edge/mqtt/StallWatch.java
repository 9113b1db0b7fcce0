package dev.sluice.edge.mqtt;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Looks out for a packet that has begun and does not end. Costs nothing while packets come whole,
 * and one task in each time-out while they do not.
 */
final class StallWatch {
  private final Duration timeout;
  private final BooleanSupplier isAmidAPacket;
  private final Runnable stalled;
  private long packetsEnded;
  private long packetsEndedBefore;
  private Optional<ScheduledFuture<?>> look = Optional.empty();

  /**
   * @param timeout how long a packet may take from its first byte to its last, at least; at most
   *     twice that
   * @param isAmidAPacket whether the rest of a packet is missing
   * @param stalled told once for each packet that takes longer
   */
  StallWatch(Duration timeout, BooleanSupplier isAmidAPacket, Runnable stalled) {
    this.timeout = timeout;
    this.isAmidAPacket = isAmidAPacket;
    this.stalled = stalled;
  }

  /** A packet is whole. */
  void packetEnded() {
    packetsEnded++;
  }

  /** The rest of a packet is missing. */
  void begin(ScheduledExecutorService loop) {
    if (look.isEmpty()) {
      packetsEndedBefore = packetsEnded;
      look = Optional.of(loop.schedule(() -> look(loop), timeout.toNanos(), TimeUnit.NANOSECONDS));
    }
  }

  private void look(ScheduledExecutorService loop) {
    look = Optional.empty();
    if (!isAmidAPacket.getAsBoolean()) {
      return;
    }
    if (packetsEnded == packetsEndedBefore) {
      stalled.run();
    } else {
      begin(loop);
    }
  }

  /** The connection is gone. */
  void end() {
    look.ifPresent(pending -> pending.cancel(false));
  }
}
