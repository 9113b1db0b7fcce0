package dev.sluice.target.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.target.TargetRecord;
import dev.sluice.target.TargetRecord.Header;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;

/** Kafka Connect's own converters read what we write. */
class KafkaConnectTest {
  private static final ProducerRecord<byte[], byte[]> MADE =
      KafkaRecords.of(
          new TargetRecord(
              "press/1/7",
              "press/plant/1",
              "plant",
              "plant/1",
              "21.5".getBytes(UTF_8),
              List.of(new Header("unit", "°C")),
              3,
              99));

  private static Object header(HeaderConverter converter, String name) {
    byte[] value = MADE.headers().lastHeader(name).value();
    return converter.toConnectHeader("plant", name, value).value();
  }

  @Test
  void readsHeadersAsTextAndNumbers() {
    var converter = new SimpleHeaderConverter();
    converter.configure(Map.of());

    assertThat(header(converter, "sluice.id")).isEqualTo("press/1/7");
    assertThat(header(converter, "sluice.topic")).isEqualTo("plant/1");
    assertThat(header(converter, "sluice.priority")).hasToString("3");
    assertThat(header(converter, "mqtt.unit")).isEqualTo("°C");
  }

  @Test
  void readsTheKeyAsText() {
    var converter = new StringConverter();
    converter.configure(Map.of("converter.type", "key"));

    assertThat(converter.toConnectData("plant", MADE.key()).value()).isEqualTo("press/plant/1");
  }
}
