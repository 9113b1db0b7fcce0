package dev.sluice.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeReportTest {
  private static final String WIDE = "\u6f22".repeat(NodeReport.TEXT_CHARS_MAX);

  static NodeReport usual() {
    return new NodeReport(
        "1.2",
        "ready",
        "adaptive",
        60,
        10_000,
        List.of(new NodeReport.Model("anomal\u00eda", "3")),
        Map.of("local", 4L, "lanes", Long.MAX_VALUE),
        Map.of("edge", 6L));
  }

  /** Every field as large as it may be, in characters that take the most bytes. */
  static NodeReport largest() {
    return new NodeReport(
        WIDE,
        "h".repeat(32),
        WIDE,
        Long.MAX_VALUE,
        NodeReport.EVERY_MS_MAX,
        Collections.nCopies(NodeReport.MODELS_MAX, new NodeReport.Model(WIDE, WIDE)),
        counts(NodeReport.COUNTS_MAX),
        counts(NodeReport.COUNTS_MAX));
  }

  private static Map<String, Long> counts(int number) {
    return IntStream.range(0, number)
        .boxed()
        .collect(Collectors.toMap(i -> "c" + "x".repeat(i + 1), i -> (long) i));
  }

  private static NodeReport saying(String version) {
    NodeReport usual = usual();
    return new NodeReport(
        version, "ready", "adaptive", 1, 1_000, usual.models(), usual.backlog(), usual.answers());
  }

  private static NodeReport counting(Map<String, Long> backlog) {
    return new NodeReport("1", "ready", "adaptive", 1, 1_000, List.of(), backlog, Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[2J",
        "a\nb",
        "\u009b31m",
        "\u202eright to left",
        "\u2028",
        "\ud800",
        "\u0000",
        "\u200b"
      })
  void refusesWhatWouldSteerATerminalAndTextMakesItHarmless(String hostile) {
    assertThatIllegalArgumentException().isThrownBy(() -> saying(hostile));
    assertThat(saying(NodeReport.text(hostile)).version()).contains("?");
  }

  private static NodeReport by(NodeReport one, String uplink) {
    return new NodeReport(
        one.version(),
        one.health(),
        one.policy(),
        one.uptimeSeconds(),
        one.everyMs(),
        one.models(),
        one.backlog(),
        one.answers(),
        uplink);
  }

  private static byte[] encoded(NodeReport report) {
    return EnvelopeCodec.encode(new Envelope.Report(new LinkId("gw", 7), report));
  }

  @Test
  void aNodeWithOneUplinkSpeaksAsBeforeThereWereSeveral() throws Exception {
    byte[] plain = encoded(usual());
    byte[] more = encoded(by(usual(), "lte"));
    assertThat(Arrays.copyOf(more, plain.length)).isEqualTo(plain);
    assertThat(more).hasSize(plain.length + 2 + 3);
    assertThat(((Envelope.Report) EnvelopeCodec.decode(more)).report())
        .isEqualTo(by(usual(), "lte"));
    NodeReport largest = by(largest(), WIDE);
    assertThat(((Envelope.Report) EnvelopeCodec.decode(encoded(largest))).report())
        .isEqualTo(largest);
  }

  @Test
  void anUplinkWithoutANameIsMalformed() {
    byte[] plain = encoded(usual());
    assertThatThrownBy(() -> EnvelopeCodec.decode(Arrays.copyOf(plain, plain.length + 2)))
        .isInstanceOf(MalformedEnvelopeException.class)
        .hasMessageContaining("uplink");
  }

  @Test
  void textCutsWhatIsTooLongAndHalvesNoCharacter() {
    String pairs = "\ud83d\ude00".repeat(100);
    assertThat(saying(NodeReport.text(pairs)).version()).hasSize(NodeReport.TEXT_CHARS_MAX);
    assertThat(saying(NodeReport.text("a" + pairs)).version())
        .hasSize(NodeReport.TEXT_CHARS_MAX - 1);
    assertThat(NodeReport.text("as it is")).isEqualTo("as it is");
  }

  @Test
  void refusesMoreThanItsBounds() {
    assertThatIllegalArgumentException().isThrownBy(() -> saying(WIDE + "x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> counting(counts(NodeReport.COUNTS_MAX + 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new NodeReport(
                    "1",
                    "ready",
                    "adaptive",
                    1,
                    1_000,
                    Collections.nCopies(NodeReport.MODELS_MAX + 1, new NodeReport.Model("m", "1")),
                    Map.of(),
                    Map.of()));
  }

  @Test
  void refusesCountsWithoutAWordOrBelowZero() {
    assertThatIllegalArgumentException().isThrownBy(() -> counting(Map.of("<script>", 1L)));
    assertThatIllegalArgumentException().isThrownBy(() -> counting(Map.of("local", -1L)));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, 0, 99, NodeReport.EVERY_MS_MAX + 1})
  void refusesAPeriodThatNobodyCanWaitFor(int everyMs) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new NodeReport(
                    "1", "ready", "adaptive", 1, everyMs, List.of(), Map.of(), Map.of()));
  }
}
