package dev.sluice.edge.config;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigKind;
import java.nio.file.Path;
import java.util.List;

/**
 * The edge node's own file, with the policy that it names. Its forwarding rules are taken while the
 * node runs, everything else at the start.
 */
public final class EdgeKind implements ConfigKind {
  /** With all that is below them. */
  private static final List<String> TAKEN =
      List.of("forward.up", "forward.down", "forward.hash-key");

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
    return isTaken(field);
  }

  static boolean isTaken(String field) {
    return TAKEN.stream().anyMatch(each -> field.equals(each) || field.startsWith(each + "."));
  }
}
