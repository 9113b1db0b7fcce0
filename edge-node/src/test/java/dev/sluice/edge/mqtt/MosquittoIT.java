package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** mosquitto_pub and mosquitto_sub, the clients that most people try first. */
class MosquittoIT {
  private RunningBroker broker;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        isInstalled("mosquitto_pub") && isInstalled("mosquitto_sub"),
        "skipped: mosquitto_pub and mosquitto_sub are not installed (Debian: mosquitto-clients)");
    broker = RunningBroker.start();
  }

  @AfterEach
  void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(directory -> new File(directory, program).canExecute());
  }

  @ParameterizedTest(name = "protocol {0}")
  @ValueSource(strings = {"mqttv31", "mqttv311", "mqttv5"})
  void publishesAndSubscribes(String protocol) throws Exception {
    Process subscriber =
        run("mosquitto_sub", protocol, "-q", "2", "-t", "room/+/temperature", "-C", "3", "-v");
    try {
      await().until(() -> broker.brokerStats().subscriptions() == 1);
      for (int qos = 0; qos < 3; qos++) {
        String level = Integer.toString(qos);
        Process publisher =
            run(
                "mosquitto_pub",
                protocol,
                "-q",
                level,
                "-t",
                "room/" + qos + "/temperature",
                "-m",
                "21." + qos);
        assertThat(publisher.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(publisher.exitValue()).isZero();
      }
      assertThat(subscriber.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(subscriber.inputReader().lines())
          .containsExactly(
              "room/0/temperature 21.0", "room/1/temperature 21.1", "room/2/temperature 21.2");
    } finally {
      subscriber.destroyForcibly();
    }
  }

  private Process run(String program, String protocol, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(program, "-V", protocol, "-h", "127.0.0.1", "-p", String.valueOf(broker.port())));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
