package dev.sluice.uplink.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.forward.LaneEnvelope.Arrived;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.LaneEnvelope.Piece;
import dev.sluice.uplink.forward.LaneEnvelope.Progress;
import dev.sluice.uplink.forward.LaneEnvelope.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** One step of either half at a time: who waits for whom, and until when. */
class LaneFlowTest {
  private static final LinkId LINK = new LinkId("gw", 9);
  private static final LaneName LANE = new LaneName("normal");
  private static final long MS = 1_000_000;

  private final List<LaneSender.Output> asked = new ArrayList<>();
  private final LaneSender sender =
      new LaneSender(
          new LaneSender.Settings(
              Duration.ofSeconds(1), Duration.ofSeconds(9), Duration.ofSeconds(3), 10_000, 1_000),
          List.of(new LaneSender.Lane(LANE, LINK, 0, 10)),
          asked::add);

  private final List<LaneReceiver.Output> said = new ArrayList<>();
  private final LaneReceiver receiver =
      new LaneReceiver(
          new LaneReceiver.Settings(10, 100), (link, lane) -> Optional.empty(), said::add);

  private void progress(long received, long committed, State state) {
    sender.onBytes(LaneCodec.encode(new Progress(LINK, LANE, received, committed, state)), 5 * MS);
  }

  private long reads() {
    return asked.stream().filter(LaneSender.Output.Read.class::isInstance).count();
  }

  private static Batch batch(long first, long last, int bytes) {
    List<Block.Item> items = new ArrayList<>();
    for (long number = first; number <= last; number++) {
      items.add(new Block.Item(number, OptionalLong.empty(), new byte[bytes]));
    }
    return new Batch(LINK, LANE, 1, first, last, Block.encode(first, items));
  }

  private State answer(Batch batch) throws Exception {
    receiver.onBytes("gw", LaneCodec.encode(batch));
    return lastState();
  }

  private State lastState() throws Exception {
    for (int i = said.size() - 1; i >= 0; i--) {
      if (said.get(i) instanceof LaneReceiver.Output.Send send
          && LaneCodec.decode(send.bytes()) instanceof Progress progress) {
        return progress.state();
      }
    }
    throw new AssertionError("nothing was said");
  }

  @Test
  void theSenderGoesOnAtOnceWhenTheReceiverTakesAgain() {
    sender.onUp(0);
    progress(0, 0, State.FULL);
    assertThat(reads()).isZero();
    progress(0, 0, State.TAKING);
    assertThat(reads()).isEqualTo(1);
  }

  @Test
  void theSenderReadsAgainOnlyWithTheNextQuestionWhenTheDiskFails() {
    sender.onUp(0);
    progress(0, 0, State.TAKING);
    sender.onBlock(0, 1, 1, 0, new byte[0], 6 * MS);
    progress(0, 0, State.TAKING);
    assertThat(reads()).isEqualTo(1);
    sender.onTimer(sender.nextTimerNanos());
    assertThat(reads()).isEqualTo(2);
  }

  private List<Piece> pieces() throws Exception {
    List<Piece> pieces = new ArrayList<>();
    for (LaneSender.Output output : asked) {
      if (output instanceof LaneSender.Output.Send send
          && LaneCodec.decode(send.bytes()) instanceof Piece piece) {
        pieces.add(piece);
      }
    }
    return pieces;
  }

  private void answerWithLargeMessage() {
    sender.onUp(0);
    progress(0, 0, State.TAKING);
    Block.Item large = new Block.Item(1, OptionalLong.empty(), new byte[30_000]);
    sender.onBlock(0, 1, 1, 1, Block.encode(1, List.of(large)), 6 * MS);
  }

  @Test
  void aLargeMessageGoesInPiecesWithinTheWindowAndEachIsASignOfLife() throws Exception {
    answerWithLargeMessage();
    List<Piece> first = pieces();
    assertThat(first).hasSizeBetween(8, 11);
    assertThat(first.get(0).bytes()).hasSize(1_000);
    long second = 1_000 * MS;
    for (int i = 0; i < first.size(); i++) {
      int arrived = first.get(i).offset() + 1_000;
      sender.onBytes(
          LaneCodec.encode(new Arrived(LINK, LANE, 1, first.get(0).sum(), arrived)),
          (i + 1) * second);
      sender.onTimer((i + 1) * second);
    }
    assertThat(asked).noneMatch(LaneSender.Output.Stalled.class::isInstance);
    assertThat(pieces()).hasSizeGreaterThan(first.size() + 2);
  }

  @Test
  void aLargeMessageGoesOnWhereItWasOnTheNextConnection() throws Exception {
    answerWithLargeMessage();
    int sum = pieces().get(0).sum();
    sender.onDown();
    asked.clear();
    sender.onUp(7 * MS);
    sender.onBytes(LaneCodec.encode(new Arrived(LINK, LANE, 1, sum, 4_500)), 8 * MS);
    progress(0, 0, State.TAKING);
    Block.Item large = new Block.Item(1, OptionalLong.empty(), new byte[30_000]);
    sender.onBlock(0, 1, 1, 1, Block.encode(1, List.of(large)), 9 * MS);
    assertThat(pieces().get(0).offset()).isEqualTo(4_500);
  }

  @Test
  void theReceiverPutsPiecesTogetherHoweverTheyOverlap() throws Exception {
    byte[] block = batch(1, 1, 60).block();
    int sum = Cut.sumOf(block);
    for (int[] part : new int[][] {{0, 20}, {10, 40}, {0, 5}, {40, block.length}}) {
      byte[] bytes = Arrays.copyOfRange(block, part[0], part[1]);
      receiver.onBytes(
          "gw",
          LaneCodec.encode(new Piece(LINK, LANE, 1, 1, 1, sum, block.length, part[0], bytes)));
    }
    assertThat(said)
        .last()
        .isInstanceOfSatisfying(
            LaneReceiver.Output.Commit.class,
            commit -> assertThat(commit.batch().block()).isEqualTo(block));
  }

  @Test
  void theReceiverAsksAgainForPiecesThatAreMissingOrBroken() throws Exception {
    byte[] block = batch(1, 1, 60).block();
    int sum = Cut.sumOf(block);
    byte[] end = Arrays.copyOfRange(block, 30, block.length);
    receiver.onBytes(
        "gw", LaneCodec.encode(new Piece(LINK, LANE, 1, 1, 1, sum, block.length, 30, end)));
    assertThat(lastState()).isEqualTo(State.MISSING);
    said.clear();
    receiver.onBytes(
        "gw", LaneCodec.encode(new Piece(LINK, LANE, 1, 1, 1, sum + 1, block.length, 0, block)));
    assertThat(lastState()).isEqualTo(State.MISSING);
    assertThat(said).noneMatch(LaneReceiver.Output.Commit.class::isInstance);
  }

  @Test
  void anUrgentLaneGoesBetweenThePiecesOfOneBehindIt() throws Exception {
    List<LaneSender.Lane> both =
        List.of(
            new LaneSender.Lane(new LaneName("urgent"), LINK, 0, 0),
            new LaneSender.Lane(LANE, LINK, 0, 10));
    LaneSender two =
        new LaneSender(
            new LaneSender.Settings(
                Duration.ofSeconds(1), Duration.ofSeconds(9), Duration.ofSeconds(3), 10_000, 1_000),
            both,
            asked::add);
    two.onUp(0);
    for (LaneSender.Lane lane : both) {
      two.onBytes(LaneCodec.encode(new Progress(LINK, lane.name(), 0, 0, State.TAKING)), MS);
    }
    Block.Item large = new Block.Item(1, OptionalLong.empty(), new byte[30_000]);
    two.onBlock(1, 1, 1, 1, Block.encode(1, List.of(large)), 2 * MS);
    two.onAvailable(0, 1, 3 * MS);
    asked.clear();
    int sum = Cut.sumOf(Block.encode(1, List.of(large)));
    two.onBytes(LaneCodec.encode(new Arrived(LINK, LANE, 1, sum, 2_000)), 4 * MS);
    assertThat(asked).first().isInstanceOf(LaneSender.Output.Read.class);
    assertThat(pieces()).isEmpty();
  }

  @Test
  void aShapedLaneKeepsItsRateAndLeavesTheRestToThoseBehindIt() throws Exception {
    List<LaneSender.Lane> both =
        List.of(
            new LaneSender.Lane(LANE, LINK, 0, 1_000, 10_000),
            new LaneSender.Lane(new LaneName("behind"), LINK, 0, 1_000));
    LaneSender two =
        new LaneSender(
            new LaneSender.Settings(
                Duration.ofSeconds(1),
                Duration.ofSeconds(9),
                Duration.ofSeconds(30),
                100_000,
                1_000),
            both,
            asked::add);
    two.onUp(0);
    long[] sent = new long[2];
    for (LaneSender.Lane lane : both) {
      two.onBytes(LaneCodec.encode(new Progress(LINK, lane.name(), 0, 0, State.TAKING)), 1);
    }
    long now = 1;
    for (int step = 0; step < 400; step++) {
      now += 10 * MS;
      answerReads(two, sent, now);
      if (two.nextTimerNanos() <= now) {
        two.onTimer(now);
      }
    }
    assertThat(sent[0]).as("bytes of the shaped lane in 4 s").isBetween(36_000L, 43_000L);
    assertThat(sent[1]).as("bytes of the one behind").isGreaterThan(60_000L);
  }

  /** Each read gives one message of 900 bytes, which arrives at once. */
  private void answerReads(LaneSender two, long[] sent, long now) {
    List<LaneSender.Output> outputs = List.copyOf(asked);
    asked.clear();
    for (LaneSender.Output output : outputs) {
      if (output instanceof LaneSender.Output.Read read) {
        long number = read.from();
        sent[read.lane()] += 1_000;
        Block.Item item = new Block.Item(number, OptionalLong.empty(), new byte[900]);
        two.onBlock(read.lane(), 1, number, number, Block.encode(number, List.of(item)), now);
        LaneName name = read.lane() == 0 ? LANE : new LaneName("behind");
        two.onBytes(LaneCodec.encode(new Progress(LINK, name, number, number, State.TAKING)), now);
      }
    }
  }

  @Test
  void theReceiverTakesNothingMoreOfALaneThatSentWhatIsNoBatch() throws Exception {
    Batch bad = batch(1, 1, 8);
    answer(bad);
    receiver.onMalformed(bad);
    said.clear();
    receiver.onBytes("gw", LaneCodec.encode(batch(2, 2, 8)));
    assertThat(said).isEmpty();
    assertThat(receiver.stats().dropped()).isEqualTo(2);
  }

  @Test
  void theReceiverSaysFullWhileItIsFullAndTakingWhenItIsNot() throws Exception {
    Batch first = batch(1, 1, 80);
    Batch second = batch(2, 2, 80);
    assertThat(answer(first)).isEqualTo(State.TAKING);
    assertThat(answer(second)).isEqualTo(State.TAKING);
    assertThat(answer(batch(3, 3, 80))).isEqualTo(State.FULL);
    receiver.onCommitted(first);
    assertThat(lastState()).isEqualTo(State.TAKING);
  }

  @Test
  void theReceiverSaysWhenThereIsRoomInAStoreThatWasFull() throws Exception {
    Batch first = batch(1, 1, 80);
    answer(first);
    receiver.onFailed(first);
    assertThat(lastState()).isEqualTo(State.FULL);
    int before = said.size();
    receiver.onRoom("gw", new LaneName("other"));
    assertThat(said).hasSize(before);
    receiver.onRoom("gw", LANE);
    assertThat(lastState()).isEqualTo(State.TAKING);
  }
}
