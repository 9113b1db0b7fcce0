package dev.sluice.cloud.forward;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;

/** A random number in a file of the store's folder: edge nodes tell stores apart by it. */
final class StoreIdentity {
  /** No edge node can have that name, so that it is none among their folders. */
  private static final String FILE = "~identity";

  private StoreIdentity() {}

  /**
   * What the file says; it is made where there is none, or one that nobody can read.
   *
   * @return not 0
   */
  static long of(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (Files.exists(file)) {
      try {
        long known =
            Long.parseUnsignedLong(Files.readString(file, StandardCharsets.ISO_8859_1).strip(), 16);
        if (known != 0) {
          return known;
        }
      } catch (NumberFormatException e) {
        // A damaged name costs a count that is too high, and a new one mends it.
      }
    }
    return write(file);
  }

  private static long write(Path file) throws IOException {
    long made = 1 + (new SecureRandom().nextLong() >>> 1);
    Path draft = file.resolveSibling(FILE + ".new");
    Files.writeString(draft, Long.toHexString(made) + "\n");
    try (FileChannel written = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return made;
  }
}
