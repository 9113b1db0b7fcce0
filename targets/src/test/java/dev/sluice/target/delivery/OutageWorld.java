package dev.sluice.target.delivery;

import dev.sluice.target.Outcome;
import dev.sluice.target.TargetRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * A store, a delivery and an engine in virtual time. The engine goes away and returns, loses
 * answers, rejects and refuses; the disk of dead letters fails; the process is killed and begins
 * again behind what it had saved.
 */
final class OutageWorld {
  static final int RECORDS = 250;
  private static final int GIVEN_MAX = 40;
  private static final int KEYS = 6;
  private static final int RESTARTS_MAX = 4;
  private static final int STEPS_MAX = 50_000;

  /** What may be wrong between a delivery and its world. */
  enum Bug {
    NONE,
    /** An outage passes for a confirmation. */
    LOSES,
    /** Records of one key are under way together. */
    OVERTAKES,
    /** An outage counts as an attempt. */
    COUNTS_OUTAGES,
    /** A dead letter is reported before it is safe. */
    FORGETS_LETTERS,
    /** A record is put twice without need. */
    REPEATS,
    /** Pauses never end. */
    STALLS
  }

  private final Delivery.Settings settings;
  private final SplittableRandom chance;
  private final Bug bug;
  private final DeliveryChecker checker;
  private final ArrayDeque<Delivery.Output> outputs = new ArrayDeque<>();
  private final List<Delivery.Output> open = new ArrayList<>();
  private final Map<Long, Integer> numberOf = new HashMap<>();
  private final TreeSet<Integer> done = new TreeSet<>();
  private Delivery delivery;
  private long now;
  private boolean away;
  private int given;
  private int saved;
  private int restarts;

  OutageWorld(Delivery.Settings settings, long seed, Bug bug) {
    this.settings = settings;
    this.chance = new SplittableRandom(seed);
    this.bug = bug;
    this.checker = new DeliveryChecker(settings);
    begin();
  }

  private void begin() {
    outputs.clear();
    delivery = new Delivery(settings, 100, chance.split(), outputs::add);
  }

  /** What it found, one line each; empty when all is well. */
  List<String> run() {
    for (int step = 0; step < STEPS_MAX && !isOver(); step++) {
      step();
    }
    checker.end(done.size());
    return checker.faults();
  }

  private boolean isOver() {
    return done.size() == RECORDS || !checker.faults().isEmpty();
  }

  private void step() {
    now += chance.nextInt(600);
    if (chance.nextInt(60) == 0) {
      away = !away;
    }
    if (restarts < RESTARTS_MAX && chance.nextInt(300) == 0) {
      restarts++;
      restart();
    }
    if (given < RECORDS && given - lowest() < GIVEN_MAX && chance.nextBoolean()) {
      give(++given);
    }
    if (!open.isEmpty() && chance.nextInt(4) > 0) {
      answer(open.remove(chance.nextInt(open.size())));
    }
    if (bug != Bug.STALLS) {
      delivery.onTick(now);
    }
    collect();
  }

  /** All up to that one are done. */
  private int lowest() {
    int lowest = 0;
    while (done.contains(lowest + 1)) {
      lowest++;
    }
    return lowest;
  }

  private void give(int number) {
    String key = "k" + number % KEYS;
    String own = bug == Bug.OVERTAKES ? key + "/" + number : key;
    var record =
        new TargetRecord("" + number, own, "s", key, new byte[0], List.of(), number % 10, number);
    numberOf.put(delivery.onRecord(record, now), number);
    collect();
  }

  /** What was under way may have arrived, or not. */
  private void restart() {
    for (Delivery.Output output : open) {
      if (output instanceof Delivery.Output.Put put && chance.nextBoolean()) {
        checker.arrived(put.record());
      }
    }
    saved = Math.max(saved, lowest() - chance.nextInt(6));
    checker.restarted(saved, given);
    done.tailSet(saved, false).clear();
    given = saved;
    open.clear();
    numberOf.clear();
    begin();
  }

  private void collect() {
    while (!outputs.isEmpty()) {
      Delivery.Output output = outputs.remove();
      if (output instanceof Delivery.Output.Done over) {
        int number = numberOf.get(over.ticket());
        checker.done(number);
        done.add(number);
      } else {
        open.add(output);
      }
      checker.underWay(open);
    }
  }

  private void answer(Delivery.Output asked) {
    if (asked instanceof Delivery.Output.Put put) {
      delivery.onOutcome(put.ticket(), told(put), now);
    } else if (asked instanceof Delivery.Output.Bury bury) {
      bury(bury);
    }
  }

  private Outcome told(Delivery.Output.Put put) {
    Outcome outcome = engine(put.record());
    checker.answered(put.record(), outcome);
    if (outcome instanceof Outcome.Unavailable) {
      return switch (bug) {
        case LOSES -> new Outcome.Confirmed();
        case COUNTS_OUTAGES -> new Outcome.Rejected("away");
        default -> outcome;
      };
    }
    if (bug == Bug.REPEATS && outcome instanceof Outcome.Confirmed) {
      checker.arrived(put.record());
    }
    return outcome;
  }

  private Outcome engine(TargetRecord record) {
    int number = Integer.parseInt(record.id());
    if (away) {
      if (chance.nextInt(3) == 0) {
        checker.arrived(record);
        checker.answerLost(record);
      }
      return new Outcome.Unavailable("away");
    }
    if (number % 17 == 0) {
      return new Outcome.Refused("never");
    }
    if (chance.nextInt(5) == 0) {
      return new Outcome.Rejected("busy");
    }
    checker.arrived(record);
    return new Outcome.Confirmed();
  }

  private void bury(Delivery.Output.Bury bury) {
    checker.buried(bury.letter());
    if (chance.nextInt(4) > 0) {
      checker.kept(bury.letter());
      delivery.onKept(bury.ticket(), now);
    } else if (bug == Bug.FORGETS_LETTERS) {
      delivery.onKept(bury.ticket(), now);
    } else {
      delivery.onNotKept(bury.ticket(), "disk full", now);
    }
  }
}
