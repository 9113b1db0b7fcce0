package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's mosquitto clients ask the request API. */
class MosquittoClientsIT {
  @TempDir static Path folder;
  static RunningGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/mosquitto_rr")),
        "skipped: mosquitto_rr is not installed (Debian package mosquitto-clients)");
    gateway = RunningGateway.start(folder);
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
    }
  }

  private static String run(String program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program, "-h", "127.0.0.1", "-p"));
    command.add(Integer.toString(gateway.port()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = output(process);
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(program + " ends").isTrue();
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void mqtt5RequestsAreAnsweredOnTheirResponseTopic() throws Exception {
    String answer =
        run(
            "mosquitto_rr",
            "-V",
            "5",
            "-q",
            "1",
            "-W",
            "10",
            "-t",
            "infer/vibration/request",
            "-e",
            "my/answers",
            "-m",
            RunningGateway.frame("5"));
    assertThat(answer).contains("\"id\":\"5\"").contains("\"status\":\"ok\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"311", "5"})
  void requestsWithoutResponseTopicAreAnsweredOnTheClientsOwn(String version) throws Exception {
    String id = "mosq-" + version;
    String answer =
        run(
            "mosquitto_rr",
            "-V",
            version,
            "-q",
            "1",
            "-W",
            "10",
            "-i",
            id,
            "-t",
            "infer/vibration/request",
            "-e",
            "infer/vibration/response/" + id,
            "-m",
            RunningGateway.frame("9"));
    assertThat(answer).contains("\"id\":\"9\"").contains("\"placement\":\"edge\"");
  }
}
