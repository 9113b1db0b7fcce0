package dev.sluice.sim.device;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * HiveMQ CE in a process of its own on a class path of its own, which keeps sessions on disk; tests
 * are skipped where it is not built.
 */
public final class HiveMq implements ExternalBroker {
  private static final String MAIN = "dev.sluice.bench.peer.hivemq.HiveMqOnDisk";

  /** It is a large program, and the machine may have others to start. */
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(90);

  private final Path folder;
  private final int port;
  private Process process;

  private HiveMq(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  public static HiveMq start(Path folder) throws IOException {
    assumeTrue(
        Files.isRegularFile(jar()) && Files.isDirectory(libraries()),
        "skipped: no HiveMQ in benchmarks/peers/hivemq/target: run with -Pengines");
    HiveMq broker =
        new HiveMq(Files.createDirectories(folder.resolve("hivemq")), ExternalBroker.freePort());
    broker.start();
    return broker;
  }

  private static Path jar() {
    return Path.of(System.getProperty("sluice.root"), "benchmarks/peers/hivemq/target/peer.jar");
  }

  private static Path libraries() {
    return jar().resolveSibling("lib");
  }

  private void start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", jar() + ":" + libraries() + "/*", MAIN));
    command.addAll(List.of(Integer.toString(port), folder.toString()));
    Path log = folder.resolve("hivemq.log");
    process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    await("HiveMQ on port " + port).atMost(STARTS_WITHIN).until(this::isUp);
  }

  private boolean isUp() throws IOException {
    if (!process.isAlive()) {
      throw new IOException("it has ended: " + Files.readString(folder.resolve("hivemq.log")));
    }
    return ExternalBroker.listens(port);
  }

  @Override
  public void killAndStart() throws IOException {
    process.destroyForcibly().onExit().join();
    start();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
