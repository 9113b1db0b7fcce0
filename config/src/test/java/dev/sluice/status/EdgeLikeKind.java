package dev.sluice.status;

import dev.sluice.config.ConfigKind;
import java.nio.file.Path;
import java.util.List;

/** The edge node's kind where the edge node is not: its schema is here. */
public final class EdgeLikeKind implements ConfigKind {
  @Override
  public String name() {
    return "edge";
  }

  @Override
  public void check(Path file, List<String> overrides) {
    throw new UnsupportedOperationException("only its schema is asked for");
  }

  @Override
  public boolean isTakenWhileRunning(String field) {
    return false;
  }
}
