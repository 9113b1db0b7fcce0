package dev.sluice.edge.doctor;

import dev.sluice.doctor.Finding;
import dev.sluice.edge.journal.JournalException;
import dev.sluice.edge.journal.JournalFolder;
import dev.sluice.edge.journal.NodeClock;
import dev.sluice.edge.journal.TimeMark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the machine's clock can be believed: certificates, tokens and expiries go by it. */
public final class WallClock implements Check {
  private static final String SUBJECT = "clock";

  /** Before this program was written. */
  private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

  /** What a time service may take back at once, and nobody minds. */
  private static final Duration BACK_MAX = Duration.ofSeconds(5);

  private final Instant now;
  private final Path journal;
  private final TimeSync sync;

  /**
   * @param journal where the last start left the time, if there is one
   * @param sync who keeps the clock right
   */
  public WallClock(Instant now, Path journal, TimeSync sync) {
    this.now = now;
    this.journal = journal;
    this.sync = sync;
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    if (now.isBefore(EARLIEST)) {
      findings.add(
          Finding.fault(
              SUBJECT,
              now.toString(),
              "is before this program was written: the clock is wrong",
              "timedatectl set-ntp true, or date -s 'YYYY-MM-DD hh:mm' on a machine without network"));
    } else {
      findings.add(Finding.ok(SUBJECT, now.toString(), "a year that can be"));
    }
    sync.isKept().map(this::kept).ifPresent(findings::add);
    last().map(this::since).ifPresent(findings::add);
    return findings;
  }

  private Finding kept(boolean kept) {
    return kept
        ? Finding.ok(SUBJECT, "time service", "the clock is synchronised")
        : Finding.warning(
            SUBJECT,
            "time service",
            "the clock is not synchronised",
            "timedatectl set-ntp true, and see 'timedatectl timesync-status'");
  }

  private Optional<TimeMark> last() {
    try {
      return Files.isDirectory(journal) ? JournalFolder.read(journal).time() : Optional.empty();
    } catch (JournalException unreadable) {
      // Which is said where the folder is examined.
      return Optional.empty();
    }
  }

  private Finding since(TimeMark last) {
    Instant then = Instant.ofEpochMilli(last.wallMillis());
    Duration passed = Duration.between(then, now);
    String where = "journal, last written " + then;
    if (passed.compareTo(BACK_MAX.negated()) < 0) {
      return Finding.fault(
          SUBJECT,
          where,
          "the clock has gone back by %d s since".formatted(-passed.toSeconds()),
          "set it right before the node starts: timedatectl set-ntp true");
    }
    if (passed.compareTo(NodeClock.ABSENCE_MAX) > 0) {
      return Finding.warning(
          SUBJECT,
          where,
          "%d days ago: more than %d, so the node will let nothing expire for that time"
              .formatted(passed.toDays(), NodeClock.ABSENCE_MAX.toDays()),
          "if it was not stopped so long the clock has jumped: timedatectl set-ntp true");
    }
    return Finding.ok(SUBJECT, where, "no jump since");
  }
}
