package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Message Expiry Interval (section 3.3.2.3.3), in queues and in retained state. */
class ExpiryTest {
  private final TestBroker broker = new TestBroker();
  private final TestClient publisher =
      broker.connect(Connects.withKeepAlive(Connects.mqtt311("p", true), 0)).forget();

  private static Message expiring(long seconds, boolean retain) {
    PublishProperties properties =
        new PublishProperties(
            OptionalInt.empty(),
            OptionalLong.of(seconds),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    return new Message(TopicName.of("t"), Payload.utf8("v"), Qos.AT_LEAST_ONCE, retain, properties);
  }

  private TestClient subscriber() {
    return broker.connect(Connects.lasting("s")).subscribe("t", 1).forget();
  }

  @Test
  void aMessageSentAtOnceHasItsWholeLifeLeft() {
    TestClient subscriber = subscriber();
    publisher.publish(expiring(10, false));
    assertThat(subscriber.only(Delivery.class).messageExpirySeconds()).hasValue(10);
  }

  @Test
  @Tag("MQTT-3.3.2-6")
  void waitingInAQueueCountsAgainstIt() {
    subscriber().lose();
    publisher.publish(expiring(10, false));
    broker.pass(Duration.ofMillis(3_500));
    TestClient back = broker.connect(Connects.lasting("s"));
    assertThat(back.deliveries().get(0).messageExpirySeconds()).hasValue(7);
  }

  @Test
  @Tag("MQTT-3.3.2-5")
  void anExpiredMessageIsNotSent() {
    subscriber().lose();
    publisher.publish(expiring(10, false));
    publisher.publish("t", "fresh", 1);
    broker.pass(Duration.ofSeconds(10));
    assertThat(broker.connect(Connects.lasting("s")).packets())
        .containsExactly("CONNACK SUCCESS present", "PUBLISH t=fresh q1 #1");
    assertThat(broker.stats().droppedExpired()).isEqualTo(1);
  }

  @Test
  void whatWasSentOnceIsRepeatedEvenWhenExpired() {
    TestClient subscriber = subscriber();
    publisher.publish(expiring(10, false));
    subscriber.lose();
    broker.pass(Duration.ofSeconds(20));
    Delivery repeated = broker.connect(Connects.lasting("s")).deliveries().get(0);
    assertThat(repeated.dup()).isTrue();
    assertThat(repeated.messageExpirySeconds()).hasValue(0);
  }

  @Test
  @Tag("MQTT-3.3.2-5")
  @Tag("MQTT-3.3.2-6")
  void aRetainedMessageAgesAndGoes() {
    publisher.publish(expiring(10, true));
    broker.pass(Duration.ofSeconds(4));
    TestClient early = broker.connect("early").forget().subscribe("t", 0);
    assertThat(early.deliveries().get(0).messageExpirySeconds()).hasValue(6);
    broker.pass(Duration.ofSeconds(6));
    assertThat(broker.stats().retainedMessages()).isZero();
    assertThat(broker.connect("late").subscribe("t", 0).deliveries()).isEmpty();
  }

  @Test
  void aReplacedRetainedMessageDoesNotTakeItsSuccessorAlong() {
    publisher.publish(expiring(10, true));
    publisher.retain("t", "lasting", 1);
    broker.pass(Duration.ofSeconds(20));
    assertThat(broker.connect("late").subscribe("t", 0).packets())
        .endsWith("PUBLISH t=lasting q0 retain");
  }

  @Test
  void expiryBeyondTheClockIsForEver() {
    subscriber().lose();
    publisher.publish(expiring(4_294_967_295L, false));
    broker.pass(Duration.ofMinutes(1));
    Delivery delivery = broker.connect(Connects.lasting("s")).deliveries().get(0);
    assertThat(delivery.messageExpirySeconds()).hasValue(Integer.MAX_VALUE);
  }

  @Test
  void aFullQueueMakesRoomFromItsExpiredHead() {
    TestBroker small = new TestBroker(Limits.with(limits -> limits.queueMessagesMax = 2));
    small.connect(Connects.lasting("s")).subscribe("t", 1).lose();
    TestClient source = small.connect(Connects.withKeepAlive(Connects.mqtt311("p", true), 0));
    source.publish(expiring(1, false));
    source.publish("t", "kept", 1);
    small.pass(Duration.ofSeconds(1));
    source.publish("t", "new", 1);
    assertThat(small.connect(Connects.lasting("s")).packets())
        .endsWith("PUBLISH t=kept q1 #1", "PUBLISH t=new q1 #2");
    assertThat(small.stats().droppedQueueFull()).isZero();
  }

  @Test
  void anExpiredHeadDoesNotHoldUpWhatCouldGo() {
    TestBroker small =
        new TestBroker(
            Limits.with(
                limits -> {
                  limits.queueMessagesMax = 2;
                  limits.transmitCreditBytes = 100;
                }));
    TestClient slow =
        small
            .connect(Connects.withKeepAlive(Connects.mqtt311("s", true), 0))
            .subscribe("t", 0)
            .forget()
            .holdFlushes();
    TestClient source = small.connect(Connects.withKeepAlive(Connects.mqtt311("p", true), 0));
    source.publish("t", "sent", 0);
    Message large = expiring(1, false);
    source.publish(
        new Message(
            large.topic(), Payload.of(new byte[100]), Qos.AT_MOST_ONCE, false, large.properties()));
    source.publish("t", "small", 0);
    assertThat(slow.packets()).containsExactly("PUBLISH t=sent q0");
    small.pass(Duration.ofSeconds(1));
    source.publish("t", "", 0);
    assertThat(slow.packets()).containsExactly("PUBLISH t=small q0");
  }
}
