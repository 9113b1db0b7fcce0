package dev.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sim.device.Mosquitto;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator's exit code, at a broker behind which there is no edge node. */
class SimIT {
  @TempDir Path folder;

  private int run(Mosquitto broker, String expectation) throws Exception {
    Path fleet =
        Files.writeString(
            folder.resolve("sim.yaml"),
            """
            drain: 1s
            groups:
              - name: pump
                count: 2
                topic: sensors/{device}/vibration
                period: 200ms
                expect: %s
            """
                .formatted(expectation));
    return Sim.commandLine()
        .execute(
            "--config",
            fleet.toString(),
            "--port",
            "" + broker.port(),
            "--seconds",
            "1",
            "--seed",
            "1");
  }

  @Test
  void endsWithZeroWhereEveryPromiseIsKept() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder)) {
      assertThat(run(broker, "delivery")).isZero();
    }
  }

  @Test
  void endsWithOneWhereNobodyAnswers() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder)) {
      assertThat(run(broker, "answers")).isEqualTo(1);
    }
  }
}
