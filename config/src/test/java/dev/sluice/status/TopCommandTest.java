package dev.sluice.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TopCommandTest {
  private static final int PER_VIEW = 1_000_000;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(boolean terminal, Path config, String... more) {
    List<String> words = new ArrayList<>(List.of("--config", config.toString()));
    words.addAll(List.of("--interval", "0.2"));
    words.addAll(List.of(more));
    CommandLine command = TopCommand.commandLine(() -> terminal);
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(words.toArray(String[]::new));
  }

  /** Its clients publish so much between any two views. */
  private static FakeProgram busy() throws IOException {
    return new FakeProgram(
        call -> new FakeProgram.Answer(200, FakeProgram.edge("degraded", (long) call * PER_VIEW)));
  }

  @Test
  void onceShowsOneViewWithRates() throws IOException {
    try (FakeProgram node = busy()) {
      assertThat(run(false, node.edgeFile(folder, ""), "--once")).isEqualTo(1);
      assertThat(out.toString())
          .containsOnlyOnce("edge node")
          .containsPattern("received 1,000,000 \\([0-9,.]+/s\\)")
          .contains("delivered 5 (0/s)");
    }
  }

  @Test
  void aRateIsWhatWasCountedInTheTimeBetween() {
    JsonNode before = JsonMapper.shared().readTree("{\"n\": 100}");
    JsonNode now = JsonMapper.shared().readTree("{\"n\": 1100}");
    assertThat(Figures.since(before, now, 0.5).count("/n")).isEqualTo("1,100 (2,000/s)");
    assertThat(Figures.since(before, now, 400).count("/n")).isEqualTo("1,100 (2.5/s)");
  }

  @Test
  void aProgramThatWasStartedAnewHasNoRateBelowZero() {
    JsonNode before = JsonMapper.shared().readTree("{\"n\": 100}");
    JsonNode now = JsonMapper.shared().readTree("{\"n\": 3}");
    assertThat(Figures.since(before, now, 1).count("/n")).isEqualTo("3");
  }

  @Test
  void withoutATerminalViewsFollowEachOtherPlainly() throws IOException {
    try (FakeProgram node = busy()) {
      run(false, node.edgeFile(folder, ""), "-n", "3");
      assertThat(out.toString().split("edge node", -1)).hasSize(4);
      assertThat(out.toString()).doesNotContain("\033");
    }
  }

  @Test
  void aTerminalIsLeftAsItWas() throws IOException {
    try (FakeProgram node = busy()) {
      run(true, node.edgeFile(folder, ""), "-n", "2");
      assertThat(out.toString())
          .startsWith("\033[?1049h\033[?25l")
          .endsWith("\033[?25h\033[?1049l")
          .contains("\033[H");
    }
  }

  @Test
  void aViewFitsTheSmallestTerminal() throws IOException {
    try (FakeProgram node = busy()) {
      run(true, node.edgeFile(folder, ""), "-n", "1");
      String view = out.toString().replaceAll("\033\\[[?0-9]*[a-zA-Z]", "");
      assertThat(view.lines()).hasSizeLessThan(25).allMatch(line -> line.length() <= 80);
    }
  }

  @Test
  void aProgramThatGoesAwayIsShownAsSuch() throws IOException {
    Path config;
    try (FakeProgram gone = FakeProgram.saying("{}")) {
      config = gone.edgeFile(folder, "");
    }
    assertThat(run(false, config, "-n", "2")).isEqualTo(4);
    assertThat(out.toString().split("unreachable", -1)).hasSize(3);
  }

  @Test
  void refusesANumberOfViewsOrAnIntervalThatMakesNoSense() throws IOException {
    try (FakeProgram node = busy()) {
      assertThat(run(false, node.edgeFile(folder, ""), "-n", "0")).isEqualTo(2);
      assertThat(err.toString()).contains("-n must be at least 1");
    }
  }
}
