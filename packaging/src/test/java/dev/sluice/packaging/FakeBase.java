package dev.sluice.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A folder of bases that were fetched, with some bytes for each file that matters. */
final class FakeBase {
  private final Path folder;

  FakeBase(Path folder) throws IOException {
    this.folder = folder;
    for (Platform platform : Platform.values()) {
      fill(platform);
    }
  }

  Path folder() {
    return folder;
  }

  private void fill(Platform platform) throws IOException {
    Path base = folder.resolve(platform.debian());
    Path root = base.resolve("root");
    String machine = platform.debian() + "-linux-gnu";
    String jvm = "usr/lib/jvm/java-17-openjdk-" + platform.debian();
    program(root.resolve("bin/busybox"));
    file(root.resolve("lib/" + machine + "/libz.so.1.2.13"));
    link(root.resolve("lib/" + machine + "/libz.so.1"), "libz.so.1.2.13");
    file(root.resolve("usr/lib/" + machine + "/gconv/UTF-16.so"));
    file(root.resolve("usr/share/doc/zlib1g/copyright"));
    file(root.resolve("usr/share/doc/zlib1g/changelog.Debian.gz"));
    file(root.resolve("usr/sbin/zic"));
    program(root.resolve(jvm + "/bin/java"));
    file(root.resolve(jvm + "/lib/modules"));
    file(root.resolve(jvm + "/lib/ct.sym"));
    file(root.resolve(jvm + "/man/man1/java.1.gz"));
    file(root.resolve("etc/java-17-openjdk/net.properties"));
    link(
        root.resolve(jvm + "/conf/net.properties"),
        "../../../../../../etc/java-17-openjdk/net.properties");
    Files.write(base.resolve("packages"), List.of("zlib1g_1.deb", "jre_17.deb"));
  }

  private static void file(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, file.getFileName().toString());
  }

  private static void program(Path file) throws IOException {
    file(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void link(Path file, String target) throws IOException {
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file, Path.of(target));
  }
}
