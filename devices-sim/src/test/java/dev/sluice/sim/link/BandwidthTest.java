package dev.sluice.sim.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BandwidthTest {
  private static final long SECOND = 1_000_000_000L;

  /** One second at 8 Mbit/s (1 byte per microsecond), one dead second, one at 80 Mbit/s. */
  private static final Bandwidth STEPS =
      Bandwidth.of(
          List.of(
              new Bandwidth.Sample(10, 8),
              new Bandwidth.Sample(11, 0),
              new Bandwidth.Sample(12, 80)));

  @TempDir private Path folder;

  @Test
  void unlimitedTakesNoTime() {
    assertThat(Bandwidth.unlimited().finishNanos(7, 1_000_000)).isEqualTo(7);
  }

  @Test
  void constantRateTakesBytesOverRate() {
    assertThat(Bandwidth.mbps(8).finishNanos(5_000, 1_000)).isEqualTo(1_005_000);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 500000, 500000000",
    "0, 1000000, 1000000000",
    "0, 1000001, 2000000100",
    "1500000000, 10, 2000001000",
    "2500000000, 6000000, 4000000000",
    "3000000000, 1000, 3001000000",
  })
  void integratesOverDeadAirAndStartsOver(long start, long bytes, long finish) {
    assertThat(STEPS.finishNanos(start, bytes)).isEqualTo(finish);
  }

  @Test
  void sendingInPartsTakesAsLongAsAtOnce() {
    SplittableRandom random = new SplittableRandom(42);
    long inParts = 0;
    long total = 0;
    for (int i = 0; i < 2_000; i++) {
      int bytes = 1 + random.nextInt(20_000);
      total += bytes;
      inParts = STEPS.finishNanos(inParts, bytes);
    }
    assertThat(inParts).isCloseTo(STEPS.finishNanos(0, total), within(4_000L));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesARateThatIsNone(double mbps) {
    assertThatThrownBy(() -> Bandwidth.mbps(mbps)).hasMessageContaining("above 0");
  }

  @Test
  void readsATrace() throws IOException {
    Path file = Files.writeString(folder.resolve("bus.txt"), "# bus\n0.0 8\n\n1.0\t16\n");
    assertThat(Bandwidth.trace(file).finishNanos(0, 3_000_000)).isEqualTo(2 * SECOND);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 1;x 2      | bus.txt:2: expected 'seconds mbps', found 'x 2'
          0 1;1        | bus.txt:2: expected 'seconds mbps', found '1'
          0 1          | bus.txt: a trace has 2 to 1000000 samples, found 1
          0 1;0 2      | bus.txt: sample 1: seconds must rise
          0 1;1 -2     | bus.txt: sample 2: mbps must be 0 or more
          0 0;1 0      | bus.txt: sample 1: all rates are 0
          """)
  void namesWhatIsWrongInATrace(String lines, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("bus.txt"), lines.replace(';', '\n'));
    assertThatThrownBy(() -> Bandwidth.trace(file)).hasMessageEndingWith(message);
  }

  @Test
  void readsRecordedTraces() throws IOException {
    Path file = Path.of(System.getProperty("sluice.data", "absent"), "uplink/norway_bus_1.txt");
    assumeTrue(Files.exists(file), () -> "no recorded trace at " + file);
    assertThat(Bandwidth.trace(file).finishNanos(0, 1_000_000))
        .as("1 MB at about 4.5 Mbit/s")
        .isBetween(SECOND, 4 * SECOND);
  }
}
