package dev.sluice.packaging;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code ./sluice package}. */
@Command(
    name = "package",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Makes packages and container images of the edge node and the cloud bridge.",
    footer = {
      "",
      "The same sources give the same bytes. Each package holds its bill of materials, sbom.cdx.json.",
      "Exit codes: 0 made, 1 could not be made, 2 wrong options.",
      "",
      "Examples:",
      "  ./sluice package",
      "  ./sluice package --only deb --platform arm64",
      "  ./sluice package --only image --platform amd64 --program edge",
      "  ./sluice package --program cloud --target redis",
    })
public final class PackageCommand implements Callable<Integer> {
  private static final String VERSION = "[0-9][A-Za-z0-9.+~]{0,63}";

  @Spec private CommandSpec spec;

  /** Kinds of packages. */
  enum Kind {
    DEB,
    TAR,
    IMAGE
  }

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "KIND",
      description = {
        "Of these kinds: deb, tar, image (default: all; images are left out, with a word, where",
        "what they are built upon cannot be fetched)."
      })
  private List<Kind> kinds = List.of();

  @Option(
      names = "--platform",
      split = ",",
      paramLabel = "PLATFORM",
      description = "For these machines: amd64, arm64 (default: both).")
  private List<Platform> platforms = List.of(Platform.values());

  @Option(
      names = "--program",
      split = ",",
      paramLabel = "PROGRAM",
      description = "Of these programs: edge, cloud (default: both).")
  private List<Program> programs = List.of(Program.values());

  @Option(
      names = "--target",
      split = ",",
      paramLabel = "ENGINE",
      description =
          "Engines that the cloud bridge brings: ${COMPLETION-CANDIDATES} (default: none).")
  private List<Engine> engines = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "${sys:sluice.home:-.}/target/packages",
      description = "Where they go (default: target/packages).")
  private Path out;

  @Option(
      names = "--base",
      paramLabel = "DIR",
      defaultValue = "${sys:sluice.home:-.}/target/image-base",
      description =
          "Where the Debian packages under an image are, fetched by apt-get when they are not there"
              + " (default: target/image-base).")
  private Path base;

  @Option(
      names = "--release",
      paramLabel = "VERSION",
      description = "Version of the packages (default: that of the sources).")
  private Optional<String> release = Optional.empty();

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return new CommandLine(new PackageCommand()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      make(BuildFacts.read());
      return 0;
    } catch (IOException e) {
      err().println("package: " + e.getMessage());
      return 1;
    }
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private void make(BuildFacts facts) throws IOException {
    String version = release.orElse(facts.packageVersion());
    if (!version.matches(VERSION)) {
      throw new ParameterException(
          spec.commandLine(),
          "--release " + version + ": digits, letters, '.', '+' and '~', a digit first");
    }
    Checkout checkout =
        new Checkout(Path.of(System.getProperty("sluice.home", "")).toAbsolutePath());
    Distribution distribution = new Distribution(checkout, facts.time(), engines);
    Files.createDirectories(out);
    for (Program program : programs) {
      for (Platform platform : platforms) {
        for (Kind kind : kinds.isEmpty() ? List.of(Kind.values()) : kinds) {
          try (Scratch scratch = Scratch.open()) {
            print(make(distribution, program, platform, kind, version, scratch.folder()));
          } catch (DebianBase.MissingException e) {
            leaveOut(e);
          }
        }
      }
    }
  }

  /** Who asked for everything gets everything else. */
  private void leaveOut(DebianBase.MissingException missing) throws IOException {
    if (!kinds.isEmpty()) {
      throw missing;
    }
    err().println("package: left out: " + missing.getMessage());
  }

  private Path make(
      Distribution distribution,
      Program program,
      Platform platform,
      Kind kind,
      String version,
      Path scratch)
      throws IOException {
    String name = "%s-%s-linux-%s".formatted(program.packageName(), version, platform.debian());
    return switch (kind) {
      case DEB -> {
        Path file =
            out.resolve(
                "%s_%s_%s.deb".formatted(program.packageName(), version, platform.debian()));
        new DebianPackage(distribution, version).write(program, platform, scratch, file);
        yield file;
      }
      case TAR -> {
        FileTree tree = new FileTree(scratch.resolve("configs"));
        tree.addAll(name, distribution.of(program, platform, scratch.resolve("files")));
        distribution.addConfigs(tree, program, name + "/config", "../models");
        Path file = out.resolve(name + ".tar.gz");
        new Tarball(distribution.time()).write(tree, file);
        yield file;
      }
      case IMAGE -> {
        Path file = out.resolve(name + "-image.tar");
        new ContainerImage(distribution, version, new DebianBase(base))
            .write(program, platform, scratch, file);
        yield file;
      }
    };
  }

  private void print(Path file) throws IOException {
    PrintWriter text = spec.commandLine().getOut();
    text.printf("%s (%.1f MB)%n", file, Files.size(file) / 1e6);
    text.flush();
  }
}
