package dev.sluice.cloud.core;

import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.NodeReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each edge node last said of itself, the least recently heard first. Who is gone stays, for
 * that is what one wants to see; only when there are too many does it make room.
 *
 * <p>Owned by one loop. {@code nowNanos} is monotonic.
 */
public final class Fleet {
  /** Silence that is more than jitter, in periods of the node's own reports. */
  private static final double LATE_PERIODS = 2.5;

  /** Silence that no lost message explains. */
  private static final double GONE_PERIODS = 10;

  private static final double NANOS_PER_MS = 1e6;

  /** Whether a node keeps saying how it is. */
  public enum Presence {
    ONLINE,
    LATE,
    GONE
  }

  /**
   * @param silenceNanos since its last report
   */
  public record Member(String edgeId, Presence presence, long silenceNanos, NodeReport report) {}

  private record Heard(NodeReport report, long atNanos) {}

  private final int membersMax;
  private final LinkedHashMap<String, Heard> byId = new LinkedHashMap<>();

  Fleet(int membersMax) {
    this.membersMax = membersMax;
  }

  void onReport(Envelope.Report report, long nowNanos) {
    String edgeId = report.link().edgeId();
    byId.remove(edgeId);
    if (byId.size() >= membersMax) {
      byId.remove(byId.keySet().iterator().next());
    }
    byId.put(edgeId, new Heard(report.report(), nowNanos));
  }

  /** By name. */
  List<Member> members(long nowNanos) {
    return byId.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> member(entry.getKey(), entry.getValue(), nowNanos))
        .toList();
  }

  private static Member member(String edgeId, Heard heard, long nowNanos) {
    long silenceNanos = nowNanos - heard.atNanos();
    double periods = silenceNanos / (heard.report().everyMs() * NANOS_PER_MS);
    return new Member(edgeId, presence(periods), silenceNanos, heard.report());
  }

  private static Presence presence(double periods) {
    if (periods < LATE_PERIODS) {
      return Presence.ONLINE;
    }
    return periods < GONE_PERIODS ? Presence.LATE : Presence.GONE;
  }
}
