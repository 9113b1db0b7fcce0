package dev.sluice.cloud.config;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigKind;
import java.nio.file.Path;
import java.util.List;

/** The cloud bridge's file. It is read at the start. */
public final class CloudKind implements ConfigKind {
  @Override
  public String name() {
    return "cloud";
  }

  @Override
  public void check(Path file, List<String> overrides) throws ConfigException {
    CloudConfig.load(file, overrides);
  }

  @Override
  public boolean isTakenWhileRunning(String field) {
    return false;
  }
}
