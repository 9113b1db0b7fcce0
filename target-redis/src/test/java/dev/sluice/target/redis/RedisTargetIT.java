package dev.sluice.target.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.target.TargetContract;
import dev.sluice.target.TargetEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Redis Streams against a real redis-server. */
class RedisTargetIT extends TargetContract {
  private static final Path BINARY = Path.of("/usr/bin/redis-server");

  @TempDir private Path folder;

  @Override
  protected TargetEngine engine() throws IOException {
    assumeTrue(
        Files.isExecutable(BINARY), "there is no " + BINARY + ": install the package redis-server");
    return new RedisEngine(BINARY, folder);
  }
}
