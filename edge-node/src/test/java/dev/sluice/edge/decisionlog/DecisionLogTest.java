package dev.sluice.edge.decisionlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.Outcome;
import dev.sluice.edge.core.Placed;
import dev.sluice.edge.core.Route;
import dev.sluice.offload.Action;
import dev.sluice.offload.Circumstances;
import dev.sluice.offload.Own;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.Privacy;
import dev.sluice.offload.Reason;
import dev.sluice.policy.log.DecisionLine;
import dev.sluice.topic.TopicFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DecisionLogTest {
  @TempDir Path folder;

  private static EdgeEffect.Recorded recorded(long id) {
    Route route =
        new Route(
            0,
            2,
            "r",
            TopicFilter.of("t"),
            0,
            "m",
            true,
            Optional.empty(),
            Optional.of(Duration.ofMillis(300)),
            5,
            Privacy.CLOUD_OK,
            Optional.empty(),
            "{topic}/inference");
    Placed placed =
        new Placed(
            new PlacementRequest(id, 0, 1, 300, 100, 5, Privacy.CLOUD_OK, true),
            2,
            new Circumstances(true, true, false, 1, 0, 9, 1, 8, 1, 0, 0, 0, 0, false, 0, 0, 1, 1),
            Action.CLOUD,
            Reason.CHEAPER_CLOUD,
            0.9,
            0.95,
            new Own(false, true, false));
    Outcome outcome =
        new Outcome(
            route,
            Optional.empty(),
            Outcome.Status.OK,
            Outcome.Placement.CLOUD,
            "CHEAPER_CLOUD",
            "",
            Optional.empty(),
            Optional.empty(),
            9,
            8,
            7,
            20);
    return new EdgeEffect.Recorded(placed, outcome);
  }

  private List<DecisionLine> lines() throws IOException {
    List<DecisionLine> lines = new ArrayList<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Files.readAllLines(file).forEach(line -> lines.add(DecisionLine.parse(line)));
      }
    }
    return lines;
  }

  @Test
  void everyRecordIsALineInItsOrder() throws IOException {
    DecisionLog log = new DecisionLog(folder, 1 << 20, () -> 42);
    log.start();
    for (int i = 0; i < 500; i++) {
      log.perform(recorded(i));
    }
    log.close();

    assertThat(lines()).hasSize(500);
    assertThat(lines()).extracting(line -> line.request().id()).isSorted();
    DecisionLine last = lines().get(499);
    assertThat(last.route()).isEqualTo("r");
    assertThat(last.policyVersion()).isEqualTo(2);
    assertThat(last.action()).isEqualTo(Action.CLOUD);
    assertThat(last.hit()).isTrue();
    assertThat(last.atMillis()).isEqualTo(42);
    assertThat(log.written()).isEqualTo(500);
    assertThat(log.lost()).isZero();
  }

  @Test
  void whatTheQueueDoesNotTakeIsCountedAndNobodyWaits() throws IOException {
    DecisionLog notStarted = new DecisionLog(folder, 1 << 20, () -> 42);
    for (int i = 0; i < 5_000; i++) {
      notStarted.perform(recorded(i));
    }
    assertThat(notStarted.lost()).isEqualTo(5_000 - 4_096);
  }

  @Test
  void aDiskThatFailsLosesLinesOnly() throws IOException {
    Path gone = folder.resolve("gone");
    DecisionLog log = new DecisionLog(gone, 1 << 20, () -> 42);
    Files.delete(gone);
    log.start();
    log.perform(recorded(1));
    await().until(() -> log.lost() == 1);
    Files.createDirectory(gone);
    log.perform(recorded(2));
    await().until(() -> log.written() == 1);
    log.close();
  }
}
