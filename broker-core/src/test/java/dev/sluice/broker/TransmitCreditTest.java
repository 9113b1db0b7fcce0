package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bytes handed to a connection and not yet flushed, and the queue that forms behind them. */
class TransmitCreditTest {
  private static final int COST = 1 + 100 + AcceptedMessage.OVERHEAD_BYTES;
  private static final String PAYLOAD = "x".repeat(100);

  private final TestBroker broker =
      new TestBroker(
          Limits.with(
              limits -> {
                limits.transmitCreditBytes = 2 * COST;
                limits.queueMessagesMax = 4;
                limits.queueBytesMax = 4 * COST;
              }));
  private final TestClient publisher = broker.connect("p");
  private final TestClient subscriber =
      broker.connect("s").subscribe("t", 1).forget().holdFlushes();

  private void publish(int count, int qos) {
    for (int i = 0; i < count; i++) {
      publisher.publish("t", PAYLOAD, qos);
    }
  }

  @Test
  void stopsWhenTheCreditIsUsedUp() {
    publish(5, 0);
    assertThat(subscriber.deliveries()).hasSize(2);
    assertThat(broker.stats().queuedMessages()).isEqualTo(3);
    assertThat(broker.stats().queuedBytes()).isEqualTo(3 * COST);
  }

  @Test
  void goesOnWhenCreditReturns() {
    publish(5, 0);
    subscriber.flushAll();
    assertThat(subscriber.deliveries()).hasSize(5);
    assertThat(broker.stats().queuedMessages()).isZero();
  }

  @Test
  void dropsTheNewestWhenTheQueueIsFull() {
    publish(6, 0);
    publisher.publish("t", PAYLOAD + "newest", 0);
    subscriber.flushAll();
    assertThat(subscriber.deliveries())
        .hasSize(6)
        .allMatch(delivery -> delivery.message().payload().size() == PAYLOAD.length());
    assertThat(broker.stats().droppedQueueFull()).isEqualTo(1);
  }

  @Test
  void boundsTheQueueByCountToo() {
    publish(2, 0);
    for (int i = 0; i < 6; i++) {
      publisher.publish("t", "", 0);
    }
    assertThat(broker.stats().queuedMessages()).isEqualTo(4);
    assertThat(broker.stats().droppedQueueFull()).isEqualTo(2);
  }

  @Test
  void onePacketMayAlwaysGoHoweverLarge() {
    publisher.publish("t", "x".repeat(2 * COST), 0);
    publish(1, 0);
    assertThat(subscriber.deliveries()).hasSize(1);
    subscriber.flushAll();
    assertThat(subscriber.deliveries()).hasSize(1);
  }

  @Test
  @Tag("MQTT-4.6.0-5")
  void keepsOrderAcrossQosLevelsOnceSomethingWaits() {
    for (int i = 0; i < 4; i++) {
      publisher.publish("t", i + PAYLOAD, i % 2);
    }
    subscriber.flushAll();
    assertThat(subscriber.deliveries())
        .extracting(delivery -> delivery.message().payload().bytes()[0])
        .containsExactly((byte) '0', (byte) '1', (byte) '2', (byte) '3');
  }

  @Test
  @Tag("MQTT-3.3.4-10")
  @Tag("MQTT-4.9.0-3")
  void acknowledgementsAreNeverHeldBack() {
    publish(3, 0);
    subscriber.forget().ping();
    subscriber.publish("nowhere", "x", 1);
    assertThat(subscriber.packets())
        .containsExactly("PINGRESP", "PUBACK #2 NO_MATCHING_SUBSCRIBERS");
  }

  @Test
  void moreThanWasHandedOverIsNotCredited() {
    broker.turn(core -> core.onFlushed(subscriber.id(), 1_000_000, broker.now()));
    broker.turn(core -> core.onFlushed(subscriber.id(), -1_000_000, broker.now()));
    publish(5, 0);
    assertThat(subscriber.deliveries()).hasSize(2);
  }

  @Test
  void aNewConnectionBeginsWithFullCredit() {
    TestClient first = broker.connect(Connects.lasting("l")).subscribe("t", 1).holdFlushes();
    publish(4, 1);
    first.lose();
    assertThat(broker.connect(Connects.lasting("l")).deliveries()).hasSize(4);
  }

  @Test
  void theInFlightWindowIsBoundedInBytesToo() {
    TestClient silent = broker.connect(Connects.lasting("silent")).subscribe("t", 1).forget();
    publish(9, 1);
    assertThat(silent.deliveries()).hasSize(4);
    silent.pubAck(1);
    assertThat(silent.deliveries()).hasSize(1);
  }
}
