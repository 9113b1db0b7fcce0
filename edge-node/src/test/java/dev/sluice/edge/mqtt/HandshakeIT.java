package dev.sluice.edge.mqtt;

import static dev.sluice.edge.mqtt.RawClient.DISCONNECT;
import static dev.sluice.edge.mqtt.RawClient.PINGREQ;
import static dev.sluice.edge.mqtt.RawClient.connect311;
import static dev.sluice.edge.mqtt.RawClient.connect5;
import static dev.sluice.edge.mqtt.RawClient.hex;
import static dev.sluice.edge.mqtt.RawClient.publish311;
import static dev.sluice.edge.mqtt.RawClient.subscribe311;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.broker.BrokerLimits;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HandshakeIT {
  private static final String CONNACK_311 = "20020000";
  private static final String SUBACK = "9003000100";
  private static final String PUBLISH_T_HELLO = "30080001" + "74" + "68656c6c6f";

  private RunningBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = RunningBroker.start();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private byte[][] wholeConversation() {
    return new byte[][] {
      connect311("eager"), subscribe311(1, "t", 0), publish311("t", "hello"), PINGREQ, DISCONNECT
    };
  }

  @Test
  @Tag("MQTT-3.2.0-1")
  @Tag("MQTT-3.2.0-2")
  @Tag("MQTT311-3.2.0-1")
  void servesAWholeConversationSentInOneWrite() throws Exception {
    try (RawClient client = new RawClient(broker.port())) {
      client.send(wholeConversation());

      assertThat(client.read()).isEqualTo(CONNACK_311);
      assertThat(client.read()).isEqualTo(SUBACK);
      assertThat(client.read()).isEqualTo(PUBLISH_T_HELLO);
      assertThat(client.read()).isEqualTo("d000");
      assertThat(client.isClosedByServer()).isTrue();
    }
    await().until(() -> broker.listenerStats().connectionsOpen() == 0);
    assertThat(broker.brokerStats().connections()).isZero();
    assertThat(broker.listenerStats().malformed()).isEmpty();
  }

  @Test
  void holdsTheConversationUntilALateConnAck() throws Exception {
    broker.holdConnAcks();
    try (RawClient client = new RawClient(broker.port())) {
      client.send(connect311("eager"));
      await().until(() -> broker.connAcksHeld() == 1);
      client.send(subscribe311(1, "t", 0));
      client.send(publish311("t", "hello"), DISCONNECT);
      await().until(() -> broker.listenerStats().bytesIn() >= 39);
      broker.releaseConnAcks();

      assertThat(client.read()).isEqualTo(CONNACK_311);
      assertThat(client.read()).isEqualTo(SUBACK);
      assertThat(client.read()).isEqualTo(PUBLISH_T_HELLO);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void closesAClientThatSendsMoreThanTheGateHolds() throws Exception {
    broker.holdConnAcks();
    try (RawClient client = new RawClient(broker.port())) {
      client.send(connect311("flood"));
      client.send(publish311("t", "x".repeat(70_000)));

      assertThat(client.isClosedByServer()).isTrue();
    }
    assertThat(broker.listenerStats().gateOverflows()).isEqualTo(1);
    // Its CONNACK finds nobody any more.
    broker.releaseConnAcks();
    await().until(() -> broker.brokerStats().connections() == 0);
  }

  @Test
  void forgetsAClientThatLeavesBeforeItsConnAck() throws Exception {
    broker.holdConnAcks();
    try (RawClient client = new RawClient(broker.port())) {
      client.send(connect311("hasty"), publish311("t", "lost"));
      await().until(() -> broker.connAcksHeld() == 1);
    }
    await().until(() -> broker.listenerStats().connectionsOpen() == 0);
    broker.releaseConnAcks();

    assertThat(broker.brokerStats().connections()).isZero();
    assertThat(broker.brokerStats().published()).isZero();
  }

  @Test
  void closesAClientThatDoesNotConnectInTimeEvenIfItTrickles() throws Exception {
    broker.close();
    MqttListener.Settings hurried =
        RunningBroker.settings(0, Duration.ofMillis(300), Duration.ofMinutes(1));
    broker = RunningBroker.start(hurried, BrokerLimits.DEFAULT);
    try (RawClient client = new RawClient(broker.port())) {
      client.send(hex("10"));

      assertThat(client.isClosedByServer()).isTrue();
    }
    assertThat(broker.listenerStats().connectTimeouts()).isEqualTo(1);
  }

  @Test
  @Tag("MQTT-3.1.0-1")
  @Tag("MQTT311-3.1.0-1")
  void closesWithoutAWordWhenTheFirstPacketIsNoConnect() throws Exception {
    try (RawClient client = new RawClient(broker.port())) {
      client.send(publish311("t", "too early"));

      assertThat(client.isClosedByServer()).isTrue();
    }
    assertThat(broker.listenerStats().malformed()).containsEntry("no-connect", 1L);
  }

  @Test
  void closesWithoutAWordOnBytesThatAreNoMqtt() throws Exception {
    try (RawClient client = new RawClient(broker.port())) {
      client.send(Device.utf8("GET / HTTP/1.1\r\nHost: here\r\n\r\n"));

      assertThat(client.isClosedByServer()).isTrue();
    }
    assertThat(broker.listenerStats().malformed()).hasSize(1);
  }

  @Test
  @Tag("MQTT-3.1.2-2")
  @Tag("MQTT311-3.1.2-2")
  void refusesAProtocolVersionItDoesNotSpeak() throws Exception {
    try (RawClient client = new RawClient(broker.port())) {
      client.send(hex("100d 00044d515454 09 02 003c 000163"));

      assertThat(client.read()).isEqualTo("20020001");
      assertThat(client.isClosedByServer()).isTrue();
    }
    assertThat(broker.listenerStats().malformed()).containsEntry("protocol-level", 1L);
  }

  @Test
  void refusesAClientIdentifierBeyondTheLimit() throws Exception {
    try (RawClient five = new RawClient(broker.port());
        RawClient old = new RawClient(broker.port())) {
      five.send(connect5("x".repeat(257)));
      old.send(connect311("x".repeat(257)));

      assertThat(five.read()).matches("20..0085.*");
      assertThat(old.read()).isEqualTo("20020002");
      assertThat(five.isClosedByServer()).isTrue();
      assertThat(old.isClosedByServer()).isTrue();
    }
  }

  @Test
  @Tag("MQTT-3.1.3-7")
  @Tag("MQTT-3.2.2-16")
  void assignsAnIdentifierToAnMqtt5ClientWithoutOne() throws Exception {
    try (RawClient client = new RawClient(broker.port())) {
      client.send(connect5(""));

      assertThat(client.read()).as("Assigned Client Identifier").contains("1200");
    }
  }

  @Test
  @Tag("MQTT-3.2.2-17")
  @Tag("MQTT-3.2.2-18")
  void announcesItsLimitsAndTopicAliases() throws Exception {
    try (RawClient client = new RawClient(broker.port())) {
      client.send(connect5("c"));

      // Receive Maximum 1024, Maximum Packet Size 1 MiB, Topic Alias Maximum 4, and no more.
      assertThat(client.read()).isEqualTo("200e00000b" + "210400" + "2700100000" + "220004");
    }
  }

  @Test
  void refusesAReceiveMaximumOfZero() throws Exception {
    try (RawClient client = new RawClient(broker.port())) {
      client.send(connect5("c", "210000"));

      assertThat(client.read()).matches("20..0082.*");
      assertThat(client.isClosedByServer()).isTrue();
    }
    assertThat(broker.brokerStats().connections()).isZero();
  }

  @Test
  void refusesAWillTopicWithAWildcard() throws Exception {
    try (RawClient client = new RawClient(broker.port())) {
      client.send(hex("1015 00044d515454 05 06 003c 00 000163 00 000123 000178"));

      assertThat(client.read()).matches("20..0090.*");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  @Tag("MQTT-4.12.0-1")
  void refusesEnhancedAuthentication() throws Exception {
    try (RawClient client = new RawClient(broker.port())) {
      client.send(connect5("c", "15000153"));

      assertThat(client.read()).matches("20..008c.*");
    }
  }
}
