package dev.sluice.target.kafka;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.target.TargetEngine;
import dev.sluice.target.TargetPace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class KafkaPaceIT extends TargetPace {
  @TempDir private Path folder;

  @Override
  protected TargetEngine engine() throws IOException {
    Optional<String> missing = KafkaProcess.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    return new KafkaEngine(folder);
  }
}
