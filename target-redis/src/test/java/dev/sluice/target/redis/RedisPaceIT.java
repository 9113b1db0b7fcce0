package dev.sluice.target.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.target.TargetEngine;
import dev.sluice.target.TargetPace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RedisPaceIT extends TargetPace {
  @TempDir private Path folder;

  @Override
  protected TargetEngine engine() throws IOException {
    assumeTrue(
        Files.isExecutable(RedisEngine.BINARY),
        "there is no " + RedisEngine.BINARY + ": install the package redis-server");
    return new RedisEngine(folder);
  }
}
