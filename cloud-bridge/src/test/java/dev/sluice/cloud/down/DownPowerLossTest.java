package dev.sluice.cloud.down;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.FaultyStorage;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.forward.Block;
import dev.sluice.uplink.forward.MessageCodec;
import dev.sluice.uplink.forward.Subscription;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A publisher of QoS 2 that repeats what was not acknowledged, and a disk from which the power goes
 * at any write: each message is kept once, in order.
 */
class DownPowerLossTest {
  private static final int LIVES = 12;
  private static final int TICKETS = 7;
  private static final Allowance ALLOWANCE = new Allowance(List.of("all"));

  @ParameterizedTest(name = "{0} seeds from 1")
  @ValueSource(ints = {300})
  void eachMessageIsKeptOnceWhateverTheMomentOfTheLoss(int seeds) throws Exception {
    for (long seed = 1; seed <= seeds; seed++) {
      new Publisher(seed, true).run();
    }
  }

  @ParameterizedTest(name = "{0} seeds from 1")
  @ValueSource(ints = {300})
  void aPublisherThatDoesNotSayThatItRepeatsIsFoundOut(int seeds) throws Exception {
    int found = 0;
    for (long seed = 1; seed <= seeds; seed++) {
      try {
        new Publisher(seed, false).run();
      } catch (AssertionError twice) {
        found++;
      }
    }
    assertThat(found).as("seeds in which the planted mistake shows").isPositive();
  }

  private static final class Publisher {
    private final long seed;
    private final boolean saysSo;
    private final SplittableRandom random;
    private final FaultyStorage disk;
    private DownShelf shelf;
    private long acknowledged;

    Publisher(long seed, boolean saysSo) {
      this.seed = seed;
      this.saysSo = saysSo;
      this.random = new SplittableRandom(seed);
      this.disk = new FaultyStorage(random.split());
    }

    void run() throws Exception {
      for (int life = 0; life < LIVES; life++) {
        start();
        disk.losePowerAfter(1 + random.nextInt(20));
        try {
          publish();
        } catch (IOException powerLoss) {
          disk.restart();
        }
      }
      start();
      repeat();
      List<Long> kept = kept();
      List<Long> expected = new ArrayList<>();
      for (long number = 1; number <= acknowledged; number++) {
        expected.add(number);
      }
      assertThat(kept).as("seed %d", seed).isEqualTo(expected);
    }

    private void start() throws IOException {
      DownShelf.Settings settings = new DownShelf.Settings(1 << 20, 600, Duration.ofDays(1), 10);
      shelf = DownShelf.open(new MemoryFolders(disk), settings, ALLOWANCE, () -> random.nextLong());
      shelf.subscribe(
          new Subscription(
              "a",
              1_000,
              List.of(new Subscription.Wish("all", new LaneName("normal"), OptionalLong.empty()))));
    }

    private void publish() throws IOException {
      repeat();
      while (true) {
        keep(acknowledged + 1, false);
      }
    }

    /** Whether it was kept or not, nobody has said. */
    private void repeat() throws IOException {
      keep(acknowledged + 1, saysSo);
    }

    private void keep(long number, boolean repeated) throws IOException {
      byte[] payload = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
      ForwardedMessage message =
          new ForwardedMessage(
              "all", payload, 2, false, OptionalLong.empty(), ForwardedMessage.Properties.NONE);
      Ticket ticket = Ticket.of("app", (int) (1 + number % TICKETS));
      NodeLane.Once once = new NodeLane.Once(ticket, repeated);
      shelf.add(shelf.parcel(message, Optional.of(once)), 1);
      shelf.flush();
      shelf.release(ticket);
      acknowledged = number;
    }

    private List<Long> kept() throws Exception {
      NodeLane lane = shelf.node("a").orElseThrow().lane(1);
      List<Long> numbers = new ArrayList<>();
      NodeLane.Piece piece = lane.read(1, 1 << 20, 1);
      for (Block.Item item : Block.decode(piece.first(), piece.last(), piece.block())) {
        ForwardedMessage message = MessageCodec.decode(item.body(), OptionalLong.empty());
        numbers.add(ByteBuffer.wrap(message.payload()).getLong());
      }
      return numbers;
    }
  }
}
