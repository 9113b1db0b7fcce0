package dev.sluice.sim.config;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigKind;
import java.nio.file.Path;
import java.util.List;

/** The device simulator's file. It is read at the start. */
public final class SimKind implements ConfigKind {
  @Override
  public String name() {
    return "sim";
  }

  @Override
  public void check(Path file, List<String> overrides) throws ConfigException {
    SimConfigFile.load(file, overrides);
  }

  @Override
  public boolean isTakenWhileRunning(String field) {
    return false;
  }
}
