package dev.sluice.packaging;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
    description = "Makes packages of the edge node and the cloud bridge.",
    footer = {
      "",
      "The same sources give the same bytes. Each package holds its bill of materials, sbom.cdx.json.",
      "Exit codes: 0 made, 1 could not be made, 2 wrong options.",
      "",
      "Examples:",
      "  ./sluice package",
      "  ./sluice package --only deb --platform arm64",
      "  ./sluice package --program cloud --target redis",
    })
public final class PackageCommand implements Callable<Integer> {
  private static final String VERSION = "[0-9][A-Za-z0-9.+~]{0,63}";

  @Spec private CommandSpec spec;

  /** Kinds of packages. */
  enum Kind {
    DEB,
    TAR
  }

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "KIND",
      description = "Of these kinds: deb, tar (default: all).")
  private List<Kind> kinds = List.of(Kind.values());

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
        for (Kind kind : kinds) {
          Path scratch = Files.createTempDirectory("sluice-package");
          try {
            print(make(distribution, program, platform, kind, version, scratch));
          } finally {
            delete(scratch);
          }
        }
      }
    }
  }

  private Path make(
      Distribution distribution,
      Program program,
      Platform platform,
      Kind kind,
      String version,
      Path scratch)
      throws IOException {
    if (kind == Kind.DEB) {
      Path file =
          out.resolve("%s_%s_%s.deb".formatted(program.packageName(), version, platform.debian()));
      new DebianPackage(distribution, version).write(program, platform, scratch, file);
      return file;
    }
    String name = "%s-%s-linux-%s".formatted(program.packageName(), version, platform.debian());
    FileTree tree = new FileTree(scratch.resolve("configs"));
    tree.addAll(name, distribution.of(program, platform, scratch.resolve("files")));
    distribution.addConfigs(tree, program, name + "/config", "../models");
    Path file = out.resolve(name + ".tar.gz");
    new Tarball(distribution.time()).write(tree, file);
    return file;
  }

  private void print(Path file) throws IOException {
    PrintWriter text = spec.commandLine().getOut();
    text.printf("%s (%.1f MB)%n", file, Files.size(file) / 1e6);
    text.flush();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
