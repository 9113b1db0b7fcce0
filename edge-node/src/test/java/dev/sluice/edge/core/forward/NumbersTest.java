package dev.sluice.edge.core.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Payload;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumbersTest {
  @ParameterizedTest
  @CsvSource({"21.5, 21.5", "' -3\n', -3", "+.5, 0.5", "1e3, 1000", "007, 7", "5., 5"})
  void readsDecimalNumbers(String text, double value) {
    assertThat(Numbers.parse(Payload.utf8(text))).hasValue(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "NaN", "Infinity", "1d", "0x10", "1,5", "1 2", "1e999", "{}", "."})
  void refusesAllElse(String text) {
    assertThat(Numbers.parse(Payload.utf8(text))).isEmpty();
    assertThat(Numbers.parse(Payload.utf8("1".repeat(65)))).isEmpty();
  }
}
