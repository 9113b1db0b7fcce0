package dev.sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarInputStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionTest {
  @TempDir private Path folder;
  private Distribution distribution;

  @BeforeEach
  void make() throws IOException {
    distribution =
        new Distribution(
            new FakeCheckout(folder.resolve("checkout")).checkout(),
            BuildFacts.read().time(),
            List.of());
  }

  private FileTree tree(Platform platform) throws IOException {
    return distribution.of(Program.EDGE, platform, folder.resolve(platform.debian()));
  }

  private static List<String> paths(FileTree tree, String under) {
    return tree.items().stream()
        .map(FileTree.Item::path)
        .filter(path -> path.startsWith(under))
        .toList();
  }

  private static Path content(FileTree tree, String path) {
    return tree.items().stream()
        .filter(item -> item.path().equals(path))
        .map(item -> ((FileTree.Content) item).source())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void holdsTheNativeLibrariesOfItsPlatformOnly() throws IOException {
    assertThat(paths(tree(Platform.AMD64), "native/"))
        .containsExactly("native/libnetty_x86_64.so", "native/libonnxruntime.so");
    FileTree arm = tree(Platform.ARM64);
    assertThat(paths(arm, "native/"))
        .containsExactly("native/libnetty_aarch_64.so", "native/libonnxruntime.so");
    assertThat(content(arm, "native/libonnxruntime.so"))
        .hasContent("ai/onnxruntime/native/linux-aarch64/libonnxruntime.so");
  }

  @Test
  void leavesNoNativeLibraryInAJar() throws IOException {
    FileTree tree = tree(Platform.AMD64);
    for (String jar : paths(tree, "lib/")) {
      try (ZipFile zip = new ZipFile(content(tree, jar).toFile())) {
        assertThat(zip.stream().map(Object::toString))
            .noneMatch(name -> name.matches(".*\\.(so|dll)"));
      }
    }
  }

  @Test
  void namesAllJarsInOneOrderTheLargestLast() throws IOException {
    FileTree tree = tree(Platform.AMD64);
    byte[] jar = Files.readAllBytes(content(tree, "lib/sluice-edge.jar"));
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
      assertThat(in.getManifest().getMainAttributes().getValue("Class-Path"))
          .matches("edge-node-\\S+\\.jar other-1\\.jar onnxruntime-1\\.29\\.0\\.jar");
    }
  }

  @Test
  void bringsAlertRulesAndDashboard() throws IOException {
    assertThat(paths(tree(Platform.ARM64), "monitoring/"))
        .containsExactly("monitoring/sluice-alerts.yaml", "monitoring/sluice-dashboard.json");
  }

  @Test
  void configuresModelsWhereTheyLieAndNoUplink() throws IOException {
    assertThat(content(tree(Platform.AMD64), "default/edge.yaml"))
        .content()
        .contains("- ../models/a.model.yaml")
        .contains("enabled: false");
  }

  private FileTree withRedis(Program program) throws IOException {
    return new Distribution(
            new FakeCheckout(folder.resolve("both")).withRedis().checkout(),
            BuildFacts.read().time(),
            List.of(Engine.REDIS))
        .of(program, Platform.AMD64, folder.resolve("tree"));
  }

  @Test
  void theBridgeBringsAnEngineThatIsAskedForWithItsLibrariesAndBillOfMaterials()
      throws IOException {
    FileTree tree = withRedis(Program.CLOUD);

    assertThat(paths(tree, "lib/"))
        .hasSize(5)
        .contains("lib/jedis-8.jar", "lib/targets-1.jar", "lib/sluice-cloud.jar");
    assertThat(paths(tree, "sbom"))
        .containsExactlyInAnyOrder("sbom.cdx.json", "sbom-target-redis.cdx.json");
  }

  @Test
  void anEdgeNodeNeverBringsAnEngine() throws IOException {
    FileTree tree = withRedis(Program.EDGE);

    assertThat(paths(tree, "lib/")).noneMatch(path -> path.matches(".*(redis|jedis|targets).*"));
    assertThat(paths(tree, "sbom")).containsExactly("sbom.cdx.json");
  }

  @Test
  void saysWhichModuleIsNotBuilt() {
    assertThatThrownBy(
            () -> distribution.of(Program.CLOUD, Platform.AMD64, folder.resolve("cloud")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("build module cloud-bridge first");
  }
}
