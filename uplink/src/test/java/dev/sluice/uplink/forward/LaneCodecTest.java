package dev.sluice.uplink.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.ForwardedMessage.Correlation;
import dev.sluice.uplink.ForwardedMessage.Properties;
import dev.sluice.uplink.ForwardedMessage.UserProperty;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.LaneEnvelope.Arrived;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.LaneEnvelope.Piece;
import dev.sluice.uplink.forward.LaneEnvelope.Progress;
import dev.sluice.uplink.forward.LaneEnvelope.State;
import dev.sluice.uplink.forward.LaneEnvelope.Terms;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LaneCodecTest {
  private static final LinkId LINK = new LinkId("gw-1", -5);
  private static final LaneName LANE = new LaneName("urgent");
  private static final ForwardedMessage FULL =
      new ForwardedMessage(
          "a/ö",
          new byte[] {1, 2, 3},
          2,
          true,
          OptionalLong.of(12),
          new Properties(
              OptionalInt.of(1),
              Optional.of("text/plain"),
              Optional.of("reply/to"),
              Optional.of(new Correlation(new byte[] {9})),
              List.of(new UserProperty("k", "v"), new UserProperty("", ""))));

  @Test
  void batchesAreReadAsTheyWereWritten() throws Exception {
    Batch batch = new Batch(LINK, LANE, 3, 4, 9, new byte[] {1, 2, 3});
    Batch read = (Batch) LaneCodec.decode(LaneCodec.encode(batch));
    assertThat(read).usingRecursiveComparison().isEqualTo(batch);
  }

  @Test
  void progressIsReadAsItWasWritten() throws Exception {
    for (State state : State.values()) {
      Progress progress = new Progress(LINK, LANE, 7, 5, state);
      assertThat(LaneCodec.decode(LaneCodec.encode(progress))).isEqualTo(progress);
    }
  }

  @Test
  void piecesAndWhatIsSaidOfThemAreReadAsTheyWereWritten() throws Exception {
    List<LaneEnvelope> all =
        List.of(
            new Piece(LINK, LANE, 3, 4, 9, -7, 100, 90, new byte[] {1, 2, 3}),
            new Arrived(LINK, LANE, 4, -7, 93),
            new Terms(LINK, LANE, Packing.ZSTD));
    for (LaneEnvelope envelope : all) {
      assertThat(LaneCodec.decode(LaneCodec.encode(envelope)))
          .usingRecursiveComparison()
          .isEqualTo(envelope);
    }
  }

  @Test
  void aPackingOfANewerReceiverCountsAsNone() throws Exception {
    byte[] bytes = LaneCodec.encode(new Terms(LINK, LANE, Packing.ZSTD));
    bytes[bytes.length - 1] = 99;
    assertThat(LaneCodec.decode(bytes)).isEqualTo(new Terms(LINK, LANE, Packing.NONE));
  }

  @Test
  void messagesAreReadAsTheyWereWritten() throws Exception {
    assertThat(MessageCodec.decode(MessageCodec.encode(FULL), OptionalLong.of(12))).isEqualTo(FULL);
    ForwardedMessage plain =
        new ForwardedMessage("t", new byte[0], 0, false, OptionalLong.empty(), Properties.NONE);
    assertThat(MessageCodec.decode(MessageCodec.encode(plain), OptionalLong.empty()))
        .isEqualTo(plain);
  }

  @Test
  void blocksKeepTheNumbersOfTheirMessages() throws Exception {
    List<Block.Item> items =
        List.of(
            new Block.Item(5, OptionalLong.empty(), new byte[] {1}),
            new Block.Item(8, OptionalLong.of(70), new byte[0]));
    List<Block.Item> read = Block.decode(5, 9, Block.encode(5, items));
    assertThat(read).usingRecursiveComparison().isEqualTo(items);
    assertThatThrownBy(() -> Block.decode(5, 7, Block.encode(5, items)))
        .isInstanceOf(MalformedEnvelopeException.class);
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new Batch(LINK, LANE, 5, 4, 9, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Progress(LINK, LANE, 4, 5, State.TAKING))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Anything may arrive: it is an envelope, or it is refused in one way. */
  @Test
  void brokenBytesAreRefused() {
    SplittableRandom random = new SplittableRandom(11);
    byte[] batch = LaneCodec.encode(new Batch(LINK, LANE, 1, 1, 1, block()));
    byte[] progress = LaneCodec.encode(new Progress(LINK, LANE, 7, 5, State.FULL));
    byte[] message = MessageCodec.encode(FULL);
    byte[] piece = LaneCodec.encode(new Piece(LINK, LANE, 1, 1, 1, 5, 9, 0, new byte[9]));
    for (int i = 0; i < 20_000; i++) {
      tryAll(
          mutated(batch, random),
          mutated(piece, random),
          mutated(progress, random),
          mutated(message, random));
    }
  }

  private static byte[] block() {
    return Block.encode(1, List.of(new Block.Item(1, OptionalLong.empty(), new byte[20])));
  }

  private static byte[] mutated(byte[] bytes, SplittableRandom random) {
    byte[] copy = Arrays.copyOf(bytes, random.nextInt(bytes.length + 3));
    if (copy.length > 0) {
      copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
    }
    return copy;
  }

  private static void tryAll(byte[] batch, byte[] piece, byte[] progress, byte[] message) {
    try {
      LaneCodec.decode(piece);
      LaneCodec.decode(progress);
      MessageCodec.decode(message, OptionalLong.empty());
      if (LaneCodec.decode(batch) instanceof Batch read) {
        Block.decode(read.first(), read.last(), read.block());
      }
    } catch (MalformedEnvelopeException refused) {
      assertThat(refused).hasMessageNotContaining("\n");
    }
  }
}
