package dev.sluice.edge.core.forward;

import java.util.Map;

/**
 * What one rule has done since the start.
 *
 * @param leftOut messages by reason, every reason present
 * @param redacted of those forwarded, the ones that were changed
 * @param unparsable payloads in which a field could not be looked at, forwarded or not
 */
public record RuleStats(
    String rule, long forwarded, Map<LeftOut, Long> leftOut, long redacted, long unparsable) {
  public RuleStats {
    leftOut = Map.copyOf(leftOut);
  }
}
