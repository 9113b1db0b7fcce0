package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.policy.log.DecisionLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The decision log of a running node. */
class DecisionLogIT {
  @TempDir Path folder;

  @Test
  void everyAnswerHasItsLine() throws Exception {
    try (RunningGateway gateway = RunningGateway.start(folder, "decision-log.dir=decisions");
        TestClient device = gateway.client("d").subscribe("sensors/a/vibration/inference")) {
      for (int i = 0; i < 20; i++) {
        device.publish("sensors/a/vibration", RunningGateway.frame(Integer.toString(i)));
        device.next();
      }
    }
    List<String> lines = Files.readAllLines(folder.resolve("decisions/decisions-0000000001.jsonl"));

    assertThat(lines).hasSize(20);
    assertThat(lines)
        .map(DecisionLine::parse)
        .allSatisfy(
            line -> {
              assertThat(line.route()).isEqualTo("vibration");
              assertThat(line.placement()).isEqualTo("edge");
              assertThat(line.totalNanos()).isPositive();
            });
  }
}
