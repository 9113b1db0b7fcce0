package dev.sluice.edge.mqtt;

import static dev.sluice.edge.mqtt.RawClient.connect311;
import static dev.sluice.edge.mqtt.RawClient.publishQos1;
import static dev.sluice.edge.mqtt.RawClient.subscribe311;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.broker.BrokerLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that do not read: what they cost is bounded, and nobody else waits for them. */
class SlowClientIT {
  private static final int PAYLOAD_BYTES = 8 << 10;
  private static final int MESSAGES = 4_000;
  private static final int BURST = 10_000;

  private RunningBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = RunningBroker.start();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void aSubscriberThatDoesNotReadHoldsUpNobodyAndABoundedAmountOfMemory() throws Exception {
    try (RawClient deaf = new RawClient(broker.port());
        RawClient publisher = new RawClient(broker.port())) {
      deaf.send(connect311("deaf"), subscribe311(1, "load", 0));
      assertThat(deaf.read()).startsWith("20");
      assertThat(deaf.read()).startsWith("90");
      publisher.send(connect311("publisher"));
      assertThat(publisher.read()).startsWith("20");

      for (int i = 1; i <= MESSAGES; i++) {
        publisher.send(publishQos1(i, "load", new byte[PAYLOAD_BYTES]));
        assertThat(publisher.read()).isEqualTo(String.format("4002%04x", i));
      }

      assertThat(broker.brokerStats().queuedBytes())
          .isLessThanOrEqualTo(BrokerLimits.DEFAULT.queueBytesMax());
      assertThat(broker.brokerStats().droppedQueueFull()).isPositive();
      // 32 MB were published; below the core there is one connection's credit, and kernel buffers.
      assertThat(broker.brokerStats().deliveredBytes()).isLessThan(16L << 20);
    }
  }

  @Test
  void aClientThatDoesNotReadItsAcknowledgementsIsNotReadFurther() throws Exception {
    try (RawClient greedy = RawClient.withSmallWindow(broker.port());
        RawClient other = new RawClient(broker.port())) {
      greedy.send(connect311("greedy"));
      assertThat(greedy.read()).startsWith("20");
      CompletableFuture<Void> writing = writeUntilClosed(greedy);

      await().until(() -> broker.listenerStats().connectionsPaused() == 1);
      other.send(connect311("other"), RawClient.PINGREQ);
      assertThat(other.read()).startsWith("20");
      assertThat(other.read()).isEqualTo("d000");

      // It reads again, and everything moves on.
      long paused = broker.brokerStats().published();
      greedy.socket().getInputStream().skipNBytes(4 * paused);
      await().until(() -> broker.brokerStats().published() > paused);
      greedy.socket().shutdownOutput();
      writing.join();
    }
    await().until(() -> broker.listenerStats().connectionsOpen() == 0);
    assertThat(broker.listenerStats().connectionsPaused()).isZero();
  }

  private static CompletableFuture<Void> writeUntilClosed(RawClient client) throws IOException {
    ByteArrayOutputStream burst = new ByteArrayOutputStream();
    for (int id = 1; id <= BURST; id++) {
      burst.writeBytes(publishQos1(id, "a", new byte[0]));
    }
    byte[] bytes = burst.toByteArray();
    OutputStream out = client.socket().getOutputStream();
    return CompletableFuture.runAsync(
        () -> {
          try {
            while (true) {
              out.write(bytes);
            }
          } catch (IOException closed) {
            // The end of the test.
          }
        });
  }
}
