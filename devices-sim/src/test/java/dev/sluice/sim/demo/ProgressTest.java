package dev.sluice.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
  private static final String LINE =
      """
      {"t":12.0,"published":960,"acknowledged":959,"results":950,\
      "byPlacement":{"edge":500,"cloud":400,"fallback":50},"inDeadline":940,"correct":900,\
      "unanswered":9,"p50Ms":21.5,"p99Ms":240.0,"lastSecond":{"published":80}}""";

  @Test
  void readsALine() {
    Progress progress = Progress.parse(LINE).orElseThrow();
    assertThat(progress)
        .isEqualTo(
            new Progress(
                12,
                960,
                959,
                950,
                Map.of("edge", 500L, "cloud", 400L, "fallback", 50L),
                21.5,
                240));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ready devices=2", "done published=1", "{\"t\":", "[1]"})
  void otherLinesAreNoProgress(String line) {
    assertThat(Progress.parse(line)).isEmpty();
  }

  @Test
  void latenciesThatAreNotKnownYetAreZero() {
    Progress progress = Progress.parse("{\"t\":1,\"p50Ms\":null}").orElseThrow();
    assertThat(progress.p50Ms()).isZero();
    assertThat(progress.p99Ms()).isZero();
  }

  @Test
  void tellsWhatCameSince() {
    Progress earlier = new Progress(11, 880, 880, 900, Map.of("edge", 480L, "cloud", 370L), 20, 99);
    Progress lately = Progress.parse(LINE).orElseThrow().since(earlier);
    assertThat(lately.perSecond()).isEqualTo(80);
    assertThat(lately.results()).isEqualTo(50);
    assertThat(lately.share("edge")).isEqualTo(0.4);
    assertThat(lately.share("fallback")).as("new since then").isEqualTo(1.0);
    assertThat(lately.p50Ms()).isEqualTo(21.5);
  }

  @Test
  void nothingAtAllHasNoShares() {
    assertThat(Progress.NONE.share("edge")).isZero();
    assertThat(Progress.NONE.perSecond()).isZero();
  }
}
