package dev.sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerImageTest {
  private static final Pattern LAYER = Pattern.compile("\"([0-9a-f]{64}\\.tar\\.gz)\"");

  @TempDir private Path folder;
  private ContainerImage image;

  /** What an image is once an engine has taken it in. */
  private record Taken(String config, String manifest, Map<String, TarArchiveEntry> files) {
    TarArchiveEntry file(String path) {
      assertThat(files).containsKey(path);
      return files.get(path);
    }
  }

  @BeforeEach
  void make() throws IOException {
    image =
        new ContainerImage(
            new Distribution(
                new FakeCheckout(folder.resolve("checkout")).withRedis().checkout(),
                BuildFacts.read().time(),
                List.of()),
            "1.2~rc3",
            new DebianBase(new FakeBase(folder.resolve("bases")).folder()));
  }

  private Path write(Program program, Platform platform, String name) throws IOException {
    Path file = folder.resolve(name);
    image.write(program, platform, Files.createTempDirectory(folder, "scratch"), file);
    return file;
  }

  private Taken take(Program program, Platform platform) throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(write(program, platform, "image.tar"));
        TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        parts.put(e.getName(), tar.readAllBytes());
      }
    }
    String manifest = new String(parts.get("manifest.json"), StandardCharsets.UTF_8);
    Map<String, TarArchiveEntry> files = new LinkedHashMap<>();
    for (Matcher layer = LAYER.matcher(manifest); layer.find(); ) {
      for (TarArchiveEntry entry : entries(parts.get(layer.group(1)))) {
        files.put(entry.getName(), entry);
      }
    }
    return new Taken(new String(parts.get("config.json"), StandardCharsets.UTF_8), manifest, files);
  }

  private static List<TarArchiveEntry> entries(byte[] layer) throws IOException {
    List<TarArchiveEntry> entries = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(layer)))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        entries.add(e);
      }
    }
    return entries;
  }

  @Test
  void saysWhoItRunsAsWhatItRunsAndWhereItsDataIs() throws IOException {
    Taken taken = take(Program.EDGE, Platform.ARM64);

    assertThat(taken.config())
        .contains("\"architecture\":\"arm64\"")
        .contains("\"User\":\"10001:10001\"")
        .contains("\"Entrypoint\":[\"/usr/bin/sluice-edge\"]")
        .contains("\"/etc/sluice\":{}", "\"/var/lib/sluice\":{}")
        .contains("\"1883/tcp\":{}", "\"8883/tcp\":{}")
        .contains("JAVA_HOME=/usr/lib/jvm/java-17-openjdk-arm64")
        .contains("\"org.opencontainers.image.version\":\"1.2~rc3\"")
        .contains("\"sluice.base.packages\":\"zlib1g_1.deb jre_17.deb\"");
    assertThat(taken.manifest()).contains("sluice-edge:1.2-rc3");
  }

  @Test
  void engineCanAskWhetherItServes() throws IOException {
    assertThat(take(Program.CLOUD, Platform.AMD64).config())
        .contains("\"Healthcheck\":{\"Test\":[\"CMD-SHELL\",")
        .contains("http://127.0.0.1:9465/health/ready");
  }

  @Test
  void whatTheServiceWritesIsItsOwnAndNothingElse() throws IOException {
    Taken taken = take(Program.EDGE, Platform.AMD64);

    for (String own : List.of("var/lib/sluice/", "etc/sluice/", "etc/sluice/edge.yaml")) {
      assertThat(taken.file(own).getLongUserId()).as(own).isEqualTo(10_001);
    }
    assertThat(taken.file("var/lib/sluice/").getMode() & 07777).isEqualTo(0750);
    assertThat(taken.file("tmp/").getMode() & 07777).isEqualTo(01777);
    assertThat(taken.files().values())
        .filteredOn(entry -> !entry.getName().matches("(var/lib|etc)/sluice/.*"))
        .allSatisfy(entry -> assertThat(entry.getLongUserId()).as(entry.getName()).isZero());
  }

  @Test
  void launcherFindsConfigurationDataAndShell() throws IOException {
    Taken taken = take(Program.EDGE, Platform.AMD64);

    assertThat(taken.file("usr/bin/sluice-edge").getLinkName())
        .isEqualTo("../lib/sluice-edge/bin/sluice-edge");
    assertThat(taken.file("usr/lib/sluice-edge/config").getLinkName()).isEqualTo("/etc/sluice");
    assertThat(taken.file("usr/lib/sluice-edge/data").getLinkName()).isEqualTo("/var/lib/sluice");
    assertThat(taken.file("bin/sh").getLinkName()).isEqualTo("busybox");
    assertThat(taken.file("bin/busybox").getMode() & 0777).isEqualTo(0755);
    assertThat(taken.file("usr/lib/sluice-edge/bin/sluice-edge").getMode() & 0777).isEqualTo(0755);
  }

  @Test
  void holdsWhatRunsOfTheBaseAndItsLicences() throws IOException {
    Taken taken = take(Program.EDGE, Platform.AMD64);

    assertThat(taken.files())
        .containsKeys(
            "usr/lib/jvm/java-17-openjdk-amd64/bin/java",
            "usr/lib/jvm/java-17-openjdk-amd64/lib/modules",
            "usr/lib/jvm/java-17-openjdk-amd64/conf/net.properties",
            "etc/java-17-openjdk/net.properties",
            "lib/amd64-linux-gnu/libz.so.1",
            "lib/amd64-linux-gnu/libz.so.1.2.13",
            "usr/share/doc/zlib1g/copyright",
            "usr/share/doc/sluice-edge/copyright",
            "etc/passwd",
            "etc/nsswitch.conf")
        .allSatisfy(
            (path, entry) ->
                assertThat(path).doesNotMatch(".*(gconv|ct\\.sym|man1|changelog|sbin).*"));
  }

  @Test
  void givesTheSameBytesAgain() throws IOException {
    assertThat(write(Program.EDGE, Platform.AMD64, "second.tar"))
        .hasSameBinaryContentAs(write(Program.EDGE, Platform.AMD64, "first.tar"));
  }
}
