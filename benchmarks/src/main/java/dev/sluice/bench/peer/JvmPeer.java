package dev.sluice.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A broker for the JVM, as a process of its own on its own class path ({@code benchmarks/peers}).
 */
public final class JvmPeer implements Peer {
  private static final String HEAP = "-Xmx512m";
  private static final String JAR_ENDING = ".jar";

  private final String name;
  private final String mainClass;
  private final String versionedJar;
  private final String settings;
  private final Path target;

  private JvmPeer(Path home, String name, String mainClass, String versionedJar, String settings) {
    this.name = name;
    this.mainClass = mainClass;
    this.versionedJar = versionedJar;
    this.settings = settings;
    this.target = home.resolve("benchmarks/peers").resolve(name).resolve("target");
  }

  /**
   * @param home the checkout
   */
  public static JvmPeer hiveMq(Path home) {
    return new JvmPeer(
        home,
        "hivemq",
        "dev.sluice.bench.peer.hivemq.HiveMqPeer",
        "hivemq-community-edition-embedded-",
        "HiveMQ CE embedded, "
            + HEAP
            + ", persistence in memory, max-queue-size 100000,"
            + " 1024 in flight, not-writable queue 100000, usage statistics off");
  }

  /**
   * @param home the checkout
   */
  public static JvmPeer moquette(Path home) {
    return new JvmPeer(
        home,
        "moquette",
        "dev.sluice.bench.peer.moquette.MoquettePeer",
        "moquette-broker-",
        HEAP
            + ", persistence off, session_queue_size 100000, message_size 1 MB, telemetry off;"
            + " its 10 messages in flight for a client are fixed");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<String> absence() {
    return Files.isRegularFile(jar()) && Files.isDirectory(libraries())
        ? Optional.empty()
        : Optional.of("not built: ./mvnw -f benchmarks/peers/pom.xml package");
  }

  private Path jar() {
    return target.resolve("peer.jar");
  }

  private Path libraries() {
    return target.resolve("lib");
  }

  @Override
  public String version() {
    try (Stream<Path> files = Files.list(libraries())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.startsWith(versionedJar))
          .map(file -> file.substring(versionedJar.length(), file.length() - JAR_ENDING.length()))
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  @Override
  public String settings() {
    return settings;
  }

  @Override
  public List<String> prepare(Path folder, int port, Heap heap) throws IOException {
    Path files = Files.createTempDirectory(folder, "run");
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        HEAP,
        "-cp",
        jar() + ":" + libraries() + "/*",
        mainClass,
        Integer.toString(port),
        files.toString());
  }
}
