package dev.sluice.edge.config;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigKind;
import java.nio.file.Path;
import java.util.List;

/** The edge node's own file, with the policy that it names. It is read at the start. */
public final class EdgeKind implements ConfigKind {
  @Override
  public String name() {
    return "edge";
  }

  @Override
  public void check(Path file, List<String> overrides) throws ConfigException {
    EdgeConfigFile.load(file, overrides).policy();
  }

  @Override
  public boolean isTakenWhileRunning(String field) {
    return false;
  }
}
