package dev.sluice.sim.world.actor;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.Fetched;
import dev.sluice.sim.world.check.DurableCheck;
import dev.sluice.sim.world.disk.DiskJournal;
import java.util.SplittableRandom;

/** Writes the journal of one life of the edge, one batch after the other, each in its time. */
final class JournalWriter {
  private static final long RETRY_NANOS = 1_000_000_000;
  private static final long IDLE_NANOS = 60 * RETRY_NANOS;

  private final DiskJournal journal;
  private final Timeline timeline;
  private final Seams seams;
  private final EdgeProcess edge;
  private final DurableCheck promises;
  private final SplittableRandom random;
  private final long batchNanosMax;
  private long idleSince;
  private boolean writing;
  private boolean refusing;
  private boolean dead;

  JournalWriter(
      DiskJournal journal,
      Surroundings world,
      EdgeProcess edge,
      DurableCheck promises,
      long batchNanosMax) {
    this.journal = journal;
    this.timeline = world.timeline();
    this.seams = world.seams();
    this.edge = edge;
    this.random = world.random().split();
    this.promises = promises;
    this.batchNanosMax = batchNanosMax;
  }

  void append(Effect.Append append) {
    journal.add(seams.toJournal(append));
    if (seams.confirmsAtOnce()) {
      timeline.after(0, () -> edge.onDurable(append.sequence()));
    }
    if (!writing && journal.hasWaiting()) {
      begin();
    }
  }

  /** Reading takes its time too, and sees what is written by then. */
  void fetch(Effect.Fetch request) {
    timeline.after(
        1 + random.nextLong(batchNanosMax),
        () -> {
          if (!dead) {
            Fetched fetched = seams.fromJournal(journal.fetch(request));
            promises.answered(fetched);
            edge.onFetched(fetched);
            promises.missing(journal.losses());
          }
        });
  }

  private void begin() {
    writing = true;
    journal.begin();
    timeline.after(1 + random.nextLong(batchNanosMax), this::finish);
  }

  private void finish() {
    if (dead) {
      return;
    }
    DiskJournal.Outcome outcome = journal.finish();
    promises.missing(journal.losses());
    if (outcome.durable() != 0) {
      promises.durable(outcome.durable());
      edge.onDurable(outcome.durable());
    }
    boolean refuses = outcome.refusal().isPresent();
    if (refuses && !refusing) {
      edge.onRefusing(outcome.refusal().orElseThrow());
    } else if (refusing && !refuses) {
      edge.onAccepting();
    }
    refusing = refuses;
    goOn(outcome);
  }

  private void goOn(DiskJournal.Outcome outcome) {
    if (outcome.again()) {
      timeline.after(RETRY_NANOS, this::tryAgain);
    } else if (journal.hasWaiting()) {
      begin();
    } else {
      writing = false;
      long since = ++idleSince;
      timeline.after(IDLE_NANOS, () -> onIdle(since));
    }
  }

  private void tryAgain() {
    if (!dead) {
      journal.begin();
      finish();
    }
  }

  private void onIdle(long since) {
    if (!dead && !writing && since == idleSince) {
      writing = true;
      finish();
    }
  }

  void losePower() {
    dead = true;
    journal.losePower();
  }
}
