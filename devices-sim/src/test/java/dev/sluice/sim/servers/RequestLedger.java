package dev.sluice.sim.servers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was asked, and what was answered: each id once, and by its deadline. Thread-safe.
 *
 * @see RequestLedgerTest
 */
final class RequestLedger {
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final Pattern PLACEMENT = Pattern.compile("\"placement\":\"([^\"]+)\"");

  private final long deadlineNanos;
  private final Map<String, Long> asked = new HashMap<>();
  private final Map<String, List<Long>> answered = new HashMap<>();
  private final Map<String, Integer> placements = new TreeMap<>();

  /**
   * @param deadlineNanos from asking to hearing
   */
  RequestLedger(long deadlineNanos) {
    this.deadlineNanos = deadlineNanos;
  }

  synchronized void asked(String id, long nowNanos) {
    asked.put(id, nowNanos);
  }

  synchronized void answered(String json, long nowNanos) {
    String id = group(ID, json);
    answered.computeIfAbsent(id, none -> new ArrayList<>()).add(nowNanos);
    placements.merge(group(PLACEMENT, json), 1, Integer::sum);
  }

  private static String group(Pattern pattern, String json) {
    Matcher matcher = pattern.matcher(json);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no " + pattern + " in " + json);
    }
    return matcher.group(1);
  }

  synchronized boolean complete() {
    return answered.keySet().containsAll(asked.keySet());
  }

  synchronized int placed(String placement) {
    return placements.getOrDefault(placement, 0);
  }

  /** Each fault in one line. */
  synchronized List<String> faults() {
    List<String> faults = new ArrayList<>();
    asked.forEach(
        (id, at) -> {
          List<Long> times = answered.getOrDefault(id, List.of());
          if (times.size() != 1) {
            faults.add(id + " was answered " + times.size() + " times");
          } else if (times.get(0) - at > deadlineNanos) {
            faults.add(id + " was answered after " + millis(times.get(0) - at) + " ms");
          }
        });
    return faults;
  }

  synchronized String summary() {
    long[] times =
        asked.entrySet().stream()
            .filter(one -> answered.containsKey(one.getKey()))
            .mapToLong(one -> answered.get(one.getKey()).get(0) - one.getValue())
            .sorted()
            .toArray();
    return "asked=%d answered=%d placements=%s median=%dms p99=%dms max=%dms"
        .formatted(
            asked.size(),
            answered.values().stream().mapToInt(List::size).sum(),
            placements,
            millis(times[times.length / 2]),
            millis(times[times.length * 99 / 100]),
            millis(times[times.length - 1]));
  }

  private static long millis(long nanos) {
    return nanos / 1_000_000;
  }
}
