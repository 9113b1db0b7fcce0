package dev.sluice.edge.mqtt;

import static dev.sluice.edge.mqtt.RawClient.connect311;
import static dev.sluice.edge.mqtt.RawClient.connect5;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.broker.BrokerLimits;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class ListenerIT {
  @Test
  void saysThatThePortIsTaken() throws Exception {
    try (RunningBroker first = RunningBroker.start()) {
      MqttListener.Settings same =
          new MqttListener.Settings(
              "127.0.0.1",
              first.port(),
              1 << 20,
              256,
              RunningBroker.SETTINGS.connectTimeout(),
              64 << 10);

      assertThatThrownBy(() -> RunningBroker.start(same, BrokerLimits.DEFAULT))
          .hasRootCauseInstanceOf(BindException.class);
    }
  }

  @Test
  void tellsClientsThatItShutsDownAndFreesThePort() throws Exception {
    try (RunningBroker broker = RunningBroker.start();
        RawClient five = new RawClient(broker.port());
        RawClient old = new RawClient(broker.port())) {
      five.send(connect5("five"));
      old.send(connect311("old"));
      assertThat(five.read()).startsWith("20");
      assertThat(old.read()).startsWith("20");

      broker.shutDown();

      assertThat(five.read()).isEqualTo("e0018b");
      assertThat(five.isClosedByServer()).isTrue();
      assertThat(old.isClosedByServer()).isTrue();
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), broker.port()).close())
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void countsConnectionsAndBytes() throws Exception {
    try (RunningBroker broker = RunningBroker.start()) {
      byte[] connect = connect311("counted");
      try (RawClient client = new RawClient(broker.port())) {
        client.send(connect, RawClient.PINGREQ);
        assertThat(client.read()).startsWith("20");
        assertThat(client.read()).isEqualTo("d000");
        ListenerStats stats = broker.listenerStats();
        assertThat(stats.connectionsOpen()).isEqualTo(1);
        assertThat(stats.bytesIn()).isEqualTo(connect.length + 2);
        assertThat(stats.bytesOut()).isEqualTo(2);
        assertThat(stats.flushes()).isEqualTo(1);
      }
      await().until(() -> broker.listenerStats().connectionsOpen() == 0);
      assertThat(broker.listenerStats().connectionsOpened()).isEqualTo(1);
    }
  }
}
