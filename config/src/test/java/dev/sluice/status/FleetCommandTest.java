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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FleetCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();

  private int run(FakeProgram bridge, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("--config"));
    words.add(bridge.edgeFile(folder, "").toString());
    words.addAll(List.of(more));
    CommandLine command = FleetCommand.commandLine();
    command.setOut(new PrintWriter(out));
    return command.execute(words.toArray(String[]::new));
  }

  private static String fleet(String name, String presence, String health) {
    return """
    {"nodes": [{"node": "%s", "presence": "%s", "silentSeconds": 72.5, "version": "1.2",
      "health": "%s", "policy": "adaptive", "uptimeSeconds": 60,
      "models": [{"name": "vibration", "version": "3"}, {"name": "sound", "version": "1"}],
      "backlog": {"local": 1200, "lanes": 34}, "answers": {"edge": 6, "cloud": 3, "fallback": 1}}]}
    """
        .formatted(name, presence, health);
  }

  @ParameterizedTest
  @CsvSource({
    "online, ready, 0",
    "online, degraded, 1",
    "online, not-ready, 1",
    "late, ready, 1",
    "gone, ready, 1"
  })
  void theExitCodeSaysWhetherAllAreThereAndWell(String presence, String health, int exitCode)
      throws IOException {
    try (FakeProgram bridge = FakeProgram.saying(fleet("gateway-7", presence, health))) {
      assertThat(run(bridge)).isEqualTo(exitCode);
      assertThat(out.toString().lines().toList().get(1)).contains(presence).contains(health);
    }
  }

  @Test
  void aNodeIsALineWithWhatWaitsAndWhoAnswersAndOneOfItsModels() throws IOException {
    try (FakeProgram bridge = FakeProgram.saying(fleet("gateway-7", "online", "ready"))) {
      run(bridge);
      assertThat(out.toString().lines())
          .hasSize(3)
          .allMatch(line -> line.length() <= 80)
          .element(1)
          .asString()
          .matches("gateway-7 +online 1 min 12 s +ready +1,234 +60 % +30 % +10 %");
      assertThat(out.toString()).contains("  version 1.2: vibration 3, sound 1");
    }
  }

  @Test
  void aNodeWithSeveralUplinksSaysWhichItTakes() throws IOException {
    String fleet = fleet("gateway-7", "online", "ready");
    String several = fleet.replace("\"uptimeSeconds\"", "\"uplink\": \"lte\", \"uptimeSeconds\"");
    try (FakeProgram bridge = FakeProgram.saying(several)) {
      run(bridge);
      assertThat(out.toString()).contains("  version 1.2: vibration 3, sound 1, uplink lte");
    }
  }

  @ParameterizedTest
  @CsvSource({"'\\u001b[2J'", "'\\u009b31m'", "'\\u202e'", "'\\n'", "'\\r'", "'\\u0007'"})
  void nothingThatSteersATerminalReachesIt(String escaped) throws IOException {
    try (FakeProgram bridge = FakeProgram.saying(fleet("a" + escaped, "online", escaped))) {
      run(bridge);
      assertThat(out.toString()).contains("a?");
      assertThat(out.toString().replace(System.lineSeparator(), ""))
          .doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
    }
  }

  @Test
  void aBridgeThatHeardNobodySaysSo() throws IOException {
    try (FakeProgram bridge = FakeProgram.saying("{\"nodes\": []}")) {
      assertThat(run(bridge)).isZero();
      assertThat(out.toString()).contains("no edge node has reported");
    }
  }

  @Test
  void jsonIsWhatTheBridgeTold() throws IOException {
    String fleet = fleet("gateway-7", "gone", "ready");
    try (FakeProgram bridge = FakeProgram.saying(fleet)) {
      assertThat(run(bridge, "--json")).isEqualTo(1);
      JsonNode told = JsonMapper.shared().readTree(out.toString());
      assertThat(told).isEqualTo(JsonMapper.shared().readTree(fleet));
    }
  }

  @Test
  void anEdgeNodeHasNoFleet() throws IOException {
    try (FakeProgram node = new FakeProgram(call -> new FakeProgram.Answer(404, ""))) {
      assertThat(run(node)).isEqualTo(4);
      assertThat(out.toString()).contains("no such page").contains("another kind of program");
    }
  }

  @Test
  void anAnswerWithoutNodesIsNoFleet() throws IOException {
    try (FakeProgram other = FakeProgram.saying("{\"nodes\": 3}")) {
      assertThat(run(other, "--json")).isEqualTo(4);
      JsonNode told = JsonMapper.shared().readTree(out.toString());
      assertThat(told.path("why").asString()).contains("tells of no fleet");
    }
  }
}
