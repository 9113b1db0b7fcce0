package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HangUpTest {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** As under nohup: Java then leaves the signal alone. */
  static boolean isIgnored() throws Exception {
    List<String> lines = Files.exists(STATUS) ? Files.readAllLines(STATUS) : List.of();
    return lines.stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> Long.parseUnsignedLong(line.split("\\s+", -1)[1], 16) % 2 == 1);
  }

  @Test
  void everySignalIsAWish() throws Exception {
    assumeFalse(isIgnored(), "skipped: this process was started with SIGHUP ignored (nohup)");
    for (int i = 0; i < 2; i++) {
      CountDownLatch wished = new CountDownLatch(1);
      HangUp.hear(wished::countDown);
      Class<?> signal = Class.forName("sun.misc.Signal");
      signal
          .getMethod("raise", signal)
          .invoke(null, signal.getConstructor(String.class).newInstance("HUP"));
      assertThat(wished.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
