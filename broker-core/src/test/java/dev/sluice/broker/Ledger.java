package dev.sluice.broker;

import dev.sluice.mqtt.Qos;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was published and what arrived, numbered per topic, and whether the promises were kept. */
final class Ledger {
  private final Map<String, Integer> published = new HashMap<>();
  private final Map<String, List<Integer>> arrived = new HashMap<>();

  /** The number of the next message of the topic, from 0. */
  int publish(String topic) {
    return published.merge(topic, 1, Integer::sum) - 1;
  }

  void arrive(String topic, int number) {
    arrived.computeIfAbsent(topic, absent -> new ArrayList<>()).add(number);
  }

  /** What is wrong at the end of a run, when everything published has been acknowledged. */
  List<String> violations(String topic, Qos qos) {
    List<Integer> all = arrived.getOrDefault(topic, List.of());
    List<Integer> firsts = all.stream().distinct().toList();
    List<String> violations = new ArrayList<>();
    if (firsts.size() < published.getOrDefault(topic, 0)) {
      violations.add("lost");
    }
    if (qos == Qos.EXACTLY_ONCE && firsts.size() < all.size()) {
      violations.add("delivered twice");
    }
    if (!firsts.equals(firsts.stream().sorted().toList())) {
      violations.add("out of order");
    }
    return violations;
  }

  int count() {
    return published.values().stream().mapToInt(Integer::intValue).sum();
  }
}
