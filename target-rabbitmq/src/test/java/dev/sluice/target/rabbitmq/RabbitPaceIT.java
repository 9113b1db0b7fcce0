package dev.sluice.target.rabbitmq;

import dev.sluice.target.TargetEngine;
import dev.sluice.target.TargetPace;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RabbitPaceIT extends TargetPace {
  @TempDir private Path folder;

  @Override
  protected TargetEngine engine() throws IOException {
    RabbitTargetIT.assumeInstalled();
    return RabbitEngine.plain(folder);
  }
}
