package dev.sluice.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProcessUsageTest {

  @Test
  void readsTimeAndMemoryOfAProcessWithAnOddName() {
    String stat = "42 (a (b) c) S 1 42 42 0 -1 4194560 9 9 9 9 150 50 7 7 20 0 12 0 1 2 3\n";
    String status = "Name:\ta\nVmHWM:\t  2048 kB\nVmRSS:\t  1024 kB\n";
    assertThat(ProcessUsage.parse(stat, status))
        .isEqualTo(new ProcessUsage(2_000_000_000L, 1 << 20, 2 << 20));
  }

  @Test
  void knowsThisProcess() {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "no /proc here");
    ProcessUsage usage = ProcessUsage.of(ProcessHandle.current().pid()).orElseThrow();
    assertThat(usage.cpuNanos()).isPositive();
    assertThat(usage.residentBytes()).isBetween(1L, usage.residentPeakBytes());
  }

  @Test
  void knowsNothingOfAProcessThatIsNot() {
    assertThat(ProcessUsage.of(Integer.MAX_VALUE)).isEmpty();
  }

  @Test
  void readsTheCoreThatIsAskedFor() {
    String stat =
        """
        cpu  900 0 0 900 0 0 0 0 0 0
        cpu0 10 20 30 1000 500 4 5 6 0 0
        cpu1 1 1 1 1 1 1 1 1 0 0
        """;
    assertThat(CoreUsage.parse(stat, 0))
        .as("user, nice, system, interrupts and stolen time")
        .isEqualTo(Optional.of(new CoreUsage(750_000_000)));
    assertThat(CoreUsage.parse(stat, 2)).isEmpty();
  }

  @Test
  void readsHowManyFilesMayBeOpen() {
    String limits =
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max processes             95000                95000                processes
        Max open files            1024                 524288               files
        """;
    assertThat(OpenFiles.parse(limits)).isEqualTo(OptionalLong.of(1024));
    assertThat(OpenFiles.parse("Max open files            unlimited  unlimited files")).isEmpty();
  }

  @Test
  void tellsWhenSocketsWillNotSuffice() {
    assumeTrue(Files.exists(Path.of("/proc/self/limits")), "no /proc here");
    assertThat(OpenFiles.shortage(1)).isEmpty();
    assertThat(OpenFiles.shortage(2_000_000_000).orElseThrow()).contains("ulimit -n");
  }
}
