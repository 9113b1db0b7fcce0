package dev.sluice.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Of a root file system with unpacked packages, the part that a program is run by. */
final class RootFiles {
  /** Documentation, converters and debuggers stay out; licences do not. */
  private static final Pattern KEPT =
      Pattern.compile(
          "bin/busybox|lib(64)?/ld-[^/]+|(usr/)?lib/[^/]+-linux-gnu/[^/]+\\.so[^/]*"
              + "|usr/lib/locale/C\\.utf8/.*|usr/share/doc/[^/]+(/copyright)?"
              + "|etc/java-[^/]+/.*|usr/lib/jvm/[^/]+/(?!lib/ct\\.sym)(bin|conf|legal|lib|release).*");

  private RootFiles() {}

  static void addTo(FileTree tree, Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted().toList()) {
        add(tree, root.relativize(file).toString(), file);
      }
    }
    // One program that is all of them by the name that it is called by.
    tree.add(new FileTree.Link("bin/sh", "busybox"));
  }

  private static void add(FileTree tree, String path, Path file) throws IOException {
    if (!KEPT.matcher(path).matches()) {
      return;
    }
    if (Files.isSymbolicLink(file)) {
      tree.add(new FileTree.Link(path, Files.readSymbolicLink(file).toString()));
    } else if (Files.isRegularFile(file)) {
      tree.add(new FileTree.Content(path, file, mode(file)));
    }
  }

  private static int mode(Path file) throws IOException {
    Set<PosixFilePermission> has = Files.getPosixFilePermissions(file);
    return has.contains(PosixFilePermission.OWNER_EXECUTE) ? FileTree.PROGRAM : FileTree.PLAIN;
  }
}
