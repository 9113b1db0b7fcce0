package dev.sluice.edge.doctor;

import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.storage.FolderLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who has the data folder, and whether that is a node of this very configuration: then it has the
 * ports too.
 *
 * @param holder of the folder
 * @param serves whether it listens where this configuration says
 */
public record RunningNode(Optional<Long> holder, boolean serves) {
  private static final RunningNode NONE = new RunningNode(Optional.empty(), false);

  public static RunningNode of(EdgeConfig config, Path journal) {
    Optional<Long> holder = holder(journal);
    if (holder.isEmpty()) {
      return NONE;
    }
    int port = config.allListeners().get(0).port();
    boolean serves =
        port == 0 || new SocketOwners().of(port).map(SocketOwners.Owner::pid).equals(holder);
    return new RunningNode(holder, serves);
  }

  private static Optional<Long> holder(Path journal) {
    try {
      return FolderLock.isHeld(journal)
          ? Optional.of(FolderLock.holder(journal))
              .filter(holder -> holder.matches("[0-9]{1,18}"))
              .map(Long::valueOf)
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** The process of the node, when it runs. */
  Optional<Long> pid() {
    return serves ? holder : Optional.empty();
  }
}
