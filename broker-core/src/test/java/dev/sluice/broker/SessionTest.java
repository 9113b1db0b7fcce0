package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.ReasonCode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long a session lives, and who gets it (sections 3.1.2.4, 3.1.2.11.2, 3.1.4, 4.1). */
class SessionTest {
  private final TestBroker broker = new TestBroker();
  private final TestClient publisher = broker.connect("publisher");

  @Test
  @Tag("MQTT-4.1.0-1")
  @Tag("MQTT311-3.1.2-6")
  void endsWithTheConnectionWhenItsExpiryIsZero() {
    broker.connect(Connects.mqtt5("s")).subscribe("t", 1).lose();
    assertThat(broker.stats().sessions()).isEqualTo(1);
    assertThat(broker.stats().subscriptions()).isZero();
    assertThat(broker.connect(Connects.lasting("s")).packets()).containsExactly("CONNACK SUCCESS");
  }

  @Test
  @Tag("MQTT-3.1.2-23")
  @Tag("MQTT-4.1.0-2")
  @Tag("MQTT-3.1.2-5")
  @Tag("MQTT-3.2.2-3")
  @Tag("MQTT311-3.1.2-4")
  @Tag("MQTT311-3.1.2-5")
  @Tag("MQTT311-3.2.2-2")
  void livesUntilItExpires() {
    broker.connect(Connects.lasting("s")).subscribe("t", 1).lose();
    broker.pass(Duration.ofHours(1).minusNanos(1));
    assertThat(broker.stats().subscriptions()).isEqualTo(1);
    broker.pass(Duration.ofNanos(1));
    assertThat(broker.stats().subscriptions()).isZero();
    assertThat(broker.connect(Connects.lasting("s")).packets()).containsExactly("CONNACK SUCCESS");
  }

  @Test
  void doesNotExpireWhileConnected() {
    Connect connect = Connects.withKeepAlive(Connects.mqtt311("s", false), 0);
    TestClient client = broker.connect(connect);
    client.lose();
    TestClient again = broker.connect(connect);
    broker.pass(Duration.ofDays(8));
    assertThat(again.closed()).isEmpty();
    assertThat(broker.stats().sessions()).isEqualTo(1);
  }

  @Test
  void aSessionOf311LivesAsLongAsTheLimitAllows() {
    broker.connect(Connects.mqtt311("s", false)).lose();
    broker.pass(Duration.ofDays(7).minusSeconds(1));
    assertThat(broker.connect(Connects.mqtt311("s", false)).packets())
        .containsExactly("CONNACK SUCCESS present");
  }

  @Test
  @Tag("MQTT-3.1.2-4")
  @Tag("MQTT-3.1.2-6")
  @Tag("MQTT-3.1.4-4")
  @Tag("MQTT-3.2.2-2")
  @Tag("MQTT311-3.1.2-6")
  void cleanStartForgetsEverything() {
    broker.connect(Connects.lasting("s")).subscribe("t", 1).lose();
    publisher.publish("t", "x", 1);
    assertThat(broker.stats().queuedMessages()).isEqualTo(1);
    assertThat(broker.connect(Connects.mqtt5("s")).packets()).containsExactly("CONNACK SUCCESS");
    assertThat(broker.stats().queuedMessages()).isZero();
    assertThat(broker.stats().queuedBytes()).isZero();
    assertThat(broker.stats().subscriptions()).isZero();
  }

  @Test
  @Tag("MQTT-3.1.4-3")
  @Tag("MQTT-3.1.3-2")
  @Tag("MQTT311-3.1.4-2")
  @Tag("MQTT311-3.1.3-2")
  void aTakeOverEndsTheOldConnectionBeforeItAnswersTheNew() {
    TestClient old = broker.connect(Connects.lasting("s")).subscribe("t", 1).forget();
    TestClient successor = broker.connect(Connects.lasting("s"));
    assertThat(old.packets()).containsExactly("DISCONNECT SESSION_TAKEN_OVER");
    assertThat(old.closed()).contains(ReasonCode.SESSION_TAKEN_OVER);
    assertThat(successor.packets()).containsExactly("CONNACK SUCCESS present");
    publisher.publish("t", "x", 1);
    assertThat(successor.packets()).containsExactly("PUBLISH t=x q1 #1");
    assertThat(old.packets()).isEmpty();
    assertThat(broker.stats().takeOvers()).isEqualTo(1);
    assertThat(broker.stats().connections()).isEqualTo(2);
  }

  @Test
  void a311ConnectionIsTakenOverWithoutAWord() {
    TestClient old = broker.connect(Connects.mqtt311("s", false)).forget();
    broker.connect(Connects.mqtt5("s"));
    assertThat(old.packets()).isEmpty();
    assertThat(old.closed()).contains(ReasonCode.SESSION_TAKEN_OVER);
  }

  @Test
  void theEndOfATakenOverConnectionDoesNotHarmItsSuccessor() {
    TestClient old = broker.connect(Connects.lasting("s"));
    TestClient successor = broker.connect(Connects.lasting("s")).forget();
    old.lose();
    old.ping();
    successor.ping();
    assertThat(successor.packets()).containsExactly("PINGRESP");
  }

  @Test
  void aSessionThatWasToEndWithItsConnectionIsNotTakenOver() {
    broker.connect(Connects.mqtt5("s")).subscribe("t", 1);
    assertThat(broker.connect(Connects.lasting("s")).packets()).containsExactly("CONNACK SUCCESS");
    assertThat(broker.stats().subscriptions()).isZero();
  }

  @Test
  @Tag("MQTT-3.1.2-23")
  void disconnectMayChangeTheExpiry() {
    TestClient client = broker.connect(Connects.lasting("s"));
    broker.turn(
        core ->
            core.onDisconnect(
                client.id(), ReasonCode.SUCCESS, Duration.ofSeconds(5), broker.now()));
    assertThat(client.closed()).contains(ReasonCode.SUCCESS);
    broker.pass(Duration.ofSeconds(5));
    assertThat(broker.stats().sessions()).isEqualTo(1);
  }

  @Test
  @Tag("MQTT-3.14.4-1")
  @Tag("MQTT-3.14.4-2")
  void disconnectMayNotKeepASessionThatWasToEnd() {
    TestClient client = broker.connect(Connects.mqtt5("s")).forget();
    broker.turn(
        core ->
            core.onDisconnect(
                client.id(), ReasonCode.SUCCESS, Duration.ofSeconds(5), broker.now()));
    assertThat(client.packets()).containsExactly("DISCONNECT PROTOCOL_ERROR");
    assertThat(broker.stats().sessions()).isEqualTo(1);
  }

  @Test
  void aSessionWithoutEndStaysWhereTheLimitAllowsIt() {
    BrokerLimits limits = Limits.with(l -> l.sessionExpiryMax = Duration.ofDays(365_000));
    TestBroker patient = new TestBroker(limits);
    patient.connect(Connects.withKeepAlive(Connects.mqtt311("s", false), 0)).lose();
    assertThat(patient.core().nextTimerNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(patient.connect(Connects.mqtt311("s", false)).packets())
        .containsExactly("CONNACK SUCCESS present");
  }

  @Test
  void shuttingDownTellsEveryoneAndSendsNoWills() {
    TestClient watcher = broker.connect(Connects.mqtt311("w", true)).subscribe("will", 1).forget();
    broker.connect(Connects.withWill(Connects.mqtt5("d"), "will", Duration.ZERO));
    publisher.forget();
    broker.turn(core -> core.shutDown(broker.now()));
    assertThat(publisher.packets()).containsExactly("DISCONNECT SERVER_SHUTTING_DOWN");
    assertThat(watcher.packets()).isEmpty();
    assertThat(watcher.closed()).isEqualTo(Optional.of(ReasonCode.SERVER_SHUTTING_DOWN));
    assertThat(broker.stats().connections()).isZero();
  }
}
