package dev.sluice.target.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.target.TargetRecord;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * A record as Kafka has it: key and headers are text in UTF-8, the value is the payload as it came,
 * the timestamp is when the bridge took it. So Kafka Connect reads it with its own converters.
 */
final class KafkaRecords {
  static final String ID = "sluice.id";
  static final String TOPIC = "sluice.topic";
  static final String PRIORITY = "sluice.priority";

  /** Before the names of MQTT properties, so that none can pass for one of ours. */
  static final String MQTT = "mqtt.";

  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  private KafkaRecords() {}

  /** Whether Kafka can have a topic of that name. */
  static boolean isTopic(String name) {
    return LEGAL.matcher(name).matches() && !name.equals(".") && !name.equals("..");
  }

  static ProducerRecord<byte[], byte[]> of(TargetRecord record) {
    var made =
        new ProducerRecord<>(
            record.destination(),
            null,
            record.eventMillis(),
            bytes(record.key()),
            record.payload());
    Headers headers = made.headers();
    headers.add(ID, bytes(record.id()));
    headers.add(TOPIC, bytes(record.topic()));
    headers.add(PRIORITY, bytes(Integer.toString(record.priority())));
    record.headers().forEach(one -> headers.add(MQTT + one.name(), bytes(one.value())));
    return made;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
