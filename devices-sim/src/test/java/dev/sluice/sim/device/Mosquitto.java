package dev.sluice.sim.device;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** A Mosquitto broker on a free port of loopback; tests are skipped where it is not installed. */
public final class Mosquitto implements ExternalBroker {
  private final Path folder;
  private final int port;
  private Process process;

  private Mosquitto(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  public static Mosquitto start(Path folder) throws IOException {
    return start(folder, "");
  }

  /**
   * @param more lines of its configuration
   */
  public static Mosquitto start(Path folder, String more) throws IOException {
    assumeTrue(
        program().isPresent(), "skipped: no mosquitto in PATH or /usr/sbin: install mosquitto");
    Mosquitto broker = new Mosquitto(folder, ExternalBroker.freePort());
    Files.writeString(
        folder.resolve("mosquitto.conf"),
        "listener %d 127.0.0.1\nallow_anonymous true\nmax_inflight_messages 1000\nmax_queued_messages 0\n%s"
            .formatted(broker.port, more));
    broker.start();
    return broker;
  }

  private void start() throws IOException {
    process =
        new ProcessBuilder(
                program().orElseThrow().toString(),
                "-c",
                folder.resolve("mosquitto.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("mosquitto.log").toFile()))
            .start();
    await("mosquitto on port " + port)
        .atMost(Duration.ofSeconds(10))
        .until(() -> ExternalBroker.listens(port));
  }

  /** All that it held is gone. */
  @Override
  public void killAndStart() throws IOException {
    process.destroyForcibly().onExit().join();
    start();
  }

  @Override
  public int port() {
    return port;
  }

  private static Optional<Path> program() {
    Stream<String> folders =
        Stream.concat(
            Arrays.stream(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"));
    return folders
        .map(folder -> Path.of(folder, "mosquitto"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
