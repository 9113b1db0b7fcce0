package dev.sluice.program;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file that its owner alone may read (0600), written as a whole: readers see what was before or
 * what is now, never a part.
 */
public final class PrivateFile {
  private PrivateFile() {}

  /** Replaces the file, or makes it. */
  public static void write(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path draft = Files.createTempFile(folder, "." + file.getFileName(), ".tmp", attributes(file));
    try {
      Files.writeString(draft, text);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Puts one of them, whole, in the place of the other. */
  public static void replace(Path by, Path file) throws IOException {
    Files.move(by, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * @throws FileAlreadyExistsException when it is there: it is left as it is
   */
  public static void create(Path file, String text) throws IOException {
    Files.createFile(file, attributes(file));
    Files.writeString(file, text);
  }

  private static FileAttribute<?>[] attributes(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
