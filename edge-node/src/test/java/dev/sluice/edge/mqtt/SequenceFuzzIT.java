package dev.sluice.edge.mqtt;

import static dev.sluice.edge.mqtt.RawClient.connect311;
import static dev.sluice.edge.mqtt.RawClient.publish311;
import static dev.sluice.edge.mqtt.RawClient.subscribe311;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.broker.BrokerLimits;
import dev.sluice.edge.mqtt.PacketSequence.End;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Packets in any order, whole and damaged, cut into writes at any place, against a live listener.
 * Each conversation has its seed; {@code -Dsluice.fuzz.seed=N -Dsluice.fuzz.conversations=1} has
 * that one again, a larger number more of them.
 */
class SequenceFuzzIT {
  private static final long FIRST_SEED = Long.getLong("sluice.fuzz.seed", 1);
  private static final int CONVERSATIONS = Integer.getInteger("sluice.fuzz.conversations", 400);
  private static final int WRITES_MAX = 6;
  private static final String LAST = "the first that is heard";

  private static RunningBroker broker;
  private static RawClient watcher;

  @BeforeAll
  static void start() throws Exception {
    broker =
        RunningBroker.start(
            RunningBroker.settings(0, Duration.ofSeconds(5), Duration.ofSeconds(2)),
            BrokerLimits.DEFAULT);
    watcher = new RawClient(broker.port());
    watcher.send(connect311("watcher"), subscribe311(1, PacketSequence.UNHEARD, 0));
    watcher.read();
    watcher.read();
  }

  @AfterAll
  static void stop() throws IOException {
    watcher.close();
    broker.close();
  }

  /** Nothing is left of it, nobody else noticed, and nothing of ours failed. */
  @AfterEach
  void theBrokerIsAsBefore() throws Exception {
    await().until(() -> broker.listenerStats().connectionsOpen() == 1);
    await().until(() -> broker.brokerStats().sessions() == 1);
    assertThat(broker.listenerStats().faults()).isZero();
    assertThat(broker.brokerStats().faults()).isZero();
    watcher.send(publish311(PacketSequence.UNHEARD, LAST));
    assertThat(watcher.read())
        .endsWith(HexFormat.of().formatHex(LAST.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void everyConversationIsServedToItsEnd() throws Exception {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + CONVERSATIONS; seed++) {
      converse(broker, seed);
    }
  }

  private static void converse(RunningBroker with, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    PacketSequence sequence = PacketSequence.of(random);
    try (RawClient client = new RawClient(with.port())) {
      write(client, sequence.bytes(), random);
      if (sequence.end() != End.BY_BROKER) {
        write(client, RawClient.PINGREQ, random);
      }
      End end = endOf(client, sequence.pings() + 1);
      assertThat(sequence.end() == End.ANY || sequence.end() == end)
          .as("seed %d: %s instead of %s", seed, end, sequence.end())
          .isTrue();
    } catch (SocketTimeoutException silent) {
      throw new AssertionError("seed %d: neither ended nor answered".formatted(seed), silent);
    }
  }

  @Test
  void aFaultThatIsPlantedIsNoticed() throws Exception {
    long goesOn = 0;
    while (PacketSequence.of(new SplittableRandom(goesOn)).end() != End.NONE) {
      goesOn++;
    }
    long seed = goesOn;
    try (RunningBroker faulty = RunningBroker.start()) {
      faulty.failNextTurn();

      assertThatThrownBy(() -> converse(faulty, seed)).hasMessageContaining("seed " + seed);
    }
  }

  @Test
  void damageEndsNothingButItsOwnConnection() throws Exception {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + CONVERSATIONS; seed++) {
      SplittableRandom random = new SplittableRandom(-seed);
      byte[] damaged = PacketSequence.endless(random).damaged(random);
      try (RawClient client = new RawClient(broker.port())) {
        write(client, damaged, random);
        leave(client);
        assertThat(isEnded(client)).as("seed %d ends with its client", seed).isTrue();
      }
    }
  }

  private static void write(RawClient client, byte[] bytes, SplittableRandom random)
      throws IOException {
    try {
      writeInPieces(client, bytes, random);
    } catch (SocketException closedMeanwhile) {
      // Reading tells.
    }
  }

  private static void leave(RawClient client) throws IOException {
    try {
      client.socket().shutdownOutput();
    } catch (SocketException closedMeanwhile) {
      // Reading tells.
    }
  }

  private static void writeInPieces(RawClient client, byte[] bytes, SplittableRandom random)
      throws IOException {
    int from = 0;
    for (int i = random.nextInt(WRITES_MAX); i > 0 && from < bytes.length; i--) {
      int to = from + random.nextInt(bytes.length - from);
      client.send(Arrays.copyOfRange(bytes, from, to));
      from = to;
    }
    client.send(Arrays.copyOfRange(bytes, from, bytes.length));
  }

  /** Reads what the broker says up to the end of the connection. */
  private static boolean isEnded(RawClient client) throws IOException {
    try {
      while (true) {
        client.read();
      }
    } catch (EOFException | SocketException ended) {
      return true;
    }
  }

  /** Reads packets until there were as many PINGRESP, or the broker has closed. */
  private static End endOf(RawClient client, int pings) throws IOException {
    int answered = 0;
    try {
      while (answered < pings) {
        answered += client.read().equals("d000") ? 1 : 0;
      }
      return End.NONE;
    } catch (EOFException | SocketException ended) {
      return End.BY_BROKER;
    }
  }
}
