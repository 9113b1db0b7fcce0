package dev.sluice.policy;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds what a schema cannot: faults that lie between two values of a policy, or in a meaning. */
final class PolicyCheck {
  private final ConfigFile file;
  private final PolicyConfig config;
  private final Uplink uplink;
  private final List<ConfigException> faults = new ArrayList<>();

  PolicyCheck(ConfigFile file, PolicyConfig config, Uplink uplink) {
    this.file = file;
    this.config = config;
    this.uplink = uplink;
  }

  void run() throws ConfigException {
    checkPlacement();
    checkNamesAreUnique();
    for (int i = 0; i < config.routes().size(); i++) {
      String at = "routes." + i;
      new RouteCheck(config, config.routes().get(i), uplink)
          .run((field, what) -> fault(at + "." + field, what));
    }
    if (!faults.isEmpty()) {
      throw ConfigException.all(faults);
    }
  }

  private void checkPlacement() {
    if (config.budget().isPresent()
        && (config.placement() != PlacementWord.ADAPTIVE
            || config.advanced().adaptiveBy() != Algorithm.PRICED)) {
      fault("budget", "needs placement: adaptive, judged by priced");
    }
    if (config.placement() == PlacementWord.CLOUD_ONLY && uplink == Uplink.DISABLED) {
      fault("placement", "cannot be cloud-only while uplink.enabled is false");
    }
  }

  private void checkNamesAreUnique() {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < config.routes().size(); i++) {
      String name = config.routes().get(i).name();
      Integer first = seen.putIfAbsent(name, i);
      if (first != null) {
        fault(
            "routes." + i + ".name",
            "'%s' is already routes.%d: choose another name".formatted(name, first));
      }
    }
  }

  private void fault(String field, String what) {
    faults.add(file.fault(field, what));
  }
}
