package dev.sluice.status;

import dev.sluice.config.ConfigKind;
import java.nio.file.Path;
import java.util.List;

/** A kind of file whose program has no admin port. */
public final class AclLikeKind implements ConfigKind {
  @Override
  public String name() {
    return "acl";
  }

  @Override
  public void check(Path file, List<String> overrides) {
    throw new UnsupportedOperationException("only its schema is asked for");
  }

  @Override
  public boolean isTakenWhileRunning(String field) {
    return true;
  }
}
