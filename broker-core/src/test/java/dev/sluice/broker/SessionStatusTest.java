package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Qos;
import org.junit.jupiter.api.Test;

/** What an operator sees of one session. */
class SessionStatusTest {
  private static final int COST = 1 + 1 + AcceptedMessage.OVERHEAD_BYTES;
  private static final ClientId NAME = new ClientId("s");

  private final TestBroker broker =
      new TestBroker(
          Limits.with(
              limits -> {
                limits.inflightMax = 2;
                limits.transmitCreditBytes = 10 * COST;
              }));
  private final TestClient publisher = broker.connect("p");

  private SessionStatus status() {
    return broker.core().session(NAME).orElseThrow();
  }

  @Test
  void tellsWhatIsInFlightAndWhatWaits() {
    TestClient client = broker.connect(Connects.lasting("s")).subscribe("t", 1).holdFlushes();
    for (int i = 0; i < 5; i++) {
      publisher.publish("t", "x", 1);
    }
    SessionStatus status = status();
    assertThat(status.connection()).contains(client.id());
    assertThat(status.subscriptions()).isEqualTo(1);
    assertThat(status.inFlight()).isEqualTo(2);
    assertThat(status.inFlightBytes()).isEqualTo(2 * COST);
    assertThat(status.unacknowledged()).isEqualTo(status.unacknowledgedMax()).isEqualTo(2);
    assertThat(status.queuedMessages()).isEqualTo(3);
    assertThat(status.queuedBytes()).isEqualTo(3 * COST);
    assertThat(status.unflushedBytes()).isEqualTo(2 * COST);
    assertThat(status.next()).contains(new SessionStatus.Waiting(COST, Qos.AT_LEAST_ONCE));
  }

  @Test
  void tellsThatTheClientIsAway() {
    broker.connect(Connects.lasting("s")).subscribe("t", 1).lose();
    publisher.publish("t", "x", 1);
    assertThat(status().connection()).isEmpty();
    assertThat(status().unacknowledgedMax()).isZero();
    assertThat(status().queuedMessages()).isEqualTo(1);
  }

  @Test
  void tellsWhatIsStillToBeRepeated() {
    TestClient first = broker.connect(Connects.lasting("s")).subscribe("t", 1);
    publisher.publish("t", "x", 1);
    publisher.publish("t", "x", 1);
    first.lose();
    broker.connect(Connects.lasting("s", 1));
    assertThat(status().inFlight()).isEqualTo(2);
    assertThat(status().unacknowledged()).isEqualTo(1);
    assertThat(status().repeats()).isEqualTo(1);
  }

  @Test
  void knowsNobodyWhoWasNeverThere() {
    assertThat(broker.core().session(new ClientId("nobody"))).isEmpty();
  }
}
