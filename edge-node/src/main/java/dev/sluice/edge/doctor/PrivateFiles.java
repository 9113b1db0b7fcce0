package dev.sluice.edge.doctor;

import dev.sluice.doctor.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/** Files with secrets: nobody but the owner and the node's group may read them. */
final class PrivateFiles {
  private PrivateFiles() {}

  /** A finding when everybody on the machine may read or write it. */
  static Optional<Finding> look(String subject, Path file) {
    try {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
      boolean open =
          rights.contains(PosixFilePermission.OTHERS_READ)
              || rights.contains(PosixFilePermission.OTHERS_WRITE);
      return open
          ? Optional.of(
              Finding.warning(
                  subject,
                  file.toString(),
                  "can be read by every user of this machine",
                  "chmod o-rwx " + file))
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException notPosixOrGone) {
      return Optional.empty();
    }
  }
}
