package dev.sluice.sim.world.actor;

import dev.sluice.sim.world.check.Ledger;
import dev.sluice.sim.world.disk.Disk;
import dev.sluice.sim.world.disk.DiskJournal;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** What outlives the edge process where there is a disk, and how the next one starts from it. */
final class EdgeStore {
  private static final double CRASH_AT_START = 0.3;
  private static final double CLOCK_JUMP_WHILE_DOWN = 0.3;
  private static final long NANOS_PER_MS = 1_000_000;

  /** Less could have been an absence, which counts: the node has nobody else to ask. */
  private static final long JUMP_DAYS_MIN = 1 + Disk.ABSENCE_MAX.toDays();

  private static final long JUMP_DAYS_MAX = 366;

  /** When the world begins, for a clock with a battery. */
  private static final long WALL_MS = 1_700_000_000_000L;

  private final DiskPlan plan;
  private final Surroundings world;
  private final MonotonicClock crystal;
  private final Ledger ledger;
  private final SplittableRandom random;
  private final ForwardDraw forward;
  private long wallJumpMs;

  EdgeStore(DiskPlan plan, Surroundings world, EdgePlan edge) {
    this.plan = plan;
    this.world = world;
    this.crystal = edge.clock();
    this.random = world.random().split();
    this.forward = ForwardDraw.draw(edge.routes(), random.split());
    this.ledger =
        new Ledger(
            world.checks(),
            world.timeline()::nowNanos,
            () -> plan.disk().hasLied(),
            forward::isForwarded);
  }

  /** The plan of an edge whose promises last. */
  EdgePlan on(EdgePlan edge) {
    return edge.lasting(plan.limits(edge.broker()));
  }

  long batchNanosMax() {
    return plan.batchNanosMax();
  }

  Ledger ledger() {
    return ledger;
  }

  ForwardDraw forward() {
    return forward;
  }

  Disk disk() {
    return plan.disk();
  }

  /** Empty when the disk does not let the node start now, or the power goes meanwhile. */
  Optional<DiskJournal> open() {
    Timeline timeline = world.timeline();
    long startNanos = timeline.nowNanos();
    world.seams().beforeStart(disk());
    boolean interrupted = world.faults().strike(Fault.CRASH_AT_START, CRASH_AT_START, random);
    if (interrupted) {
      disk().losePowerSoon();
    }
    if (world.faults().strike(Fault.CLOCK_JUMP, CLOCK_JUMP_WHILE_DOWN, random)) {
      setTheClock();
    }
    LongSupplier monotonic = () -> crystal.read(timeline.nowNanos()) - crystal.read(startNanos);
    LongSupplier wall =
        () ->
            (plan.hasBattery() ? WALL_MS : -startNanos / NANOS_PER_MS)
                + timeline.nowNanos() / NANOS_PER_MS
                + wallJumpMs;
    Optional<DiskJournal> opened = disk().open(monotonic, wall);
    if (interrupted) {
      ledger.crashed();
      disk().restart();
      return Optional.empty();
    }
    opened.ifPresent(journal -> ledger.recovered(journal.losses()));
    return opened;
  }

  void crashed() {
    ledger.crashed();
  }

  /**
   * The wall clock jumps, forth or back, while the node runs or while it is down. Nothing may
   * expire or be kept for it.
   *
   * @return days
   */
  long setTheClock() {
    long days = random.nextLong(JUMP_DAYS_MIN, JUMP_DAYS_MAX);
    long signed = random.nextBoolean() ? days : -days;
    wallJumpMs += Duration.ofDays(signed).toMillis();
    return signed;
  }

  void strike(Fault fault, long lengthNanos) {
    switch (fault) {
      case DISK_FULL -> disk().fill(random.nextInt(3_000));
      case DISK_FAILS -> disk().fail();
      case DISK_READ_ONLY -> disk().becomeReadOnly();
      default -> disk().lie();
    }
    world.timeline().after(lengthNanos, disk()::mend);
  }
}
