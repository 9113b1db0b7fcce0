package dev.sluice.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnvelopeCodecTest {
  private static final LinkId LINK = new LinkId("gateway-7", 0x1122334455667788L);

  static Stream<Envelope> everyKind() {
    return Stream.of(
        new Envelope.Ping(LINK, 42),
        new Envelope.Pong(LINK, -1),
        request("vibration-strong", 64),
        new Envelope.Request(LINK, 2, "m", Envelope.Request.NO_DEADLINE, 0, new float[] {1}),
        new Envelope.Received(LINK, List.of(1L, Long.MIN_VALUE, Long.MAX_VALUE)),
        new Envelope.Answer(
            LINK, 9, Envelope.Status.OK, "anomal\u00eda", 0.75f, 0.9f, "1.2.0", 10, 5_000, ""),
        Envelope.Answer.without(LINK, 9, Envelope.Status.SHED, "full"),
        new Envelope.Report(LINK, NodeReportTest.usual()),
        new Envelope.Report(LINK, NodeReportTest.largest()),
        new Envelope.Confirm(LINK, LongStream.range(0, Envelope.IDS_MAX).boxed().toList()));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void decodesWhatItEncodes(Envelope envelope) throws MalformedEnvelopeException {
    Envelope decoded = EnvelopeCodec.decode(EnvelopeCodec.encode(envelope));

    assertThat(decoded).usingRecursiveComparison().isEqualTo(envelope);
    assertThat(decoded).hasSameClassAs(envelope);
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void refusesEveryTruncation(Envelope envelope) {
    byte[] bytes = EnvelopeCodec.encode(envelope);

    for (int length = 0; length < bytes.length; length++) {
      assertMalformed(Arrays.copyOf(bytes, length));
    }
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void refusesBytesAfterTheLastField(Envelope envelope) {
    byte[] bytes = EnvelopeCodec.encode(envelope);

    assertMalformed(Arrays.copyOf(bytes, bytes.length + 1));
  }

  @Test
  void refusesAnotherVersion() {
    byte[] bytes = EnvelopeCodec.encode(new Envelope.Ping(LINK, 1));
    bytes[0] = 2;

    assertThatExceptionOfType(MalformedEnvelopeException.class)
        .isThrownBy(() -> EnvelopeCodec.decode(bytes))
        .withMessage("version 2, known here is 1");
  }

  @Test
  void refusesUnknownKind() {
    byte[] bytes = EnvelopeCodec.encode(new Envelope.Ping(LINK, 1));
    bytes[1] = 99;

    assertMalformed(bytes);
  }

  @Test
  void refusesAnEdgeIdThatWouldNotFitATopic() {
    byte[] bytes = EnvelopeCodec.encode(new Envelope.Ping(new LinkId("abc", 1), 1));
    bytes[4] = '/';

    assertMalformed(bytes);
  }

  @Test
  void refusesAStringThatIsNotUtf8() {
    byte[] bytes = EnvelopeCodec.encode(request("model", 1));
    int firstOfName = bytes.length - Float.BYTES - 2 - "model".length();
    bytes[firstOfName] = (byte) 0xff;

    assertMalformed(bytes);
  }

  @Test
  void predictsTheBytesOfARequest() {
    Envelope.Request request = request("vibraci\u00f3n", 64);

    assertThat(EnvelopeCodec.requestBytes(LINK, request.model(), 64))
        .isEqualTo(EnvelopeCodec.encode(request).length);
  }

  @Test
  void keepsFeaturesThatAreNotNumbers() throws MalformedEnvelopeException {
    var request = new Envelope.Request(LINK, 1, "m", 5, 3, new float[] {Float.NaN, 1e-40f});

    var decoded = (Envelope.Request) EnvelopeCodec.decode(EnvelopeCodec.encode(request));

    assertThat(decoded.features()).containsExactly(Float.NaN, 1e-40f);
  }

  @Test
  void cutsADetailThatIsTooLong() {
    var answer = Envelope.Answer.without(LINK, 1, Envelope.Status.FAILED, "x".repeat(1_000));

    assertThat(answer.detail()).hasSize(Envelope.DETAIL_CHARS_MAX);
  }

  @Test
  void namesTheFieldThatIsOutOfItsLimits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Envelope.Request(LINK, 1, "m", -2, 0, new float[1]))
        .withMessage("remainingMs is below -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> request("m", Envelope.FEATURES_MAX + 1))
        .withMessage("features are more than 16384");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Envelope.Received(LINK, List.of()))
        .withMessage("requestIds are none");
  }

  private static Envelope.Request request(String model, int features) {
    float[] values = new float[features];
    for (int i = 0; i < features; i++) {
      values[i] = i * 0.5f;
    }
    return new Envelope.Request(LINK, 77, model, 250, 9, values);
  }

  private static void assertMalformed(byte[] bytes) {
    assertThatExceptionOfType(MalformedEnvelopeException.class)
        .isThrownBy(() -> EnvelopeCodec.decode(bytes));
  }
}
