package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket.ConnAck;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Will;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements of the specification that no other test is about. */
class ClauseTest {
  private final TestBroker broker = new TestBroker();

  private static Connect connect(ProtocolVersion version, boolean cleanStart, Optional<Will> will) {
    return new Connect(
        version,
        "c",
        cleanStart,
        60,
        cleanStart ? Duration.ZERO : Connect.NEVER,
        65_535,
        Integer.MAX_VALUE,
        will);
  }

  private void leaveWill(ProtocolVersion version, boolean retain) {
    Message message =
        new Message(
            TopicName.of("will"),
            Payload.utf8("gone"),
            Qos.AT_MOST_ONCE,
            retain,
            PublishProperties.NONE);
    broker.connect(connect(version, true, Optional.of(new Will(message, Duration.ZERO)))).lose();
  }

  @ParameterizedTest
  @EnumSource(ProtocolVersion.class)
  @Tag("MQTT-3.1.2-14")
  @Tag("MQTT311-3.1.2-16")
  void aWillWithoutRetainIsNotRetained(ProtocolVersion version) {
    leaveWill(version, false);

    assertThat(broker.connect("late").forget().subscribe("will", 0).deliveries()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ProtocolVersion.class)
  @Tag("MQTT-3.1.2-15")
  @Tag("MQTT311-3.1.2-17")
  void aWillWithRetainIsRetained(ProtocolVersion version) {
    leaveWill(version, true);

    assertThat(broker.connect("late").forget().subscribe("will", 0).deliveries()).hasSize(1);
  }

  @Test
  @Tag("MQTT-3.1.4-6")
  @Tag("MQTT311-3.1.4-5")
  void nothingBehindARefusedConnectIsProcessed() {
    TestClient refused = broker.connect(Connects.mqtt311("", false)).forget();
    TestClient watcher = broker.connect("w").subscribe("t", 0).forget();
    refused.publish("t", "v", 0);

    assertThat(refused.closed()).isPresent();
    assertThat(watcher.packets()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  @Tag("MQTT-3.2.2-10")
  void everyQosIsGranted(int qos) {
    TestClient client = broker.connect("c").forget().subscribe("t", qos);

    assertThat(client.packets()).containsExactly("SUBACK #1 [" + ReasonCode.of(qos) + "]");
  }

  @Test
  @Tag("MQTT-3.3.1-8")
  @Tag("MQTT311-3.3.1-12")
  void aMessageWithoutRetainLeavesWhatIsRetained() {
    TestClient publisher = broker.connect("p");
    publisher.retain("t", "kept", 0);
    publisher.publish("t", "passing", 0);
    publisher.publish("t", "", 0);

    assertThat(broker.connect("late").forget().subscribe("t", 0).packets())
        .containsExactly("SUBACK #1 [SUCCESS]", "PUBLISH t=kept q0 retain");
  }

  @Test
  @Tag("MQTT311-3.3.1-7")
  void aRetainedMessageOfQos0ReplacesOneOfQos1() {
    TestClient publisher = broker.connect("p");
    publisher.retain("t", "old", 1);
    publisher.retain("t", "new", 0);

    assertThat(broker.connect("late").forget().subscribe("t", 1).packets())
        .containsExactly("SUBACK #1 [GRANTED_QOS_1]", "PUBLISH t=new q0 retain");
  }

  @Test
  @Tag("MQTT311-3.1.2-7")
  void retainedMessagesOutliveTheSessionOfTheirPublisher() {
    TestClient publisher = broker.connect(Connects.mqtt311("p", true));
    publisher.retain("t", "kept", 1);
    publisher.disconnect();
    broker.connect(Connects.mqtt311("p", true)).disconnect();

    assertThat(broker.connect("late").forget().subscribe("t", 0).deliveries()).hasSize(1);
  }

  @Test
  @Tag("MQTT-4.3.3-13")
  @Tag("MQTT-4.3.3-7")
  void aQos2FlowIsFinishedWhenItsMessageHasExpired() {
    TestClient subscriber = broker.connect(Connects.lasting("s"));
    subscriber.subscribe("t", 2).forget();
    PublishProperties expiring =
        new PublishProperties(
            OptionalInt.empty(),
            OptionalLong.of(1),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    broker
        .connect("p")
        .publish(
            new Message(TopicName.of("t"), Payload.utf8("v"), Qos.EXACTLY_ONCE, false, expiring));
    int packetId = subscriber.only(Delivery.class).packetId();
    broker.pass(Duration.ofSeconds(5));
    subscriber.pubRec(packetId);
    subscriber.pubComp(packetId);

    assertThat(subscriber.packets()).containsExactly("PUBREL #" + packetId);
    assertThat(subscriber.closed()).isEmpty();
  }

  @Test
  @Tag("MQTT311-3.1.4-1")
  @Tag("MQTT311-3.2.2-6")
  void aConnectThatIsWrongEndsWithoutASession() {
    Connect wrong =
        new Connect(
            ProtocolVersion.MQTT_3_1_1,
            "c",
            true,
            -1,
            Duration.ZERO,
            65_535,
            Integer.MAX_VALUE,
            Optional.empty());

    assertThat(broker.connect(wrong).closed()).contains(ReasonCode.PROTOCOL_ERROR);
    assertThat(broker.stats().sessions()).isZero();
  }

  @Test
  @Tag("MQTT311-3.1.4-4")
  void successIsAnsweredByConnAck() {
    TestClient client = broker.connect(Connects.mqtt311("c", true));

    assertThat(client.only(ConnAck.class).reason()).isEqualTo(ReasonCode.SUCCESS);
  }

  @Test
  @Tag("MQTT311-3.8.3-2")
  void wildcardsAreServed() {
    TestClient client = broker.connect(Connects.mqtt311("c", true)).subscribe("+/#", 0).forget();
    broker.connect("p").publish("a/b/c", "v", 0);

    assertThat(client.deliveries()).hasSize(1);
  }

  @Test
  @Tag("MQTT311-4.1.0-1")
  @Tag("MQTT311-4.1.0-2")
  @Tag("MQTT311-4.5.0-1")
  void aSessionOf311KeepsItsSubscriptionsAndWhatTheyMatch() {
    TestClient client = broker.connect(Connects.mqtt311("c", false)).subscribe("t", 1);
    client.lose();
    broker.connect("p").publish("t", "while away", 1);
    TestClient back = broker.connect(Connects.mqtt311("c", false));

    assertThat(back.packets())
        .containsExactly("CONNACK SUCCESS present", "PUBLISH t=while away q1 #1");
  }

  @Test
  @Tag("MQTT311-4.8.0-2")
  void aFaultOfTheServerEndsTheConnectionThatMetIt() {
    TestBroker faulty = new TestBroker(BrokerLimits.DEFAULT, Authorizer.ALLOW_ALL);
    TestClient client = faulty.connect("c").forget();
    faulty.turn(core -> core.onPublish(client.id(), null, faulty.now()));

    assertThat(client.closed()).contains(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
  }
}
