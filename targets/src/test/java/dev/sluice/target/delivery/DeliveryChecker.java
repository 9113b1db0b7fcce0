package dev.sluice.target.delivery;

import dev.sluice.target.Outcome;
import dev.sluice.target.TargetRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sees what a delivery does, and says where it breaks a promise of the documents. */
final class DeliveryChecker {
  private final Delivery.Settings settings;
  private final List<String> faults = new ArrayList<>();
  private final Map<Integer, Integer> arrivals = new HashMap<>();
  private final Map<Integer, Integer> excuses = new HashMap<>();
  private final Map<String, Integer> lastOfKey = new HashMap<>();
  private final Map<Integer, Integer> rejections = new HashMap<>();
  private final Set<Integer> letters = new HashSet<>();

  DeliveryChecker(Delivery.Settings settings) {
    this.settings = settings;
  }

  List<String> faults() {
    return faults;
  }

  private static int number(TargetRecord record) {
    return Integer.parseInt(record.id());
  }

  /** The engine has it; the topic says its true key. */
  void arrived(TargetRecord record) {
    int number = number(record);
    if (arrivals.merge(number, 1, Integer::sum) > 1) {
      if (arrivals.get(number) > 1 + excuses.getOrDefault(number, 0)) {
        faults.add(number + " is there again without need");
      }
      return;
    }
    int last = lastOfKey.getOrDefault(record.topic(), 0);
    // A dead letter's record may come again after a restart, and be taken behind younger ones.
    if (number < last && !letters.contains(number)) {
      faults.add("%d comes after %d of the same key".formatted(number, last));
    }
    lastOfKey.put(record.topic(), Math.max(last, number));
  }

  void answerLost(TargetRecord record) {
    excuses.merge(number(record), 1, Integer::sum);
  }

  /** What was not saved may come again. */
  void restarted(int saved, int given) {
    for (int number = saved + 1; number <= given; number++) {
      excuses.merge(number, 1, Integer::sum);
    }
    rejections.clear();
  }

  void answered(TargetRecord record, Outcome outcome) {
    if (outcome instanceof Outcome.Rejected) {
      rejections.merge(number(record), 1, Integer::sum);
    }
  }

  void buried(DeadLetter letter) {
    int number = number(letter.record());
    int rejected = rejections.getOrDefault(number, 0);
    if (letter.reason().startsWith("rejected") && rejected != settings.attemptsMax()) {
      faults.add("%d is a dead letter after %d rejections".formatted(number, rejected));
    }
  }

  void kept(DeadLetter letter) {
    letters.add(number(letter.record()));
  }

  void done(int number) {
    if (!arrivals.containsKey(number) && !letters.contains(number)) {
      faults.add(number + " is done, and nowhere");
    }
  }

  void underWay(List<Delivery.Output> open) {
    if (open.size() > settings.windowMax()) {
      faults.add(open.size() + " are under way");
    }
  }

  void end(int done) {
    if (faults.isEmpty() && done != OutageWorld.RECORDS) {
      faults.add(OutageWorld.RECORDS - done + " were never done");
    }
  }
}
