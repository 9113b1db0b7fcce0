package dev.sluice.target.kafka;

import dev.sluice.target.settings.TargetSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How one Kafka is reached.
 *
 * @param servers that are asked for the others, {@code HOST:PORT} with commas between
 * @param timeout of a record, until Kafka has confirmed it
 * @param recordBytesMax no more than the topics' {@code max.message.bytes}
 */
record KafkaSettings(String servers, Duration timeout, int recordBytesMax, KafkaSecurity security) {
  private static final Set<String> OWN =
      Set.of("bootstrap-servers", "timeout-ms", "record-bytes-max");
  private static final Pattern SERVER =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:,\\s]+):[0-9]{1,5}");
  private static final int TIMEOUT_MS = 10_000;
  private static final int TIMEOUT_MS_MAX = 600_000;

  /** Below Kafka's own default for a batch, 1,048,588 bytes, by what it puts around a record. */
  private static final int RECORD_BYTES = 1_000_000;

  private static final int RECORD_BYTES_LIMIT = 256 << 20;

  /** Names of headers, lengths, and the frame of a batch. */
  private static final int FRAME_BYTES = 1 << 16;

  private static final int BUFFER_BYTES = 32 << 20;

  /**
   * @throws IllegalArgumentException that names the setting
   */
  static KafkaSettings of(Map<String, String> said) {
    return of(new TargetSettings("kafka", said, names()));
  }

  /** What {@link #of} takes. */
  static Set<String> names() {
    var known = new TreeSet<>(OWN);
    known.addAll(KafkaSecurity.SETTINGS);
    return known;
  }

  /**
   * @param settings whose names are known, those of others perhaps among them
   * @throws IllegalArgumentException that names the setting
   */
  static KafkaSettings of(TargetSettings settings) {
    return new KafkaSettings(
        servers(settings.text("bootstrap-servers", "127.0.0.1:9092")),
        Duration.ofMillis(settings.number("timeout-ms", TIMEOUT_MS, TIMEOUT_MS_MAX)),
        settings.number("record-bytes-max", RECORD_BYTES, RECORD_BYTES_LIMIT),
        KafkaSecurity.of(settings));
  }

  private static String servers(String text) {
    for (String server : text.split(",", -1)) {
      if (!SERVER.matcher(server.strip()).matches()) {
        throw TargetSettings.fault(
            "bootstrap-servers",
            "must be HOST:PORT, with commas between several (found %s)".formatted(text));
      }
    }
    return text;
  }

  /** What Kafka's producer is told. */
  Map<String, Object> producer() {
    int millis = (int) timeout.toMillis();
    int requestBytes = recordBytesMax + FRAME_BYTES;
    Map<String, Object> told = client();
    told.put(ProducerConfig.ACKS_CONFIG, "all");
    told.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // Records of one key do not wait for company: the next one comes when this one is there.
    told.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // A topic that nobody knows must not hold up the others.
    told.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    told.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
    told.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, millis / 2));
    told.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, requestBytes);
    told.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) Math.max(BUFFER_BYTES, requestBytes));
    return told;
  }

  /** What each of Kafka's clients is told. */
  Map<String, Object> client() {
    Map<String, Object> told = new HashMap<>(security.client());
    told.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
    told.put(CommonClientConfigs.CLIENT_ID_CONFIG, "sluice");
    // The bridge counts by itself, and tells nobody else.
    told.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
    told.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    return told;
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return servers;
  }
}
