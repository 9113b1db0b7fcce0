package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.edge.mqtt.Device.Library;
import dev.sluice.edge.mqtt.Device.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Devices with Eclipse Paho, both versions, against the listener and the real core. */
class DevicesIT {
  private static RunningBroker broker;
  private static int clients;

  @BeforeAll
  static void start() throws Exception {
    broker = RunningBroker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static Device connected(Library library) throws Exception {
    Device device = library.device(broker.uri(), "device-" + ++clients);
    device.connect("");
    return device;
  }

  static Stream<Arguments> librariesAndQos() {
    return Stream.of(Library.values())
        .flatMap(from -> Stream.of(Library.values()).map(to -> Arguments.of(from, to)))
        .flatMap(
            pair -> Stream.of(0, 1, 2).map(qos -> Arguments.of(pair.get()[0], pair.get()[1], qos)));
  }

  @ParameterizedTest(name = "{0} to {1} at QoS {2}")
  @MethodSource("librariesAndQos")
  @Tag("MQTT-4.2.0-1")
  @Tag("MQTT-4.6.0-6")
  @Tag("MQTT311-4.6.0-6")
  void carriesMessagesInOrderAtEveryQos(Library from, Library to, int qos) throws Exception {
    String topic = "order/" + from + "/" + to + "/" + qos;
    try (Device subscriber = connected(to);
        Device publisher = connected(from)) {
      subscriber.subscribe("order/+/" + to + "/#", qos);
      for (int i = 0; i < 50; i++) {
        publisher.publish(topic, Device.utf8("m" + i), qos, false);
      }
      for (int i = 0; i < 50; i++) {
        Received received = subscriber.next();
        assertThat(received.text()).isEqualTo("m" + i);
        assertThat(received.topic()).isEqualTo(topic);
        assertThat(received.qos()).isEqualTo(qos);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Library.class)
  void givesRetainedMessagesToLaterSubscribers(Library library) throws Exception {
    String topic = "retained/" + library;
    try (Device publisher = connected(library);
        Device subscriber = connected(library)) {
      publisher.publish(topic, Device.utf8("kept"), 1, true);
      subscriber.subscribe(topic, 1);

      Received received = subscriber.next();
      assertThat(received.text()).isEqualTo("kept");
      assertThat(received.retained()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Library.class)
  void sendsTheWillOfAClientWhoseSocketIsCut(Library library) throws Exception {
    String topic = "will/" + library;
    try (Device watcher = connected(library);
        Device victim = library.device(broker.uri(), "victim-" + library)) {
      watcher.subscribe(topic, 1);
      victim.connect(topic);
      victim.cut();

      assertThat(watcher.next().text()).isEqualTo("gone");
    }
  }

  @ParameterizedTest
  @EnumSource(Library.class)
  void keepsTheWillOfAClientThatDisconnects(Library library) throws Exception {
    String topic = "unsent/" + library;
    try (Device watcher = connected(library)) {
      watcher.subscribe(topic, 1);
      try (Device polite = library.device(broker.uri(), "polite-" + library)) {
        polite.connect(topic);
      }
      // The next message on the topic is another one: no Will came before it.
      watcher.publish(topic, Device.utf8("other"), 1, false);

      assertThat(watcher.next().text()).isEqualTo("other");
    }
  }

  @ParameterizedTest
  @EnumSource(Library.class)
  void letsTheNewerConnectionOfAClientTakeOver(Library library) throws Exception {
    try (Device older = library.device(broker.uri(), "twin-" + library);
        Device newer = library.device(broker.uri(), "twin-" + library)) {
      older.connect("");
      newer.connect("");

      await().until(() -> !older.isConnected());
      newer.publish("twin", Device.utf8("here"), 1, false);
      assertThat(newer.isConnected()).isTrue();
    }
  }

  @Test
  void tellsAnMqtt5ClientThatItWasTakenOver() throws Exception {
    try (Paho5Device older = new Paho5Device(broker.uri(), "twin-told");
        Paho5Device newer = new Paho5Device(broker.uri(), "twin-told")) {
      older.connect("");
      newer.connect("");

      await().until(() -> older.disconnectReason() == 0x8E);
    }
  }

  @ParameterizedTest
  @EnumSource(Library.class)
  void carriesALargePayloadUnchanged(Library library) throws Exception {
    byte[] payload = new byte[900_000];
    new SplittableRandom(900).nextBytes(payload);
    try (Device subscriber = connected(library);
        Device publisher = connected(library)) {
      subscriber.subscribe("large/" + library, 1);
      publisher.publish("large/" + library, payload, 1, false);

      assertThat(subscriber.next().payload()).isEqualTo(payload);
    }
  }

  @Test
  @Tag("MQTT-3.3.2-17")
  @Tag("MQTT-3.3.2-18")
  void passesThePropertiesOfMqtt5Through() throws Exception {
    MqttProperties sent = new MqttProperties();
    sent.setPayloadFormat(true);
    sent.setMessageExpiryInterval(600L);
    sent.setContentType("text/plain");
    sent.setResponseTopic("answers/here");
    sent.setCorrelationData(new byte[] {0, 1, -1});
    sent.setUserProperties(
        List.of(
            new UserProperty("b", "2"), new UserProperty("a", "1"), new UserProperty("b", "3")));
    try (Paho5Device subscriber = new Paho5Device(broker.uri(), "properties-to");
        Paho5Device publisher = new Paho5Device(broker.uri(), "properties-from")) {
      subscriber.connect("");
      publisher.connect("");
      subscriber.subscribe("properties", 1);
      publisher.publish("properties", "x", sent);

      MqttProperties received = subscriber.nextProperties();
      assertThat(received.getPayloadFormat()).isTrue();
      assertThat(received.getMessageExpiryInterval()).isBetween(590L, 600L);
      assertThat(received.getContentType()).isEqualTo("text/plain");
      assertThat(received.getResponseTopic()).isEqualTo("answers/here");
      assertThat(received.getCorrelationData()).isEqualTo(new byte[] {0, 1, -1});
      assertThat(received.getUserProperties())
          .extracting(UserProperty::toString)
          .containsExactlyElementsOf(
              sent.getUserProperties().stream().map(UserProperty::toString).toList());
    }
  }

  @Test
  void servesTwoHundredConnectionsAtOnce() throws Exception {
    List<RawClient> all = new ArrayList<>();
    try (Device publisher = connected(Library.PAHO_5)) {
      for (int i = 0; i < 200; i++) {
        RawClient client = new RawClient(broker.port());
        all.add(client);
        client.send(RawClient.connect311("many-" + i), RawClient.subscribe311(1, "many", 0));
      }
      for (RawClient client : all) {
        assertThat(client.read()).startsWith("20");
        assertThat(client.read()).startsWith("90");
      }
      publisher.publish("many", Device.utf8("hello"), 1, false);

      for (RawClient client : all) {
        assertThat(client.read()).isEqualTo("300b00046d616e7968656c6c6f");
      }
    } finally {
      for (RawClient client : all) {
        client.close();
      }
    }
  }
}
