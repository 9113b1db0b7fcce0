package dev.sluice.packaging;

import dev.sluice.edge.EdgeCommands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A checkout with everything that an edge node is packaged from, some bytes each. */
final class FakeCheckout {
  private final Path root;

  FakeCheckout(Path root) throws IOException {
    this.root = root;
    String version = BuildFacts.read().mavenVersion();
    Path target = root.resolve("edge-node/target");
    program(target.resolve("edge-node-" + version + ".jar"));
    jar(target.resolve("lib/other-1.jar"), "other/Other.class");
    jar(
        target.resolve("lib/onnxruntime-1.29.0.jar"),
        "ai/onnxruntime/OrtSession.class",
        "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
        "ai/onnxruntime/native/linux-aarch64/libonnxruntime.so",
        "ai/onnxruntime/native/win-x64/onnxruntime.dll");
    netty(target, "linux-x86_64", "libnetty_x86_64.so");
    netty(target, "linux-aarch_64", "libnetty_aarch_64.so");
    text("edge-node/target/bom.json", "{}");
    text("LICENSE", "Apache");
    text("config/models/a.model.yaml", "name: a\n");
    text("config/monitoring/sluice-alerts.yaml", "groups: []\n");
    text("config/monitoring/sluice-dashboard.json", "{}");
    text(
        "config/edge.yaml",
        "inference:\n  models:\n    - models/a.model.yaml\nuplink:\n  enabled: true\n");
    text("config/policy.yaml", "routes: []\n");
  }

  /** A cloud bridge and one engine, which have a library in common. */
  FakeCheckout withRedis() throws IOException {
    String version = BuildFacts.read().mavenVersion();
    Path bridge = root.resolve("cloud-bridge/target");
    jar(bridge.resolve("cloud-bridge-" + version + ".jar"), "Bridge.class");
    jar(bridge.resolve("lib/targets-1.jar"), "Target.class");
    text("cloud-bridge/target/bom.json", "{}");
    Path redis = root.resolve("target-redis/target");
    jar(redis.resolve("target-redis-" + version + ".jar"), "Redis.class");
    jar(redis.resolve("lib/targets-1.jar"), "Target.class");
    jar(redis.resolve("lib/jedis-8.jar"), "Jedis.class");
    text("target-redis/target/bom.json", "{}");
    text("config/cloud.yaml", "inference:\n  models:\n    - models/a.model.yaml\n");
    return this;
  }

  Checkout checkout() {
    return new Checkout(root);
  }

  private static void netty(Path target, String classifier, String library) throws IOException {
    jar(
        target.resolve("lib/netty-transport-native-epoll-4.2-" + classifier + ".jar"),
        "META-INF/native/" + library);
  }

  /** Of which one command works: that which packaging asks. */
  private static void program(Path file) throws IOException {
    String name = EdgeCommands.class.getName().replace('.', '/') + ".class";
    Files.createDirectories(file.getParent());
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file));
        InputStream in = EdgeCommands.class.getResourceAsStream("/" + name)) {
      out.putNextEntry(new ZipEntry(name));
      in.transferTo(out);
    }
  }

  private static void jar(Path file, String... entries) throws IOException {
    Files.createDirectories(file.getParent());
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String entry : entries) {
        out.putNextEntry(new ZipEntry(entry));
        out.write(entry.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private void text(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
