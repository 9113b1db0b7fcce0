package dev.sluice.target.delivery;

import dev.sluice.target.Outcome;
import dev.sluice.target.TargetRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A delivery before an engine that answers in any order, with anything, in virtual time. */
final class DeliveryWorld {
  private final SplittableRandom chance;
  private final Delivery delivery;
  private final ArrayDeque<Delivery.Output> outputs = new ArrayDeque<>();
  private final List<Delivery.Output> open = new ArrayList<>();
  private final List<Long> ended = new ArrayList<>();
  private final Map<Long, String> keyOf = new HashMap<>();
  private final Map<String, List<Long>> endedOfKeys = new HashMap<>();
  private long now;
  private int underWayMost;

  DeliveryWorld(Delivery.Settings settings, SplittableRandom chance) {
    this.chance = chance;
    this.delivery = new Delivery(settings, 100, chance.split(), outputs::add);
  }

  void give(String key, int number) {
    var record =
        new TargetRecord("" + number, key, "s", "t", new byte[0], List.of(), number % 10, number);
    keyOf.put(delivery.onRecord(record, now), key);
  }

  void step() {
    now += chance.nextInt(700);
    delivery.onTick(now);
    collect();
    if (!open.isEmpty() && chance.nextInt(3) > 0) {
      answer(open.remove(chance.nextInt(open.size())));
      collect();
    }
  }

  void settle() {
    for (int i = 0; i < 200_000 && ended.size() < keyOf.size(); i++) {
      step();
    }
  }

  private void collect() {
    while (!outputs.isEmpty()) {
      Delivery.Output output = outputs.remove();
      if (output instanceof Delivery.Output.Done over) {
        ended.add(over.ticket());
        endedOfKeys
            .computeIfAbsent(keyOf.get(over.ticket()), fresh -> new ArrayList<>())
            .add(over.ticket());
      } else {
        open.add(output);
      }
    }
    underWayMost = Math.max(underWayMost, open.size());
  }

  private void answer(Delivery.Output asked) {
    if (asked instanceof Delivery.Output.Put put) {
      delivery.onOutcome(put.ticket(), outcome(), now);
    } else if (asked instanceof Delivery.Output.Bury bury) {
      if (chance.nextBoolean()) {
        delivery.onKept(bury.ticket(), now);
      } else {
        delivery.onNotKept(bury.ticket(), "disk full", now);
      }
    }
  }

  private Outcome outcome() {
    return switch (chance.nextInt(6)) {
      case 0 -> new Outcome.Unavailable("away");
      case 1 -> new Outcome.Rejected("busy");
      case 2 -> new Outcome.Refused("never");
      default -> new Outcome.Confirmed();
    };
  }

  List<Long> ended() {
    return ended;
  }

  Map<String, List<Long>> endedOfKeys() {
    return endedOfKeys;
  }

  int underWayMost() {
    return underWayMost;
  }
}
