package dev.sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PackageCommandTest {
  private static final String HOME = "sluice.home";

  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void checkOut() throws IOException {
    Path home = folder.resolve("checkout");
    new FakeCheckout(home);
    new FakeBase(home.resolve("target/image-base"));
    System.setProperty(HOME, home.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty(HOME);
  }

  private int run(String... words) {
    CommandLine command = PackageCommand.commandLine();
    command.setOut(new PrintWriter(new StringWriter()));
    command.setErr(new PrintWriter(err));
    return command.execute(words);
  }

  private Path make(String out) {
    Path made = folder.resolve(out);
    assertThat(run("--program", "edge", "--release", "1.2.3", "--out", made.toString())).isZero();
    return made;
  }

  @Test
  void makesEachKindForEachPlatform() {
    assertThat(make("out"))
        .isDirectoryContaining("glob:**sluice-edge_1.2.3_amd64.deb")
        .isDirectoryContaining("glob:**sluice-edge_1.2.3_arm64.deb")
        .isDirectoryContaining("glob:**sluice-edge-1.2.3-linux-amd64.tar.gz")
        .isDirectoryContaining("glob:**sluice-edge-1.2.3-linux-arm64.tar.gz")
        .isDirectoryContaining("glob:**sluice-edge-1.2.3-linux-amd64-image.tar")
        .isDirectoryContaining("glob:**sluice-edge-1.2.3-linux-arm64-image.tar");
  }

  @Test
  void givesTheSameBytesAgain() throws IOException {
    Path first = make("first");
    Path second = make("second");
    try (var files = Files.list(first)) {
      for (Path file : files.toList()) {
        assertThat(second.resolve(file.getFileName())).hasSameBinaryContentAs(file);
      }
    }
  }

  /** A file where the folder of bases would be: nothing can be fetched into it. */
  private Path withoutBase() throws IOException {
    Path file = folder.resolve("no-folder");
    Files.writeString(file, "");
    return file;
  }

  @Test
  void leavesImagesOutWithAWordWhereThereIsNothingToBuildThemUpon() throws IOException {
    Path out = folder.resolve("out");
    String base = withoutBase().toString();

    assertThat(
            run(
                "--program",
                "edge",
                "--platform",
                "amd64",
                "--release",
                "1.2.3",
                "--out",
                out.toString(),
                "--base",
                base))
        .isZero();

    assertThat(err.toString()).startsWith("package: left out: no base for an image for amd64");
    assertThat(out).isDirectoryNotContaining("glob:**image.tar");
    assertThat(out).isDirectoryContaining("glob:**sluice-edge_1.2.3_amd64.deb");
  }

  @Test
  void anImageThatIsAskedForAndCannotBeMadeIsAnError() throws IOException {
    String out = folder.resolve("out").toString();
    String base = withoutBase().toString();

    assertThat(run("--only", "image", "--program", "edge", "--out", out, "--base", base))
        .isEqualTo(1);

    assertThat(err.toString())
        .startsWith("package: no base for an image for amd64")
        .hasLineCount(1);
  }

  @Test
  void thePackageOfDebianHasWhatBashCompletes() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg-deb")), "skipped: no dpkg-deb here");
    Path deb = make("out").resolve("sluice-edge_1.2.3_amd64.deb");
    Process listing = new ProcessBuilder("dpkg-deb", "-c", deb.toString()).start();
    assertThat(new String(listing.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("/usr/share/bash-completion/completions/sluice-edge");
  }

  @Test
  void aProgramThatTellsNoCompletionIsNotPackaged() throws IOException {
    Path jar =
        folder.resolve(
            "checkout/edge-node/target/edge-node-" + BuildFacts.read().mavenVersion() + ".jar");
    Files.copy(
        folder.resolve("checkout/edge-node/target/lib/other-1.jar"),
        jar,
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(run("--program", "edge", "--out", folder.resolve("out").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("tells no completion: build it again").hasLineCount(1);
  }

  @Test
  void refusesAVersionThatDpkgWouldRefuse() {
    assertThat(run("--release", "one two")).isEqualTo(2);
    assertThat(err.toString()).contains("--release one two");
  }

  @Test
  void saysInOneLineWhatIsMissing() throws IOException {
    Files.delete(folder.resolve("checkout/edge-node/target/bom.json"));
    assertThat(run("--program", "edge", "--out", folder.resolve("out").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("bom.json is missing").hasLineCount(1);
  }
}
