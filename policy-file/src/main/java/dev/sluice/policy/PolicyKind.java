package dev.sluice.policy;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Routes and placement of an edge node, which reads them again when they have changed. */
public final class PolicyKind implements ConfigKind {
  /** What is believed before anything was measured. */
  private static final Set<String> AT_THE_START =
      Set.of("advanced.round-trip-prior", "advanced.uplink-prior-mbps");

  @Override
  public String name() {
    return "policy";
  }

  @Override
  public void check(Path file, List<String> overrides) throws ConfigException {
    List<String> named = overrides.stream().map(PolicyFile.OVERRIDE::concat).toList();
    PolicyFile.load(file, named, Uplink.ENABLED);
  }

  @Override
  public boolean isTakenWhileRunning(String field) {
    return !AT_THE_START.contains(field);
  }
}
