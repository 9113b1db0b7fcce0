package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntranceTest {
  @ParameterizedTest(name = "a check of {0} is answered after {1}")
  @CsvSource({"PT0.001S, PT1S", "PT0.090S, PT1S", "PT0.999S, PT1S", "PT1S, PT2S", "PT3.2S, PT4S"})
  void aRefusalComesAfterWholeSeconds(Duration check, Duration answered) {
    assertThat(check.plusNanos(Entrance.refusalWait(check.toNanos()))).isEqualTo(answered);
  }
}
