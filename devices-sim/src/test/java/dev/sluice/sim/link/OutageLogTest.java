package dev.sluice.sim.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class OutageLogTest {

  @Test
  void sumsPastAndPresentOutages() {
    OutageLog log = new OutageLog();
    assertThat(log.begin(Outage.Kind.REFUSE, 100)).isTrue();
    assertThat(log.downNanos(130)).isEqualTo(30);
    assertThat(log.end(150)).isTrue();
    assertThat(log.downNanos(1_000)).isEqualTo(50);
    assertThat(log.begin(Outage.Kind.SILENCE, 2_000)).isTrue();
    assertThat(log.downNanos(2_007)).isEqualTo(57);
    assertThat(log.count()).isEqualTo(2);
  }

  @Test
  void aSecondCutDoesNotCountTwice() {
    OutageLog log = new OutageLog();
    log.begin(Outage.Kind.REFUSE, 0);
    assertThat(log.begin(Outage.Kind.SILENCE, 10)).isFalse();
    assertThat(log.present()).contains(Outage.Kind.REFUSE);
    assertThat(log.count()).isEqualTo(1);
  }

  @Test
  void restoringAnIntactLinkChangesNothing() {
    OutageLog log = new OutageLog();
    assertThat(log.end(10)).isFalse();
    assertThat(log.downNanos(20)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "10s+8s, 10, 8, REFUSE",
    "0s+1m:blackhole, 0, 60, BLACKHOLE",
    "1h+2s:silence, 3600, 2, SILENCE"
  })
  void readsOutagesOfTheCommandLine(String word, long start, long length, Outage.Kind kind) {
    assertThat(new OutageWord().convert(word))
        .isEqualTo(new Outage(Duration.ofSeconds(start), Duration.ofSeconds(length), kind));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10s", "10s+8s:loud", "10+8", "10s+0s", "1d+1s"})
  void refusesOtherWords(String word) {
    assertThatThrownBy(() -> new OutageWord().convert(word))
        .isInstanceOf(TypeConversionException.class);
  }

  @Test
  void refusesOverlappingSchedules() {
    Outage first = new Outage(Duration.ofSeconds(1), Duration.ofSeconds(5), Outage.Kind.REFUSE);
    Outage second = new Outage(Duration.ofSeconds(5), Duration.ofSeconds(1), Outage.Kind.REFUSE);
    assertThatThrownBy(() -> settings(List.of(first, second))).hasMessageContaining("overlap");
  }

  private static LinkSettings settings(List<Outage> outages) {
    return new LinkSettings(
        Duration.ZERO,
        Duration.ZERO,
        Bandwidth.unlimited(),
        Bandwidth.unlimited(),
        1,
        Optional.empty(),
        outages,
        1);
  }
}
