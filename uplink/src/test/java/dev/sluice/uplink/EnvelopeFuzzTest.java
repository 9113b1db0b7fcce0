package dev.sluice.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeFuzzTest {
  private static final List<Envelope> SAMPLES = EnvelopeCodecTest.everyKind().toList();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void nothingButMalformedEscapesFromDamagedBytes(long seed) {
    var random = new SplittableRandom(seed);
    int accepted = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = EnvelopeCodec.encode(SAMPLES.get(random.nextInt(SAMPLES.size())));
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
        bytes[0] = EnvelopeCodec.VERSION;
        bytes[1] = (byte) random.nextInt(8);
        bytes[2] = 1;
      }
      acceptsAndKeeps(bytes);
    }
  }

  /** What is accepted must mean what its bytes say: encoding it again gives the same bytes. */
  private static boolean acceptsAndKeeps(byte[] bytes) {
    try {
      Envelope envelope = EnvelopeCodec.decode(bytes);
      assertThat(EnvelopeCodec.encode(envelope)).isEqualTo(bytes);
      return true;
    } catch (MalformedEnvelopeException e) {
      return false;
    }
  }
}
