package dev.sluice.sim.world.disk;

import dev.sluice.edge.journal.Journal;
import dev.sluice.edge.journal.JournalException;
import dev.sluice.edge.journal.JournalQueues;
import dev.sluice.edge.journal.NodeClock;
import dev.sluice.edge.journal.SteppedJournal;
import dev.sluice.edge.journal.SyncPolicy;
import dev.sluice.sim.world.check.BrokenRule;
import dev.sluice.sim.world.check.Rule;
import dev.sluice.spool.Spool.WhenFull;
import dev.sluice.storage.FaultyStorage;
import dev.sluice.storage.FaultyStorage.Force;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** What is left of an edge node when its process has crashed. */
public final class Disk {
  /** Longest time without a process that a node takes from its wall clock. */
  public static final Duration ABSENCE_MAX = NodeClock.ABSENCE_MAX;

  /** Operations that write, of one batch and what is cleaned after it. */
  private static final int OPERATIONS_MAX = 10;

  private static final int BEHIND_HEADER = 60;
  private static final int VERSION_AT = 8;
  private static final String LOG = "log";

  /** Room for all that a world says: what a full lane refuses is the unit tests' business. */
  private static final long LANE_BYTES = 1L << 30;

  /** The lanes beside the log, the most urgent first. */
  public static final List<String> LANES = List.of("first", "second");

  private final FaultyStorage storage;
  private final SplittableRandom random;
  private final Journal.Settings settings;
  private Force force = Force.WORKS;
  private boolean lied;

  /**
   * @param powerStays whether only the process ends, never the power: the journal asks no more of
   *     it than durability {@code os}
   * @param bytesMax of the journal
   * @param segmentBytes after which it begins a new file
   */
  public Disk(SplittableRandom random, boolean powerStays, long bytesMax, int segmentBytes) {
    this.random = random;
    this.storage = new FaultyStorage(random.split());
    List<JournalQueues.Settings> queues =
        LANES.stream()
            .map(
                lane -> new JournalQueues.Settings(lane, LANE_BYTES, segmentBytes, WhenFull.REFUSE))
            .toList();
    SyncPolicy durability = powerStays ? SyncPolicy.OS : SyncPolicy.FSYNC;
    this.settings = new Journal.Settings(durability, bytesMax, segmentBytes, queues);
  }

  /**
   * Reads the journal and repairs it.
   *
   * @return empty when the disk does not let it now
   * @throws BrokenRule when nothing that a crash can leave explains that it does not open
   */
  public Optional<DiskJournal> open(LongSupplier monotonicNanos, LongSupplier wallMillis) {
    try {
      SteppedJournal steps =
          SteppedJournal.open(
              storage.folder(LOG), storage::folder, settings, monotonicNanos, wallMillis);
      return Optional.of(new DiskJournal(steps, this));
    } catch (IOException e) {
      return Optional.empty();
    } catch (JournalException e) {
      throw new BrokenRule(Rule.STARTS_AGAIN, e.getMessage());
    } catch (RuntimeException e) {
      throw new BrokenRule(Rule.STARTS_AGAIN, e);
    }
  }

  // Faults.

  /** It has room for that many bytes more. */
  public void fill(int bytes) {
    storage.setCapacity(storage.usedBytes() + bytes);
  }

  /** It says that it cannot make safe what was written. */
  public void fail() {
    tell(Force.FAILS);
  }

  /** It says that it has what it has not. */
  public void lie() {
    lied = true;
    tell(Force.LIES);
  }

  public void becomeReadOnly() {
    storage.setReadOnly(true);
  }

  /** All its faults are over. */
  public void mend() {
    storage.setCapacity(Long.MAX_VALUE);
    storage.setReadOnly(false);
    storage.setForce(force);
  }

  private void tell(Force behaviour) {
    storage.setForce(behaviour);
  }

  /** Whether it ever did; what is missing then is no fault of the journal. */
  public boolean hasLied() {
    return lied;
  }

  /** The power goes, or the process is killed, in the middle of one of the next operations. */
  public void losePowerSoon() {
    storage.losePowerAfter(1 + random.nextInt(OPERATIONS_MAX));
  }

  /** The power is back: what was not made safe is gone, or torn. After a kill it is there. */
  public void restart() {
    if (settings.durability() == SyncPolicy.OS) {
      storage.restartProcess();
    } else {
      storage.restart();
    }
  }

  // Mistakes that are planted, and so are not told to the checks.

  /** From now on nothing is made safe, as if the journal did not ask for it. */
  public void skipForce() {
    force = Force.LIES;
    storage.setForce(force);
  }

  /** A byte of the oldest file's first record is not what was written. */
  public void spoilARecord() {
    oldest().ifPresent(name -> storage.rot(name, BEHIND_HEADER));
  }

  /** The oldest file seems to be that of a newer program. */
  public void spoilTheVersion() {
    oldest().ifPresent(name -> storage.rot(name, VERSION_AT));
  }

  private Optional<String> oldest() {
    List<String> names = storage.list();
    return names.stream()
        .filter(name -> name.startsWith(LOG + "/") && name.endsWith(".log"))
        .filter(this::hasARecord)
        .findFirst();
  }

  private boolean hasARecord(String name) {
    try {
      return storage.size(name) > 2 * BEHIND_HEADER;
    } catch (IOException e) {
      return false;
    }
  }
}
