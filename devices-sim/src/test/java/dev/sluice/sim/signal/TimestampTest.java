package dev.sluice.sim.signal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTest {
  @ParameterizedTest
  @CsvSource({
    "2014-04-01 00:05:00, 1396310700000",
    "2014-04-01T00:05:00, 1396310700000",
    "2014-04-01 00:05:00.250000, 1396310700250",
    "2014-04-01T00:05:00Z, 1396310700000",
    "2014-04-01T02:05:00+02:00, 1396310700000",
    "1396310700, 1396310700000",
    "1396310700.5, 1396310700500",
    "1396310700000, 1396310700000",
  })
  void readsWhatRecordingsWrite(String text, long millis) {
    assertThat(Timestamp.millis(text)).hasValue(millis);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "timestamp", "2014-13-01 00:00:00", "yesterday", "12:30"})
  void refusesWhatIsNoTime(String text) {
    assertThat(Timestamp.millis(text)).isEmpty();
  }
}
