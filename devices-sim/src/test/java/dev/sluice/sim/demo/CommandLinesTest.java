package dev.sluice.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandLinesTest {
  private static final Plan PLAN = Plans.of(List.of("/opt/sluice"), Duration.ofSeconds(40));

  private final CommandLines commands = new CommandLines(PLAN);

  @Test
  void startsTheCloudBridge() {
    assertThat(String.join(" ", commands.cloud()))
        .isEqualTo("/opt/sluice cloud --config config/demo/cloud.yaml --port 0 --set admin.port=0");
  }

  @Test
  void startsTheEdgeNodeBehindTheLink() {
    assertThat(String.join(" ", commands.edge(4711, Placement.EDGE_ONLY)))
        .isEqualTo(
            "/opt/sluice edge --config config/demo/edge.yaml --port 0 --set uplink.port=4711"
                + " --set admin.port=0 --set policy.placement=edge-only");
  }

  @Test
  void startsTheDevices() {
    assertThat(String.join(" ", commands.sim(1234, Path.of("r.json"))))
        .isEqualTo(
            "/opt/sluice sim --config config/demo/sim.yaml --port 1234 --seconds 40 --seed 7"
                + " --progress --report r.json");
  }

  @Test
  void replaysASeries() {
    Plan plan =
        new Plan(
            PLAN.launcher(),
            PLAN.configs(),
            PLAN.length(),
            PLAN.seed(),
            PLAN.ports(),
            Optional.of(Path.of("/s.csv")),
            Optional.of(Path.of("/l.json")),
            PLAN.link(),
            PLAN.outage());
    assertThat(String.join(" ", new CommandLines(plan).sim(1, Path.of("r"))))
        .endsWith(" --replay /s.csv --labels /l.json");
  }

  @Test
  void theOutageIsAFifthInTheMiddle() {
    assertThat(PLAN.cutAt()).isEqualTo(Duration.ofSeconds(16));
    assertThat(PLAN.restoreAt()).isEqualTo(Duration.ofSeconds(24));
  }
}
