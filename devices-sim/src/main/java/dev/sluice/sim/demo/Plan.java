package dev.sluice.sim.demo;

import dev.sluice.sim.link.LinkSettings;
import dev.sluice.sim.link.Outage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What every run of a demonstration has in common.
 *
 * @param launcher the command that starts a program, its name being the next word
 * @param configs folder of cloud.yaml, edge.yaml and sim.yaml
 * @param length how long devices publish
 * @param outage what both ends notice when the uplink is cut
 */
record Plan(
    List<String> launcher,
    Path configs,
    Duration length,
    long seed,
    Ports ports,
    Optional<Path> replay,
    Optional<Path> labels,
    LinkSettings link,
    Outage.Kind outage) {

  /** Listening ports; 0: any free one. */
  record Ports(int edge, int cloud, int admin) {}

  private static final double OUTAGE_START = 0.4;
  private static final double OUTAGE_LENGTH = 0.2;

  Plan {
    launcher = List.copyOf(launcher);
  }

  /** When the uplink is cut, since the devices began. */
  Duration cutAt() {
    return part(OUTAGE_START);
  }

  /** When the uplink is back, since the devices began. */
  Duration restoreAt() {
    return part(OUTAGE_START + OUTAGE_LENGTH);
  }

  private Duration part(double fraction) {
    return Duration.ofMillis(Math.round(length.toMillis() * fraction));
  }
}
