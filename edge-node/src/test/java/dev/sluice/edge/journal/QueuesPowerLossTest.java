package dev.sluice.edge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableRecord.Enqueued;
import dev.sluice.broker.durable.DurableSession;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Payload;
import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolRecord;
import dev.sluice.storage.FaultyStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The power goes at any write, of the log or of its queues. A QoS 2 publication is two records, its
 * entry in a queue and its Packet Identifier in the log: afterwards both are there or neither, or
 * the message would be lost or come twice. What was durable is there, once.
 */
class QueuesPowerLossTest {
  private static final int CRASHES = 6;
  private static final ClientId CLIENT = new ClientId("p");
  private static final List<JournalQueues.Settings> QUEUES =
      List.of(
          new JournalQueues.Settings("a", 1 << 20, 700, Spool.WhenFull.REFUSE),
          new JournalQueues.Settings("b", 1 << 20, 700, Spool.WhenFull.REFUSE));
  private static final Journal.Settings SETTINGS =
      new Journal.Settings(SyncPolicy.FSYNC, 1 << 20, 1_500, QUEUES);

  /** What a journal could do wrong. */
  private enum Bug {
    NONE,
    /** Keeps entries that the log does not know. */
    REVOKES_NOTHING,
    /** Says that it is durable when it is not. */
    ACKNOWLEDGES_EARLY
  }

  private static final class Life {
    private final SplittableRandom random;
    private final FaultyStorage disk;
    private final Bug bug;
    private final List<String> violations = new ArrayList<>();
    private final Set<Integer> durable = new HashSet<>();
    private final Set<Integer> twice = new HashSet<>();
    private int publications;

    Life(long seed, Bug bug) {
      this.random = new SplittableRandom(seed);
      this.disk = new FaultyStorage(random.split());
      this.bug = bug;
    }

    List<String> run() throws Exception {
      for (int crash = 0; crash < CRASHES; crash++) {
        disk.losePowerAfter(1 + random.nextInt(60));
        try {
          work(open());
        } catch (FaultyStorage.PowerLoss expected) {
          disk.restart();
        }
      }
      check(open());
      return violations;
    }

    private SteppedJournal open() throws JournalException, IOException {
      SteppedJournal journal = SteppedJournal.open(disk, SETTINGS, () -> 0, () -> 0);
      OptionalLong reached = bug == Bug.REVOKES_NOTHING ? OptionalLong.empty() : journal.reached();
      journal.keep(JournalQueues.open(SETTINGS, disk::folder, reached));
      return journal;
    }

    private void work(SteppedJournal journal) throws IOException {
      check(journal);
      long sequence = journal.state().lastSequence();
      List<Effect.Append> batch = new ArrayList<>();
      batch.add(
          new Effect.Append(
              ++sequence,
              new DurableRecord.SessionOpened(
                  CLIENT, Duration.ofDays(1), Optional.empty(), Optional.empty())));
      while (true) {
        List<Integer> published = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
          int number = ++publications;
          published.add(number);
          boolean once = isOnce(number);
          batch.add(new Effect.Append(++sequence, entry(number, once)));
          if (once) {
            batch.add(
                new Effect.Append(
                    ++sequence, new DurableRecord.IncomingRemembered(CLIENT, number)));
          }
        }
        if (bug == Bug.ACKNOWLEDGES_EARLY) {
          durable.addAll(published);
        }
        assertThat(journal.commit(batch)).isEqualTo(sequence);
        durable.addAll(published);
        journal.tidy();
        batch = new ArrayList<>();
      }
    }

    private boolean isOnce(int number) {
      return number % 3 == 0;
    }

    private static Enqueued entry(int number, boolean once) {
      return new Enqueued(
          number % 2, Payload.utf8(Integer.toString(number)), once, 0, DurableRecord.NEVER);
    }

    private void check(SteppedJournal journal) throws IOException {
      Set<Integer> there = new HashSet<>();
      for (int queue = 0; queue < QUEUES.size(); queue++) {
        Spool spool = journal.queues().spool(queue);
        for (SpoolRecord record : spool.read(1, Integer.MAX_VALUE).records()) {
          int number = Integer.parseInt(new String(record.entry().body(), StandardCharsets.UTF_8));
          if (!there.add(number) && twice.add(number)) {
            violations.add(number + " is there twice");
          }
        }
      }
      for (int number : durable) {
        if (!there.contains(number)) {
          violations.add(number + " was durable and is gone");
        }
      }
      durable.retainAll(there);
      compareWithIdentifiers(journal, there);
    }

    private void compareWithIdentifiers(SteppedJournal journal, Set<Integer> there) {
      Set<Integer> known =
          journal.state().sessions().stream()
              .map(DurableSession::incoming)
              .flatMap(List::stream)
              .collect(Collectors.toSet());
      for (int number = 3; number <= publications; number += 3) {
        if (there.contains(number) != known.contains(number)) {
          violations.add(
              "%d is %s the queue and %s the log"
                  .formatted(
                      number,
                      there.contains(number) ? "in" : "not in",
                      known.contains(number) ? "in" : "not in"));
          there.remove(number);
        }
      }
    }
  }

  @Test
  void logAndQueuesAgreeWhenThePowerComesBack() throws Exception {
    for (long seed = 1; seed <= 300; seed++) {
      assertThat(new Life(seed, Bug.NONE).run()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void aStartThatTakesNothingBackIsFound() throws Exception {
    assertThat(violating(Bug.REVOKES_NOTHING)).as("of 50 seeds").isGreaterThan(10);
  }

  @Test
  void acknowledgingEarlyIsFound() throws Exception {
    assertThat(violating(Bug.ACKNOWLEDGES_EARLY)).as("of 50 seeds").isGreaterThan(40);
  }

  private static int violating(Bug bug) throws Exception {
    int found = 0;
    for (long seed = 1; seed <= 50; seed++) {
      found += new Life(seed, bug).run().isEmpty() ? 0 : 1;
    }
    return found;
  }

  /** Records go to the disk in pieces; none ends between an entry and what tells a repetition. */
  @Test
  void aLargeEntryIsThereWithItsEvidenceOrNotAtAll() throws Exception {
    Journal.Settings roomy =
        new Journal.Settings(
            SyncPolicy.FSYNC,
            16 << 20,
            4 << 20,
            List.of(new JournalQueues.Settings("large", 16 << 20, 4 << 20, Spool.WhenFull.REFUSE)));
    int alone = 0;
    for (int operations = 1; operations < 40; operations++) {
      FaultyStorage disk = new FaultyStorage(new SplittableRandom(operations));
      SteppedJournal journal = SteppedJournal.open(disk, disk::folder, roomy, () -> 0, () -> 0);
      disk.losePowerAfter(operations);
      try {
        journal.commit(largeEntryAndEvidence());
      } catch (FaultyStorage.PowerLoss expected) {
        disk.restart();
      }
      SteppedJournal next = SteppedJournal.open(disk, disk::folder, roomy, () -> 0, () -> 0);
      boolean entry = next.queues().spool(0).settled() > 0;
      boolean evidence = next.state().lastSequence() >= 2;
      alone += entry && !evidence ? 1 : 0;
    }
    assertThat(alone).as("entries without evidence").isZero();
  }

  private static List<Effect.Append> largeEntryAndEvidence() {
    Payload large = Payload.of(new byte[2 << 20]);
    List<Effect.Append> batch = new ArrayList<>();
    batch.add(
        new Effect.Append(1, new DurableRecord.Enqueued(0, large, true, 0, DurableRecord.NEVER)));
    batch.add(new Effect.Append(2, new DurableRecord.IncomingRemembered(CLIENT, 7)));
    return batch;
  }
}
