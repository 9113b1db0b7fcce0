package dev.sluice.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.sim.config.GroupConfig;
import dev.sluice.sim.device.ClientKind;
import dev.sluice.sim.signal.MalformedSeriesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalsTest {
  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final GroupConfig PUMPS = Groups.answers("pump", ClientKind.VERTX, 2, 1);

  @TempDir private Path folder;

  @Test
  void givesTheSameFramesForTheSameSeed() throws Exception {
    assertThat(first(PUMPS, 1, 1)).containsExactly(first(PUMPS, 1, 1));
  }

  @Test
  void givesEachDeviceGroupAndSeedFramesOfItsOwn() throws Exception {
    GroupConfig fans = Groups.answers("fan", ClientKind.VERTX, 2, 1);
    assertThat(first(PUMPS, 1, 1)).isNotEqualTo(first(PUMPS, 1, 2));
    assertThat(first(PUMPS, 1, 1)).isNotEqualTo(first(PUMPS, 2, 1));
    assertThat(first(PUMPS, 1, 1)).isNotEqualTo(first(fans, 1, 1));
  }

  @Test
  void letsDevicesJoinAReplayAtDifferentRows() throws Exception {
    GroupConfig replay = replay(100, Optional.empty());
    Set<Float> starts = new HashSet<>();
    for (int number = 1; number <= 10; number++) {
      starts.add(first(replay, 1, number)[0]);
    }
    assertThat(starts).hasSizeGreaterThan(5);
    assertThat(first(replay, 1, 3)).containsExactly(first(replay, 1, 3));
  }

  @Test
  void replaysAFramePerPeriodUnlessASpeedIsGiven() throws Exception {
    assertThat(period(replay(100, Optional.empty()))).isEqualTo(PERIOD);
    assertThat(period(replay(100, Optional.of(20.0)))).isEqualTo(Duration.ofSeconds(2));
    assertThat(period(replay(100, Optional.of(1e12)))).isEqualTo(Duration.ofMillis(1));
    assertThat(period(PUMPS)).isEqualTo(PERIOD);
  }

  @Test
  void refusesASeriesTooShortForAFrame() {
    assertThatThrownBy(() -> first(replay(3, Optional.empty()), 1, 1))
        .isInstanceOf(MalformedSeriesException.class)
        .hasMessage(
            "s.csv: 3 rows do not fill a frame of 4: use a longer series or a smaller signal.frame");
  }

  /** A row every ten seconds, frames of four. */
  private GroupConfig replay(int rows, Optional<Double> speed) throws IOException {
    Files.writeString(
        folder.resolve("s.csv"),
        IntStream.range(0, rows).mapToObj(i -> i * 10 + "," + i).collect(Collectors.joining("\n")));
    return Groups.replay("r", "s.csv", speed);
  }

  private float[] first(GroupConfig group, long seed, int number) throws MalformedSeriesException {
    return Signals.of(group, new ReplayFiles(folder), seed)
        .signal(number)
        .next()
        .orElseThrow()
        .values();
  }

  private Duration period(GroupConfig group) throws MalformedSeriesException {
    return Signals.of(group, new ReplayFiles(folder), 1).period(group.period());
  }
}
