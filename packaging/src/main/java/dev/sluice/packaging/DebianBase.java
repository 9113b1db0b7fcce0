package dev.sluice.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an image needs besides the program, from Debian packages that are unpacked into a folder: no
 * registry is asked, nothing is installed, and no right of root is needed. What was fetched once is
 * taken again.
 */
final class DebianBase {
  /** Of Debian 12: a JRE, the libraries that it and the native ones link to, and a small shell. */
  private static final List<String> PACKAGES =
      List.of(
          "busybox-static",
          "gcc-12-base",
          "libc-bin",
          "libc6",
          "libgcc-s1",
          "libstdc++6",
          "openjdk-17-jre-headless",
          "zlib1g");

  /** Lists what is unpacked; written last, so that half a base is none. */
  private static final String LIST = "packages";

  private final Path folder;

  /**
   * A base that is there.
   *
   * @param root folder that is {@code /} of it
   * @param packages their files' names
   */
  record Unpacked(Path root, List<String> packages) {
    Unpacked {
      packages = List.copyOf(packages);
    }
  }

  /** There is no base, and none could be fetched. */
  static final class MissingException extends IOException {
    private static final long serialVersionUID = 1L;

    MissingException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * @param folder of the bases, each by its platform's name
   */
  DebianBase(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /**
   * Fetches it when it is not there: a minute, and some 60 MB.
   *
   * @throws MissingException when it cannot be fetched
   */
  Unpacked of(Platform platform) throws IOException {
    Path base = folder.resolve(platform.debian());
    Path root = base.resolve("root");
    if (!Files.exists(base.resolve(LIST))) {
      try {
        fetch(platform, base, root);
      } catch (IOException e) {
        throw new MissingException(
            "no base for an image for %s in %s, and none can be fetched: %s"
                .formatted(platform.debian(), base, e.getMessage()),
            e);
      }
    }
    return new Unpacked(root, Files.readAllLines(base.resolve(LIST)));
  }

  private static void fetch(Platform platform, Path base, Path root) throws IOException {
    Path state = base.resolve("state");
    Path debs = base.resolve("debs");
    Scratch.remove(base);
    Files.createDirectories(state.resolve("lists/partial"));
    Files.createDirectories(debs.resolve("archives/partial"));
    Files.createFile(state.resolve("status"));
    run(debs, apt(platform, state, debs, List.of("update")));
    List<String> download = new ArrayList<>(List.of("download"));
    download.addAll(PACKAGES);
    run(debs, apt(platform, state, debs, download));
    List<String> names = new ArrayList<>();
    for (Path deb : debs(debs)) {
      run(debs, List.of("dpkg-deb", "-x", deb.toString(), root.toString()));
      names.add(deb.getFileName().toString());
    }
    Scratch.remove(state);
    Scratch.remove(debs);
    Files.write(base.resolve(LIST), names);
  }

  /** With a state of its own: the machine's may be for another platform, and is root's. */
  private static List<String> apt(Platform platform, Path state, Path debs, List<String> words) {
    List<String> command = new ArrayList<>(List.of("apt-get", "-qq"));
    for (String option :
        List.of(
            "Dir::State=" + state,
            "Dir::State::status=" + state.resolve("status"),
            "Dir::Cache=" + debs,
            "APT::Architecture=" + platform.debian(),
            "APT::Architectures=" + platform.debian(),
            "APT::Sandbox::User=" + System.getProperty("user.name"),
            "Debug::NoLocking=1")) {
      command.addAll(List.of("-o", option));
    }
    command.addAll(words);
    return command;
  }

  private static List<Path> debs(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".deb")).sorted().toList();
    }
  }

  private static void run(Path folder, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command.get(0) + ": " + lastLine(said));
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String lastLine(String said) {
    return said.lines().reduce((earlier, later) -> later).orElse("it said nothing");
  }
}
