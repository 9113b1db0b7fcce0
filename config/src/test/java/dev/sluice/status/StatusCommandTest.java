package dev.sluice.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
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

class StatusCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Path config, String... more) {
    List<String> words = new ArrayList<>(List.of("--config", config.toString()));
    words.addAll(List.of(more));
    CommandLine command = StatusCommand.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(words.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"ready, 0, healthy", "degraded, 1, degraded", "not-ready, 4, not-ready"})
  void theExitCodeSaysHowAnEdgeNodeIs(String health, int exitCode, String word) throws IOException {
    try (FakeProgram node = FakeProgram.saying(FakeProgram.edge(health, 1_234))) {
      assertThat(run(node.edgeFile(folder, ""))).isEqualTo(exitCode);
      assertThat(out.toString())
          .contains("gateway-7, version 1.2, up 1 h 6 min: " + word)
          .contains("received 1,234,")
          .contains("edge 6, cloud 3");
    }
  }

  @Test
  void saysWhatIsWrongAndNotWhatIsRight() throws IOException {
    try (FakeProgram node = FakeProgram.saying(FakeProgram.edge("degraded", 1))) {
      run(node.edgeFile(folder, ""));
      assertThat(out.toString())
          .contains("! uplink  not connected for 9.0 s")
          .doesNotContain("! listener");
    }
  }

  @Test
  void saysWhichOfSeveralUplinksIsTaken() throws IOException {
    String edge = FakeProgram.edge("degraded", 1);
    String several =
        edge.replace("\"rttMs\"", "\"uplink\": \"lte\", \"uplinks\": [{}, {}], \"rttMs\"");
    try (FakeProgram node = FakeProgram.saying(several)) {
      run(node.edgeFile(folder, ""));
      assertThat(out.toString()).contains("down for 9 s by lte, round trip");
    }
    try (FakeProgram node = FakeProgram.saying(edge)) {
      run(node.edgeFile(folder, ""));
      assertThat(out.toString()).contains("down for 9 s, round trip");
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 0", "false, 4"})
  void theExitCodeSaysHowACloudBridgeIs(boolean ready, int exitCode) throws IOException {
    try (FakeProgram bridge = FakeProgram.saying(FakeProgram.cloud(ready))) {
      assertThat(run(bridge.edgeFile(folder, ""))).isEqualTo(exitCode);
      assertThat(out.toString()).contains("edge nodes  2").contains("ok 19");
    }
  }

  @Test
  void nobodyThereIsFourAndSaysWhatToDo() throws IOException {
    Path config;
    try (FakeProgram gone = FakeProgram.saying("{}")) {
      config = gone.edgeFile(folder, "");
    }
    assertThat(run(config)).isEqualTo(4);
    assertThat(out.toString()).contains("unreachable: nobody listens there").contains("doctor");
  }

  @Test
  void anotherProgramOnThePortIsNoStatus() throws IOException {
    try (FakeProgram other = FakeProgram.saying("<html>")) {
      assertThat(run(other.edgeFile(folder, ""))).isEqualTo(4);
      assertThat(out.toString()).contains("another program has that port");
    }
  }

  @Test
  void aNodeThatStartsIsNotReadyYet() throws IOException {
    try (FakeProgram node = new FakeProgram(call -> new FakeProgram.Answer(503, "{}"))) {
      assertThat(run(node.edgeFile(folder, ""))).isEqualTo(4);
      assertThat(out.toString()).contains("it is starting");
    }
  }

  @Test
  void jsonHasAllThatTheProgramTells() throws IOException {
    try (FakeProgram node = FakeProgram.saying(FakeProgram.edge("ready", 42))) {
      run(node.edgeFile(folder, ""), "--json");
      JsonNode json = JsonMapper.shared().readTree(out.toString());
      assertThat(json.at("/standing").asString()).isEqualTo("healthy");
      assertThat(json.at("/status/broker/received").asInt()).isEqualTo(42);
    }
  }

  @Test
  void jsonSaysWhyNobodyAnswers() throws IOException {
    try (FakeProgram node = new FakeProgram(call -> new FakeProgram.Answer(401, ""))) {
      assertThat(run(node.edgeFile(folder, ""), "--json")).isEqualTo(4);
      JsonNode json = JsonMapper.shared().readTree(out.toString());
      assertThat(json.at("/standing").asString()).isEqualTo("unreachable");
      assertThat(json.at("/why").asString()).contains("wants a token");
    }
  }

  @Test
  void sendsTheTokenOfTheFileThatTheNodeReads() throws IOException {
    Files.writeString(folder.resolve("token"), "0123456789abcdef\n");
    try (FakeProgram node = FakeProgram.saying(FakeProgram.edge("ready", 1))) {
      run(node.edgeFile(folder, "  token-file: token\n"));
      assertThat(node.authorization()).contains("Bearer 0123456789abcdef");
      assertThat(out.toString()).doesNotContain("0123456789abcdef");
    }
  }

  @Test
  void aTokenThatCannotBeReadIsTwo() throws IOException {
    try (FakeProgram node = FakeProgram.saying("{}")) {
      assertThat(run(node.edgeFile(folder, "  token-file: none\n"))).isEqualTo(2);
      assertThat(err.toString()).startsWith("status: ").contains("the token cannot be read");
    }
  }

  @Test
  void anyFreePortCannotBeFoundButCanBeSaid() throws IOException {
    try (FakeProgram node = FakeProgram.saying(FakeProgram.edge("ready", 1))) {
      Path config = node.edgeFile(folder, "");
      assertThat(run(config, "--set", "admin.port=0")).isEqualTo(2);
      assertThat(err.toString()).contains("admin.port").contains("--set admin.port=N");
      assertThat(run(config, "--set", "policy.placement=edge-only")).isZero();
    }
  }

  @Test
  void aFileOfAnotherKindHasNoProgramToAsk() throws IOException {
    Path acl =
        Files.writeString(folder.resolve("acl.yaml"), "# $schema=acl.schema.json\nroles: {}\n");
    assertThat(run(acl)).isEqualTo(2);
    assertThat(err.toString()).contains("is of kind acl, whose program has no admin port");
  }
}
