package dev.sluice.sim.world.actor;

import dev.sluice.broker.BrokerLimits;
import dev.sluice.sim.world.disk.Disk;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What the edge keeps its promises on, in the worlds where they outlive it.
 *
 * @param faults of the disk, and the crash
 * @param batchNanosMax how long a batch takes at most
 * @param hasBattery whether the system's clock goes on while nothing runs; else it starts at zero
 */
record DiskPlan(Disk disk, Set<Fault> faults, long batchNanosMax, boolean hasBattery) {
  private static final long MS = 1_000_000;
  private static final int QUEUE_MESSAGES_MIN = 64;
  private static final int[] SEGMENT_BYTES = {2_000, 20_000, 4 << 20};
  private static final long JOURNAL_BYTES_MIN = 250_000;

  /** The configuration asks for at least four. */
  private static final int SEGMENTS_MIN = 4;

  private static final long[] BATCH_MS = {5, 80, 800};

  /** Empty for a world whose durability is memory: every other one. */
  static Optional<DiskPlan> draw(long seed, SplittableRandom random) {
    return seed % 2 == 0 ? Optional.of(draw(seed % 8 == 0, random)) : Optional.empty();
  }

  private static DiskPlan draw(boolean powerStays, SplittableRandom random) {
    // Without a crash a journal is only slow.
    Set<Fault> faults = EnumSet.of(Fault.EDGE_CRASH);
    for (Fault fault : Fault.ofDisk()) {
      // Once a disk has lied nothing can be promised: seldom.
      if (random.nextInt(fault == Fault.DISK_LIES ? 10 : 3) == 0) {
        faults.add(fault);
      }
    }
    if (powerStays) {
      // What the system could not write back is lost, as this durability has it.
      faults.remove(Fault.DISK_FAILS);
    }
    int segment = SEGMENT_BYTES[random.nextInt(SEGMENT_BYTES.length)];
    long least = Math.max(JOURNAL_BYTES_MIN, SEGMENTS_MIN * (long) segment);
    long most = random.nextBoolean() ? least : 8 * least;
    Disk disk = new Disk(random.split(), powerStays, most, segment);
    long batchMs = BATCH_MS[random.nextInt(BATCH_MS.length)];
    return new DiskPlan(disk, faults, batchMs * MS, random.nextInt(4) > 0);
  }

  /** Nothing that was acknowledged may be dropped for lack of room. */
  BrokerLimits limits(BrokerLimits l) {
    BrokerLimits all = BrokerLimits.DEFAULT;
    return new BrokerLimits(
        l.connectionsMax(),
        l.sessionsMax(),
        l.sessionExpiryMax(),
        l.keepAliveMax(),
        l.clientIdBytesMax(),
        l.packetBytesMax(),
        l.topicLevelsMax(),
        l.receiveMaximum(),
        l.inflightMax(),
        // The window in bytes is that of the queue; more than so many wait on disk. The auditor's
        // session does not last, and gets all that is retained at once.
        Math.max(QUEUE_MESSAGES_MIN, l.queueMessagesMax()),
        1 << 30,
        1 << 20,
        1 << 30,
        // As small as the queues of this world.
        l.queueBytesMax(),
        l.transmitCreditBytes(),
        l.subscriptionsPerClientMax(),
        all.retainedMessagesMax(),
        all.retainedBytesMax(),
        l.willDelayMax(),
        l.memoryBytesMax(),
        l.publisherWaitMax());
  }
}
