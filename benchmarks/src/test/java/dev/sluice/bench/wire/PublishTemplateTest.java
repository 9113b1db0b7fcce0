package dev.sluice.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishTemplateTest {

  @ParameterizedTest
  @CsvSource({"0, 64", "1, 64", "2, 200", "1, 16384", "0, 20"})
  void eachMessageCarriesItsOwnNumbers(int qos, int payloadBytes) {
    PublishTemplate template = PublishTemplate.of("bench/in/7", qos, 7, payloadBytes);
    ByteBuffer out = ByteBuffer.allocateDirect(template.size());
    template.append(out, 40_000, 1L << 40, -5);
    MqttPublishMessage packet = (MqttPublishMessage) ReadByNetty.packet(ReadByNetty.written(out));
    assertThat(packet.fixedHeader().qosLevel().value()).isEqualTo(qos);
    assertThat(packet.variableHeader().topicName()).isEqualTo("bench/in/7");
    if (qos > 0) {
      assertThat(packet.variableHeader().packetId()).isEqualTo(40_000);
    }
    assertThat(packet.payload().readableBytes()).isEqualTo(payloadBytes);
    assertThat(packet.payload().readInt()).as("publisher").isEqualTo(7);
    assertThat(packet.payload().readLong()).as("sequence").isEqualTo(1L << 40);
    assertThat(packet.payload().readLong()).as("nanos").isEqualTo(-5);
    packet.release();
  }

  @Test
  void aLaterMessageDoesNotChangeAnEarlierOne() {
    PublishTemplate template = PublishTemplate.of("t", 1, 0, 32);
    ByteBuffer out = ByteBuffer.allocateDirect(2 * template.size());
    template.append(out, 1, 1, 1);
    byte[] first = ReadByNetty.written(out);
    template.append(out, 2, 2, 2);
    assertThat(ReadByNetty.written(out)).startsWith(first).hasSize(2 * template.size());
  }

  @Test
  void refusesAPayloadWithoutRoomForTheStamp() {
    assertThatThrownBy(() -> PublishTemplate.of("t", 0, 0, Stamp.BYTES - 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("19 bytes cannot carry a stamp of 20");
  }
}
