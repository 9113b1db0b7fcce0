package dev.sluice.sim.device;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.target.rabbitmq.RabbitEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * RabbitMQ as a broker of MQTT: before 3.13, such as Debian 12 has it, of no more than 3.1.1. Tests
 * are skipped where it is not installed.
 */
public final class RabbitMq implements ExternalBroker {
  private static final Pattern OLDER = Pattern.compile("rabbitmq_server-3\\.(\\d|1[0-2])\\.\\d+");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RabbitEngine engine;
  private final int port;

  private RabbitMq(RabbitEngine engine, int port) {
    this.engine = engine;
    this.port = port;
  }

  public static RabbitMq start(Path folder) throws IOException {
    assumeTrue(
        Files.isExecutable(RabbitEngine.BINARY),
        "skipped: there is no " + RabbitEngine.BINARY + ": install the package rabbitmq-server");
    int port = ExternalBroker.freePort();
    Path own = Files.createDirectories(folder.resolve("rabbitmq"));
    RabbitMq broker = new RabbitMq(RabbitEngine.withMqtt(own, port), port);
    broker.begin();
    return broker;
  }

  /** Whether the one that is installed knows no MQTT 5. */
  public static boolean isOlder() throws IOException {
    try (Stream<Path> versions = Files.list(RabbitEngine.BINARY.resolve("../../lib").normalize())) {
      return versions.anyMatch(one -> OLDER.matcher(one.getFileName().toString()).matches());
    }
  }

  private void begin() throws IOException {
    engine.start();
    await("MQTT on port " + port).atMost(PATIENCE).until(() -> ExternalBroker.listens(port));
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void killAndStart() throws IOException {
    try {
      engine.kill();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    begin();
  }

  @Override
  public void close() {
    try {
      engine.close();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
