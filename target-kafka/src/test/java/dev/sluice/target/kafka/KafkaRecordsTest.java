package dev.sluice.target.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.target.TargetRecord;
import dev.sluice.target.TargetRecord.Header;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaRecordsTest {
  @Test
  void keyAndHeadersAreTextAndTheValueIsThePayload() {
    var headers = List.of(new Header("unit", "°C"), new Header("unit", "K"));
    var made =
        KafkaRecords.of(
            new TargetRecord("n/1/7", "n/t", "plant", "t", new byte[] {1, 2}, headers, 3, 99));

    assertThat(made.topic()).isEqualTo("plant");
    assertThat(made.key()).isEqualTo("n/t".getBytes(UTF_8));
    assertThat(made.value()).containsExactly(1, 2);
    assertThat(made.timestamp()).isEqualTo(99);
    assertThat(made.partition()).as("by the key").isNull();
    List<String> said = new ArrayList<>();
    made.headers().forEach(one -> said.add(one.key() + "=" + new String(one.value(), UTF_8)));
    assertThat(said)
        .containsExactly(
            "sluice.id=n/1/7",
            "sluice.topic=t",
            "sluice.priority=3",
            "mqtt.unit=°C",
            "mqtt.unit=K");
  }

  @Test
  void aPropertyOfADeviceCannotPassForOurs() {
    var headers = List.of(new Header("sluice.id", "forged"));
    var made =
        KafkaRecords.of(new TargetRecord("n/1/7", "k", "s", "t", new byte[0], headers, 0, 0));

    assertThat(made.headers().headers("sluice.id")).hasSize(1);
    assertThat(made.headers().lastHeader("sluice.id").value()).isEqualTo("n/1/7".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "plant/1", "grün", "a b"})
  void knowsWhatIsNoTopicOfKafka(String name) {
    assertThat(KafkaRecords.isTopic(name)).isFalse();
  }

  @Test
  void knowsWhatIsATopicOfKafka() {
    assertThat(KafkaRecords.isTopic("plant-1.vibration_raw")).isTrue();
    assertThat(KafkaRecords.isTopic("x".repeat(249))).isTrue();
    assertThat(KafkaRecords.isTopic("x".repeat(250))).isFalse();
  }
}
