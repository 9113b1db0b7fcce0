package dev.sluice.target.kafka;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.target.TargetContract;
import dev.sluice.target.TargetEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** Apache Kafka against a real one. */
class KafkaTargetIT extends TargetContract {
  @TempDir private Path folder;

  @Override
  protected TargetEngine engine() throws IOException {
    Optional<String> missing = KafkaProcess.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    return new KafkaEngine(folder);
  }
}
