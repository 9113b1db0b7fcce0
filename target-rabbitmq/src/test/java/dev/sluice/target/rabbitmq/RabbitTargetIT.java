package dev.sluice.target.rabbitmq;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.target.TargetContract;
import dev.sluice.target.TargetEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** RabbitMQ, with durable classic queues, against a real rabbitmq-server. */
class RabbitTargetIT extends TargetContract {
  @TempDir private Path folder;

  static void assumeInstalled() {
    assumeTrue(
        Files.isExecutable(RabbitEngine.BINARY),
        "there is no " + RabbitEngine.BINARY + ": install the package rabbitmq-server");
  }

  @Override
  protected TargetEngine engine() throws IOException {
    assumeInstalled();
    return RabbitEngine.plain(folder);
  }
}
