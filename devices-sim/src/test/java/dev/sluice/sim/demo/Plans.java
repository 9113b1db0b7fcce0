package dev.sluice.sim.demo;

import dev.sluice.sim.link.LinkSettings;
import dev.sluice.sim.link.Outage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Plans that tests share. */
final class Plans {
  private Plans() {}

  static Plan of(List<String> launcher, Duration length) {
    return new Plan(
        launcher,
        Path.of("config", "demo"),
        length,
        7,
        new Plan.Ports(0, 0, 0),
        Optional.empty(),
        Optional.empty(),
        LinkSettings.of(Duration.ofMillis(1), Duration.ZERO, 7),
        Outage.Kind.REFUSE);
  }
}
