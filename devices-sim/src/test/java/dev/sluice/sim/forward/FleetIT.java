package dev.sluice.sim.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.status.FleetCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Two edge nodes in one view, with the programs as processes. */
class FleetIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern ADMIN = Pattern.compile("admin=127\\.0\\.0\\.1:(\\d+)");

  /** Kept when something fails, with the logs of the programs. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private ProgramProcess cloud;
  private ProgramProcess north;
  private ProgramProcess south;

  private record View(int exitCode, String text) {
    boolean shows(String node, String presence) {
      return text.lines().anyMatch(line -> line.matches(node + " +" + presence + " .*"));
    }
  }

  @BeforeEach
  void start() throws Exception {
    cloud =
        ProgramProcess.cloud(
            folder.resolve("cloud"), "# $schema=cloud.schema.json\ninference: {workers: 1}\n");
    cloud.start();
    north = edge("north");
    south = edge("south");
  }

  private ProgramProcess edge(String name) throws Exception {
    ProgramProcess edge =
        ProgramProcess.edge(
            folder.resolve(name),
            """
            node: {id: %s}
            uplink: {host: 127.0.0.1, port: %d, reconnect-max: 500ms, report-every: 500ms}
            """
                .formatted(name, cloud.port()));
    edge.start();
    return edge;
  }

  @AfterEach
  void stop() {
    north.close();
    south.close();
    cloud.close();
  }

  private View view() {
    Matcher admin = ADMIN.matcher(cloud.readyLine());
    assertThat(admin.find()).isTrue();
    StringWriter out = new StringWriter();
    CommandLine command = FleetCommand.commandLine().setOut(new PrintWriter(out));
    int exitCode =
        command.execute(
            "--config",
            folder.resolve("cloud/program.yaml").toString(),
            "--set",
            "admin.port=" + admin.group(1));
    return new View(exitCode, out.toString());
  }

  @Test
  void whoIsKilledIsLateThenGoneAndOnlineWhenItIsBack() throws Exception {
    await()
        .atMost(PATIENCE)
        .until(() -> view().shows("north", "online") && view().shows("south", "online"));
    // 'ready' takes until the uplink was seen to answer.
    await().atMost(PATIENCE).until(() -> view().exitCode() == 0);

    south.kill();

    await().atMost(PATIENCE).pollDelay(Duration.ZERO).until(() -> view().shows("south", "late"));
    await().atMost(PATIENCE).until(() -> view().shows("south", "gone"));
    assertThat(view().exitCode()).isEqualTo(1);
    await().atMost(PATIENCE).until(() -> view().shows("north", "online"));

    south.start();

    await().atMost(PATIENCE).until(() -> view().shows("south", "online"));
    await().atMost(PATIENCE).until(() -> view().exitCode() == 0);
    System.out.print(view().text());
  }

  @Test
  void aBridgeThatWasAwayKnowsItsNodesAgain() throws Exception {
    await().atMost(PATIENCE).until(() -> view().shows("north", "online"));

    cloud.kill();
    cloud.start();

    await()
        .atMost(PATIENCE)
        .until(() -> view().shows("north", "online") && view().shows("south", "online"));
  }
}
