package dev.sluice.cloud.gate;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts refusals; the log has each kind once for each who was refused. */
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  /** Beyond them, only the counts tell. */
  private static final int TOLD_MAX = 1_000;

  private final Map<Refusal, LongAdder> counts = new EnumMap<>(Refusal.class);
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  Refusals() {
    for (Refusal refusal : Refusal.values()) {
      counts.put(refusal, new LongAdder());
    }
  }

  /**
   * @param who the edge node, or an address where none is known
   */
  void add(Refusal refusal, String who) {
    counts.get(refusal).increment();
    if (told.size() < TOLD_MAX && told.add(refusal + " " + who)) {
      LOG.warn("event=gate-refused reason={} who={}", refusal.word(), who);
    }
  }

  long count(Refusal refusal) {
    return counts.get(refusal).sum();
  }
}
