package dev.sluice.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Notices that a file has been written, by looking at it now and then: editors replace files,
 * container volumes swap links, and network drives tell nobody, but all of them change what a look
 * sees. A change counts once it has been the same for two looks, so that a file that is being
 * written is not read in the middle.
 */
final class FileWatch {
  private record Look(long modifiedNanos, long size, String key) {}

  private final Path file;
  private Optional<Look> known = Optional.empty();
  private Optional<Look> last = Optional.empty();

  FileWatch(Path file) {
    this.file = file;
  }

  /** Whether there is something new since this last said so; at first, whether there is a file. */
  boolean changed() {
    Optional<Look> now = look();
    boolean settled = now.equals(last);
    last = now;
    if (!settled || now.equals(known)) {
      return false;
    }
    known = now;
    return true;
  }

  private Optional<Look> look() {
    try {
      BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new Look(
              seen.lastModifiedTime().to(TimeUnit.NANOSECONDS),
              seen.size(),
              String.valueOf(seen.fileKey())));
    } catch (IOException e) {
      // Gone, or on its way back.
      return Optional.empty();
    }
  }
}
