package dev.sluice.edge.mqtt;

import static dev.sluice.edge.mqtt.RawClient.connect311;
import static dev.sluice.edge.mqtt.RawClient.connect5;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.broker.BrokerLimits;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ListenerIT {
  private static final String SERVER_SHUTTING_DOWN =
      "e0208b1e1f001b"
          + ByteBufUtil.hexDump("the server is shutting down".getBytes(StandardCharsets.UTF_8));

  @Test
  void saysThatThePortIsTaken() throws Exception {
    try (RunningBroker first = RunningBroker.start()) {
      MqttListener.Settings same =
          RunningBroker.settings(
              first.port(),
              RunningBroker.SETTINGS.connectTimeout(),
              RunningBroker.SETTINGS.packetTimeout());

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

      assertThat(five.read()).isEqualTo(SERVER_SHUTTING_DOWN);
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
        assertThat(stats.bytesOut()).isEqualTo(4 + 2);
        assertThat(stats.flushes()).isLessThanOrEqualTo(2);
      }
      await().until(() -> broker.listenerStats().connectionsOpen() == 0);
      assertThat(broker.listenerStats().connectionsOpened()).isEqualTo(1);
    }
  }

  @Test
  void answersAWholeBurstInAFewWrites() throws Exception {
    try (RunningBroker broker = RunningBroker.start();
        RawClient client = new RawClient(broker.port())) {
      client.send(connect311("burst"));
      assertThat(client.read()).startsWith("20");
      byte[][] burst = new byte[500][];
      Arrays.fill(burst, RawClient.PINGREQ);
      client.send(burst);
      for (int i = 0; i < burst.length; i++) {
        assertThat(client.read()).isEqualTo("d000");
      }

      // One per pass of the event loop; a busy machine may deliver the burst in several.
      assertThat(broker.listenerStats().flushes()).isLessThan(50);
    }
  }

  @Test
  void aFaultCostsTheConnectionThatCausedItAndNoOther() throws Exception {
    try (RunningBroker broker = RunningBroker.start();
        RawClient unlucky = new RawClient(broker.port());
        RawClient other = new RawClient(broker.port())) {
      unlucky.send(connect311("unlucky"));
      other.send(connect311("other"));
      assertThat(unlucky.read()).startsWith("20");
      assertThat(other.read()).startsWith("20");

      broker.failNextTurn();
      unlucky.send(RawClient.PINGREQ);

      assertThat(unlucky.isClosedByServer()).isTrue();
      assertThat(broker.listenerStats().faults()).isEqualTo(1);
      other.send(RawClient.PINGREQ);
      assertThat(other.read()).isEqualTo("d000");
      await().until(() -> broker.brokerStats().connections() == 1);
    }
  }
}
