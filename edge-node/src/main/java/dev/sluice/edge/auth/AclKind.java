package dev.sluice.edge.auth;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigKind;
import java.nio.file.Path;
import java.util.List;

/** Who may do what at an edge node, which reads it again when it has changed. */
public final class AclKind implements ConfigKind {
  @Override
  public String name() {
    return "acl";
  }

  @Override
  public void check(Path file, List<String> overrides) throws ConfigException {
    Acl.load(file);
  }

  @Override
  public boolean isTakenWhileRunning(String field) {
    return true;
  }
}
