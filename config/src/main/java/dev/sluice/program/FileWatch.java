package dev.sluice.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Notices that files have been written that belong together, by looking at them now and then:
 * editors replace files, container volumes swap links, and network drives tell nobody, but all of
 * them change what a look sees. A change counts once it has been the same for two looks, so that a
 * file that is being written is not read in the middle. Owned by one thread.
 */
public final class FileWatch {
  private record Look(long modifiedNanos, long size, String key) {}

  private final List<Path> files;
  private List<Optional<Look>> known;
  private List<Optional<Look>> last;

  public FileWatch(Path... files) {
    this(List.of(files));
  }

  public FileWatch(List<Path> files) {
    this.files = List.copyOf(files);
    known = Collections.nCopies(files.size(), Optional.empty());
    last = known;
  }

  /** Whether there is something new since this last said so; at first, whether there is a file. */
  public boolean changed() {
    List<Optional<Look>> now = files.stream().map(FileWatch::look).toList();
    boolean settled = now.equals(last);
    last = now;
    if (!settled || now.equals(known)) {
      return false;
    }
    known = now;
    return true;
  }

  private static Optional<Look> look(Path file) {
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
