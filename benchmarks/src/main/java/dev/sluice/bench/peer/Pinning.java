package dev.sluice.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which core each side has for itself.
 *
 * @param taskset the program that pins, empty when nothing is pinned
 * @param note what the report says of it
 */
public record Pinning(Optional<String> taskset, String note) {
  /** For the broker alone. */
  public static final int BROKER_CORE = 0;

  private static final int GENERATOR_CORE = 1;

  /** Broker on core 0, this process on core 1, where the machine allows it. */
  public static Pinning ofThisMachine() {
    if (Runtime.getRuntime().availableProcessors() < 2) {
      return new Pinning(
          Optional.empty(), "NOT pinned: one core only, broker and generator share it");
    }
    Optional<String> taskset =
        Stream.of("/usr/bin/taskset", "/bin/taskset")
            .filter(file -> Files.isExecutable(Path.of(file)))
            .findFirst();
    if (taskset.isEmpty()) {
      return new Pinning(Optional.empty(), "NOT pinned: no taskset here (Debian: util-linux)");
    }
    return new Pinning(
        taskset, "broker on core " + BROKER_CORE + ", generator on core " + GENERATOR_CORE);
  }

  /** Words before the broker's own. */
  List<String> forBroker() {
    return taskset
        .map(program -> List.of(program, "-c", Integer.toString(BROKER_CORE)))
        .orElse(List.of());
  }

  /** Puts every thread of this process, and those to come, on the generator's core. */
  public void pinThisProcess() throws PeerException, InterruptedException {
    if (taskset.isEmpty()) {
      return;
    }
    String pid = Long.toString(ProcessHandle.current().pid());
    try {
      int code =
          new ProcessBuilder(taskset.get(), "-a", "-c", "-p", Integer.toString(GENERATOR_CORE), pid)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      if (code != 0) {
        throw new PeerException("taskset could not pin the generator, code " + code);
      }
    } catch (IOException e) {
      throw new PeerException("cannot run taskset: " + e.getMessage(), e);
    }
  }
}
