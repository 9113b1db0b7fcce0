package dev.sluice.edge.mqtt;

import static dev.sluice.edge.mqtt.RawClient.connect311;
import static dev.sluice.edge.mqtt.RawClient.publish311;
import static dev.sluice.edge.mqtt.RawClient.subscribe311;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.broker.BrokerLimits;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * More at once than one connection is handed without having taken any of it: what leaves in full
 * buffers before a flush gives credit back as what leaves with the flush does. Small packets share
 * a buffer, large ones have their own.
 */
class BurstIT {
  private static final int RETAIN = 0x01;
  private static final int CREDITS = 4;
  private static final int BYTES = CREDITS * BrokerLimits.DEFAULT.transmitCreditBytes();

  private RunningBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = RunningBroker.start();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @ParameterizedTest(name = "payloads of {0} bytes")
  @ValueSource(ints = {1_000, 3_000, 20_000})
  void aReaderGetsRetainedMessagesOfManyTimesItsCreditAtOnce(int size) throws Exception {
    int messages = BYTES / size;
    try (RawClient publisher = new RawClient(broker.port());
        RawClient reader = new RawClient(broker.port())) {
      publisher.send(connect311("publisher"));
      assertThat(publisher.read()).startsWith("20");
      Set<String> retained = new HashSet<>();
      for (int i = 0; i < messages; i++) {
        byte[] message = publish311("burst/" + i, ("%0" + size + "d").formatted(i));
        message[0] |= RETAIN;
        publisher.send(message);
        retained.add(HexFormat.of().formatHex(message));
      }
      publisher.send(RawClient.PINGREQ);
      assertThat(publisher.read()).isEqualTo("d000");

      reader.send(connect311("reader"));
      assertThat(reader.read()).startsWith("20");
      long memoryBefore = memory();
      reader.send(subscribe311(1, "burst/#", 0));
      assertThat(reader.read()).startsWith("90");
      Set<String> read = new HashSet<>();
      for (int i = 0; i < messages; i++) {
        read.add(reader.read());
      }

      assertThat(read).isEqualTo(retained);
      await().untilAsserted(() -> assertThat(memory()).isEqualTo(memoryBefore));
    }
  }

  /** Of messages, those that no socket has taken yet among them. */
  private long memory() throws Exception {
    return broker.brokerStats().memory().heldBytes();
  }
}
