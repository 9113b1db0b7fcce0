package dev.sluice.edge.config;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import dev.sluice.config.DataSize;
import dev.sluice.topic.TopicFilter;
import dev.sluice.uplink.NodeReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Finds what a schema cannot: faults that lie in the meaning of a value or between two of them. */
final class EdgeConfigCheck {
  private static final DataSize CONNECT_MAX = new DataSize(64 << 10);
  private static final DataSize MQTT_PACKET_MAX = new DataSize(268_435_455);
  private static final DataSize TWO_BYTE_LENGTH_MAX = new DataSize(65_535);
  private static final DataSize ARRAY_MAX = new DataSize(Integer.MAX_VALUE);
  private static final Duration KEEP_ALIVE_MAX = Duration.ofSeconds(65_535);

  /** A segment is read as a whole. */
  private static final DataSize SEGMENT_MAX = new DataSize(64 << 20);

  /** Fewer, and cleaning one would need more room than it gives. */
  private static final int SEGMENTS_MIN = 4;

  private final ConfigFile file;
  private final EdgeConfig config;
  private final List<ConfigException> faults = new ArrayList<>();

  EdgeConfigCheck(ConfigFile file, EdgeConfig config) {
    this.file = file;
    this.config = config;
  }

  void run() throws ConfigException {
    new AccessCheck(file, config).run(this::fault);
    checkLimits(config.limits());
    checkJournal(config.journal());
    checkDurabilityByTopic();
    checkTopics();
    checkUplink(config.uplink());
    checkForwarding("forward.up", config.forward().up().isEmpty(), "send to the cloud");
    checkForwarding("forward.down", config.forward().down().isEmpty(), "ask the cloud");
    new ForwardCheck(
            config.forward(), config.node().id(), (field, what) -> fault("forward." + field, what))
        .run();
    if (!faults.isEmpty()) {
      throw ConfigException.all(faults);
    }
  }

  private void checkForwarding(String rules, boolean none, String what) {
    if (config.durability() == EdgeConfig.Durability.MEMORY && !none) {
      fault(
          "durability",
          "must be fsync or os, because rules in " + rules + " keep messages on disk");
    }
    if (!config.uplink().enabled() && !none) {
      fault("uplink.enabled", "must be true, because rules in " + rules + " " + what);
    }
  }

  private void checkLimits(LimitsConfig limits) {
    checkSize("limits.client-id-size", limits.clientIdSize(), TWO_BYTE_LENGTH_MAX);
    checkSize("limits.topic-size", limits.topicSize(), TWO_BYTE_LENGTH_MAX);
    checkSize("limits.packet-size", limits.packetSize(), MQTT_PACKET_MAX);
    checkSize("limits.queue-size", limits.queueSize(), ARRAY_MAX);
    checkSize("limits.transmit-credit", limits.transmitCredit(), ARRAY_MAX);
    checkSize("limits.retained-size", limits.retainedSize(), ARRAY_MAX);
    if (limits.unansweredSize().bytes() < CONNECT_MAX.bytes()) {
      fault(
          "limits.unanswered-size",
          "must be at least %dB, which one CONNECT may take (found %dB)"
              .formatted(CONNECT_MAX.bytes(), limits.unansweredSize().bytes()));
    }
    if (limits.keepAlive().compareTo(KEEP_ALIVE_MAX) > 0) {
      fault("limits.keep-alive", "must be at most 65535s, the longest that MQTT can say");
    }
    if (limits.sessions() < limits.connections()) {
      fault(
          "limits.sessions",
          "must be at least limits.connections (%d), because each connection has a session"
              .formatted(limits.connections()));
    }
  }

  private void checkJournal(EdgeConfig.Journal journal) {
    checkSize("journal.segment-size", journal.segmentSize(), SEGMENT_MAX);
    long least = SEGMENTS_MIN * journal.segmentSize().bytes();
    if (journal.maxSize().bytes() < least) {
      fault(
          "journal.max-size",
          "must be at least %d times journal.segment-size, which are %dB (found %dB)"
              .formatted(SEGMENTS_MIN, least, journal.maxSize().bytes()));
    }
  }

  private void checkDurabilityByTopic() {
    for (int i = 0; i < config.durabilityByTopic().size(); i++) {
      EdgeConfig.TopicDurability rule = config.durabilityByTopic().get(i);
      String at = "durability-by-topic." + i + ".";
      if (TopicFilter.parse(rule.topic()).isEmpty()) {
        fault(at + "topic", "'%s' is no topic filter".formatted(rule.topic()));
      }
      if (rule.durability().compareTo(config.durability()) < 0) {
        fault(
            at + "durability",
            "cannot be better than durability, which is %s: raise that, and lower the others here"
                .formatted(config.durability().word()));
      }
    }
  }

  private void checkTopics() {
    for (int i = 0; i < config.topics().size(); i++) {
      String topic = config.topics().get(i).topic();
      if (TopicFilter.parse(topic).isEmpty()) {
        fault("topics." + i + ".topic", "'%s' is no topic filter".formatted(topic));
      }
    }
  }

  private void checkSize(String field, DataSize size, DataSize max) {
    if (size.bytes() > max.bytes()) {
      fault(field, "must be at most %dB (found %dB)".formatted(max.bytes(), size.bytes()));
    }
  }

  private void checkUplink(EdgeConfig.Uplink uplink) {
    checkSize("uplink.packet-size", uplink.packetSize(), MQTT_PACKET_MAX);
    checkReports(uplink.reportEvery().toMillis());
    if (uplink.stallAfter().compareTo(uplink.pingInterval()) <= 0) {
      fault(
          "uplink.stall-after",
          "must be longer than uplink.ping-interval, or a quiet link looks dead");
    }
    if (uplink.reconnectMin().compareTo(uplink.reconnectMax()) > 0) {
      fault("uplink.reconnect-min", "must not be longer than uplink.reconnect-max");
    }
    new UplinkWaysCheck(uplink, this::fault).run();
  }

  private void checkReports(long everyMs) {
    if (everyMs < NodeReport.EVERY_MS_MIN || everyMs > NodeReport.EVERY_MS_MAX) {
      fault(
          "uplink.report-every",
          "must be from %dms to %dms (found %dms)"
              .formatted(NodeReport.EVERY_MS_MIN, NodeReport.EVERY_MS_MAX, everyMs));
    }
  }

  private void fault(String field, String what) {
    faults.add(file.fault(field, what));
  }
}
