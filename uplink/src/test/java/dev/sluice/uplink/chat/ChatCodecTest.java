package dev.sluice.uplink.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.uplink.EnvelopeCodec;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatCodecTest {
  private static final LinkId LINK = new LinkId("gw-1", -3);

  static Stream<ChatEnvelope> everyKind() {
    return Stream.of(
        new ChatEnvelope.Hello(LINK),
        new ChatEnvelope.Offer(LINK, List.of("assistant", "übersetzer")),
        new ChatEnvelope.Offer(LINK, List.of()),
        new ChatEnvelope.Ask(LINK, 7, "assistant", 30_000, 5, true, "What is \uD83D\uDE00?"),
        new ChatEnvelope.Have(LINK, 7, 1 << 20),
        new ChatEnvelope.Drop(LINK, Long.MIN_VALUE),
        new ChatEnvelope.Part(LINK, 7, 12, "größer"),
        new ChatEnvelope.Part(LINK, 7, 0, ""),
        new ChatEnvelope.End(LINK, 7, ChatEnvelope.Status.OK, 18, "llama-3.1", "stop", 1_234, ""),
        ChatEnvelope.End.without(LINK, 8, ChatEnvelope.Status.SHED, "too many"));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void readsWhatItHasWritten(ChatEnvelope envelope) throws Exception {
    byte[] bytes = ChatCodec.encode(envelope);
    assertThat(ChatCodec.isChat(bytes)).isTrue();
    assertThat(ChatCodec.decode(bytes)).isEqualTo(envelope);
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void isDroppedByPeersThatKnowNothingOfIt(ChatEnvelope envelope) {
    assertThatThrownBy(() -> EnvelopeCodec.decode(ChatCodec.encode(envelope)))
        .isInstanceOf(MalformedEnvelopeException.class)
        .hasMessageStartingWith("unknown kind");
  }

  @Test
  void keepsTheLengthOfTextThatIsNoText() throws Exception {
    var halved = new ChatEnvelope.Part(LINK, 1, 0, "a\uD83Db");
    ChatEnvelope.Part read = (ChatEnvelope.Part) ChatCodec.decode(ChatCodec.encode(halved));
    assertThat(read.text()).isEqualTo("a?b");
  }

  @Test
  void takesTheLongestTextsAndNoLongerOnes() throws Exception {
    var longest = new ChatEnvelope.Part(LINK, 1, 0, "€".repeat(ChatEnvelope.PART_CHARS_MAX));
    assertThat(ChatCodec.decode(ChatCodec.encode(longest))).isEqualTo(longest);
    assertThatThrownBy(
            () -> new ChatEnvelope.Part(LINK, 1, 0, "a".repeat(ChatEnvelope.PART_CHARS_MAX + 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void nothingButMalformedEscapesFromDamagedBytes(long seed) {
    var random = new SplittableRandom(seed);
    List<ChatEnvelope> samples = everyKind().toList();
    int accepted = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = ChatCodec.encode(samples.get(random.nextInt(samples.size())));
      int damages = random.nextInt(1, 4);
      for (int i = 0; i < damages; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      accepted += acceptsAndKeeps(bytes) ? 1 : 0;
    }
    assertThat(accepted).as("some damage still makes an envelope").isPositive();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {5, 6})
  void nothingButMalformedEscapesFromRandomBytes(long seed) {
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(0, 200)];
      random.nextBytes(bytes);
      if (bytes.length > 3) {
        bytes[0] = ChatCodec.VERSION;
        bytes[1] = (byte) random.nextInt(ChatCodec.HELLO - 1, ChatCodec.END + 2);
        bytes[2] = 1;
      }
      acceptsAndKeeps(bytes);
    }
  }

  /** What is accepted must mean what its bytes say: encoding it again gives the same bytes. */
  private static boolean acceptsAndKeeps(byte[] bytes) {
    try {
      ChatEnvelope envelope = ChatCodec.decode(bytes);
      assertThat(ChatCodec.encode(envelope)).isEqualTo(bytes);
      return true;
    } catch (MalformedEnvelopeException e) {
      return false;
    }
  }
}
