package dev.sluice.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ControlPacketsTest {

  @Test
  void connectsWithACleanSession() {
    MqttConnectMessage packet =
        (MqttConnectMessage) ReadByNetty.packet(ControlPackets.connect("client-é", 30));
    assertThat(packet.variableHeader().name()).isEqualTo("MQTT");
    assertThat(packet.variableHeader().version()).isEqualTo(4);
    assertThat(packet.variableHeader().isCleanSession()).isTrue();
    assertThat(packet.variableHeader().keepAliveTimeSeconds()).isEqualTo(30);
    assertThat(packet.payload().clientIdentifier()).isEqualTo("client-é");
  }

  @Test
  void subscribesToManyFiltersAtOnce() {
    List<String> filters = IntStream.range(0, 500).mapToObj(i -> "a/" + i + "/+").toList();
    MqttSubscribeMessage packet =
        (MqttSubscribeMessage) ReadByNetty.packet(ControlPackets.subscribe(7, filters, 2));
    assertThat(packet.variableHeader().messageId()).isEqualTo(7);
    assertThat(packet.payload().topicSubscriptions())
        .allMatch(subscription -> subscription.qualityOfService().value() == 2)
        .extracting(subscription -> subscription.topicFilter())
        .isEqualTo(filters);
  }
}
