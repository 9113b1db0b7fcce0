package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.ReasonCode;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When Will Messages are sent (sections 3.1.2.5, 3.1.3.2.2, 3.14.4). */
class WillTest {
  private static final String SENT = "PUBLISH will=gone q1 #1";

  private final TestBroker broker = new TestBroker();
  private final TestClient watcher = broker.connect(watcherConnect()).subscribe("will", 1).forget();

  private static Connect watcherConnect() {
    return Connects.withKeepAlive(Connects.mqtt311("watcher", true), 0);
  }

  private TestClient connect(Duration delay) {
    return broker.connect(Connects.withWill(Connects.lasting("c"), "will", delay));
  }

  @Test
  @Tag("MQTT-3.1.2-7")
  @Tag("MQTT-3.1.2-8")
  @Tag("MQTT311-3.1.2-8")
  void isSentWhenTheConnectionIsLost() {
    connect(Duration.ZERO).lose();
    assertThat(watcher.packets()).containsExactly(SENT);
    assertThat(broker.stats().willsSent()).isEqualTo(1);
  }

  @Test
  @Tag("MQTT-3.1.2-8")
  void isSentWhenTheServerCloses() {
    TestClient client = connect(Duration.ZERO);
    broker.turn(core -> core.onMalformed(client.id(), ReasonCode.MALFORMED_PACKET, broker.now()));
    assertThat(watcher.packets()).containsExactly(SENT);
  }

  @Test
  @Tag("MQTT-3.1.2-10")
  @Tag("MQTT-3.14.4-3")
  @Tag("MQTT311-3.1.2-10")
  @Tag("MQTT311-3.1.2-12")
  @Tag("MQTT311-3.14.4-3")
  void isNotSentAfterANormalDisconnect() {
    connect(Duration.ZERO).disconnect();
    assertThat(watcher.packets()).isEmpty();
    assertThat(broker.stats().willsSent()).isZero();
  }

  @Test
  @Tag("MQTT-3.1.2-8")
  void isSentWhenTheClientDisconnectsWithWill() {
    TestClient client = connect(Duration.ZERO);
    broker.turn(
        core -> core.onDisconnect(client.id(), ReasonCode.DISCONNECT_WITH_WILL, broker.now()));
    assertThat(watcher.packets()).containsExactly(SENT);
  }

  @Test
  @Tag("MQTT-3.1.2-8")
  void waitsForItsDelay() {
    connect(Duration.ofSeconds(10)).lose();
    broker.pass(Duration.ofSeconds(9));
    assertThat(watcher.packets()).isEmpty();
    broker.pass(Duration.ofSeconds(1));
    assertThat(watcher.packets()).containsExactly(SENT);
    broker.pass(Duration.ofDays(2));
    assertThat(watcher.packets()).isEmpty();
  }

  @Test
  @Tag("MQTT-3.1.3-9")
  void isWithdrawnWhenTheClientComesBackInTime() {
    connect(Duration.ofSeconds(10)).lose();
    broker.connect(Connects.lasting("c")).disconnect();
    broker.pass(Duration.ofDays(1));
    assertThat(watcher.packets()).isEmpty();
  }

  @Test
  void doesNotOutliveItsSession() {
    connect(Duration.ofHours(3)).lose();
    broker.pass(Duration.ofHours(1));
    assertThat(watcher.packets()).containsExactly(SENT);
  }

  @Test
  void isSentWithoutDelayWhenTheSessionEndsWithTheConnection() {
    Connect connect = Connects.withWill(Connects.mqtt5("c"), "will", Duration.ofSeconds(10));
    broker.connect(connect).lose();
    assertThat(watcher.packets()).containsExactly(SENT);
  }

  @Test
  void isSentWhenCleanStartEndsTheSession() {
    connect(Duration.ofSeconds(10)).lose();
    broker.connect(Connects.mqtt5("c"));
    assertThat(watcher.packets()).containsExactly(SENT);
  }

  @Test
  void aTakeOverSendsAnUndelayedWill() {
    connect(Duration.ZERO);
    broker.connect(Connects.lasting("c"));
    assertThat(watcher.packets()).containsExactly(SENT);
  }

  @Test
  void aTakeOverWithdrawsADelayedWill() {
    connect(Duration.ofSeconds(10));
    broker.connect(Connects.lasting("c"));
    broker.pass(Duration.ofSeconds(60));
    assertThat(watcher.packets()).isEmpty();
  }

  @Test
  void delaysNoLongerThanTheLimit() {
    Connect forEver = Connects.withWill(Connects.mqtt311("c", false), "will", Duration.ofDays(6));
    broker.connect(forEver).lose();
    broker.pass(Duration.ofDays(1));
    assertThat(watcher.packets()).containsExactly(SENT);
  }

  @Test
  @Tag("MQTT311-3.1.2-8")
  void aClientThatFallsSilentLeavesItsWill() {
    TestClient client = connect(Duration.ZERO).forget();
    broker.pass(Duration.ofSeconds(90));
    assertThat(client.packets()).containsExactly("DISCONNECT KEEP_ALIVE_TIMEOUT");
    assertThat(watcher.packets()).containsExactly(SENT);
  }

  @Test
  void isRefusedWithTheConnectWhereTheClientMayNotPublish() {
    TestClient toTheServer =
        broker.connect(Connects.withWill(Connects.mqtt5("c"), "$SYS/x", Duration.ZERO));
    assertThat(toTheServer.packets()).containsExactly("CONNACK NOT_AUTHORIZED");
    String deep = "a/".repeat(64) + "b";
    TestClient tooDeep =
        broker.connect(Connects.withWill(Connects.mqtt5("c"), deep, Duration.ZERO));
    assertThat(tooDeep.packets()).containsExactly("CONNACK TOPIC_NAME_INVALID");
  }
}
