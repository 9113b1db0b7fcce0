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
  @TempDir private Path folder;

  @Override
  protected TargetEngine engine() throws IOException {
    assumeTrue(
        Files.isExecutable(RedisEngine.BINARY),
        "there is no " + RedisEngine.BINARY + ": install the package redis-server");
    return new RedisEngine(folder);
  }
}
