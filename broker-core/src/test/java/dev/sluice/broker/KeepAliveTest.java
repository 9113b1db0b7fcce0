package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.ReasonCode;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Silence and how it is noticed (section 3.1.2.10). */
class KeepAliveTest {
  private final TestBroker broker = new TestBroker();
  private final TestClient client =
      broker.connect(Connects.withKeepAlive(Connects.lasting("c"), 10)).forget();

  @Test
  @Tag("MQTT-3.1.2-22")
  @Tag("MQTT311-3.1.2-24")
  void closesAfterOneAndAHalfTimesTheKeepAlive() {
    broker.pass(Duration.ofSeconds(15).minusNanos(1));
    assertThat(client.closed()).isEmpty();
    broker.pass(Duration.ofNanos(1));
    assertThat(client.packets()).containsExactly("DISCONNECT KEEP_ALIVE_TIMEOUT");
    assertThat(client.closed()).contains(ReasonCode.KEEP_ALIVE_TIMEOUT);
    assertThat(broker.stats().keepAliveTimeouts()).isEqualTo(1);
    assertThat(broker.stats().protocolErrors()).isZero();
  }

  @Test
  @Tag("MQTT-3.12.4-1")
  @Tag("MQTT311-3.12.4-1")
  void anyPacketShowsThatTheClientLives() {
    for (int i = 0; i < 5; i++) {
      broker.pass(Duration.ofSeconds(9));
      client.ping();
      broker.pass(Duration.ofSeconds(9));
      client.publish("t", "x", 0);
      broker.pass(Duration.ofSeconds(9));
      client.pubAck(77);
    }
    assertThat(client.closed()).isEmpty();
    broker.pass(Duration.ofSeconds(15));
    assertThat(client.closed()).isPresent();
  }

  @Test
  void whoIsHeldBackIsNotSilent() {
    for (int i = 0; i < 5; i++) {
      broker.pass(Duration.ofSeconds(9));
      broker.core().onHeldBack(client.id(), broker.now());
    }
    assertThat(client.closed()).isEmpty();
    broker.pass(Duration.ofSeconds(15));
    assertThat(client.closed()).contains(ReasonCode.KEEP_ALIVE_TIMEOUT);
  }

  @Test
  void whatTheServerSendsShowsNothing() {
    client.subscribe("t", 0);
    for (int i = 0; i < 3; i++) {
      broker.pass(Duration.ofSeconds(5));
      broker.connect("other").publish("t", "x", 0);
    }
    assertThat(client.closed()).contains(ReasonCode.KEEP_ALIVE_TIMEOUT);
  }

  @Test
  void zeroMeansSilenceIsFine() {
    TestClient silent = broker.connect(Connects.withKeepAlive(Connects.mqtt311("s", true), 0));
    broker.pass(Duration.ofDays(3));
    assertThat(silent.closed()).isEmpty();
  }

  @Test
  void thousandsOfPacketsLeaveOneTimer() {
    for (int i = 0; i < 5_000; i++) {
      broker.pass(Duration.ofMillis(1));
      client.ping();
    }
    long fired = 0;
    while (broker.core().nextTimerNanos() != Long.MAX_VALUE) {
      broker.pass(Duration.ofNanos(broker.core().nextTimerNanos() - broker.now()));
      fired++;
    }
    // Looked at once too early, once when the silence is over, once when the session ends.
    assertThat(fired).isEqualTo(3);
  }
}
