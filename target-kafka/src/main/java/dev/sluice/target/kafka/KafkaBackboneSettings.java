package dev.sluice.target.kafka;

import dev.sluice.target.settings.TargetSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * How Kafka is reached as a backbone.
 *
 * @param partitions of topics that are not there yet; no more workers than that can share one
 * @param sessionTimeout after which the records of a worker that has vanished go to others
 */
record KafkaBackboneSettings(KafkaSettings client, int partitions, Duration sessionTimeout) {
  private static final int PARTITIONS = 12;
  private static final int PARTITIONS_MAX = 10_000;

  /** The least that Kafka's own defaults let a consumer say. */
  private static final int SESSION_MS = 6_000;

  private static final int SESSION_MS_MAX = 1_800_000;
  private static final int HEARTBEATS = 3;
  private static final String SESSION = "session-timeout-ms";

  /**
   * @throws IllegalArgumentException that names the setting
   */
  static KafkaBackboneSettings of(Map<String, String> said) {
    Set<String> known = new TreeSet<>(KafkaSettings.names());
    known.add("partitions");
    known.add(SESSION);
    var settings = new TargetSettings("kafka", said, known);
    int sessionMs = settings.number(SESSION, SESSION_MS, SESSION_MS_MAX);
    if (sessionMs < SESSION_MS) {
      throw TargetSettings.fault(
          SESSION,
          "must be at least %d, as Kafka asks (found %d)".formatted(SESSION_MS, sessionMs));
    }
    return new KafkaBackboneSettings(
        KafkaSettings.of(settings),
        settings.number("partitions", PARTITIONS, PARTITIONS_MAX),
        Duration.ofMillis(sessionMs));
  }

  /**
   * @param more of one consumer, such as its group
   */
  Map<String, Object> consumer(Map<String, Object> more) {
    int sessionMs = (int) sessionTimeout.toMillis();
    Map<String, Object> told = new HashMap<>(client.client());
    told.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    told.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    told.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, sessionMs);
    told.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, sessionMs / HEARTBEATS);
    told.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) client.timeout().toMillis());
    told.putAll(more);
    return told;
  }
}
