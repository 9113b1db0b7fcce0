package dev.sluice.edge.core.forward;

import java.util.EnumMap;
import java.util.Map;

/** Counts what one rule did. */
final class Tally {
  private final Map<LeftOut, long[]> stayed = new EnumMap<>(LeftOut.class);
  private long forwarded;
  private long redacted;
  private long unparsable;

  Tally() {
    for (LeftOut reason : LeftOut.values()) {
      stayed.put(reason, new long[1]);
    }
  }

  void count(Verdict verdict) {
    if (verdict instanceof Verdict.Stay stay) {
      stayed.get(stay.reason())[0]++;
    } else {
      forwarded++;
    }
  }

  /** What was counted as forwarded last cannot travel. */
  void tooLarge() {
    forwarded--;
    stayed.get(LeftOut.TOO_LARGE)[0]++;
  }

  void redacted() {
    redacted++;
  }

  void unparsable() {
    unparsable++;
  }

  RuleStats stats(String rule) {
    Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);
    stayed.forEach((reason, count) -> leftOut.put(reason, count[0]));
    return new RuleStats(rule, forwarded, leftOut, redacted, unparsable);
  }
}
