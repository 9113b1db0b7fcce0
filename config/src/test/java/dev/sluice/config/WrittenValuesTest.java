package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The written forms of durations and sizes, and the guess at a mistyped word. */
final class WrittenValuesTest {

  @ParameterizedTest
  @CsvSource({"250ms,PT0.25S", "10s,PT10S", "5m,PT5M", "1h,PT1H", "7d,PT168H", "0s,PT0S"})
  void readsDurations(String text, Duration expected) {
    assertThat(DurationText.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "-1s", "1.5s", "10 s", "10S", "1234567890s", "1us"})
  void refusesOtherDurations(String text) {
    assertThatThrownBy(() -> DurationText.parse(text)).hasMessageContaining("such as 250ms");
  }

  @ParameterizedTest
  @CsvSource({"512B,512", "64KB,65536", "8MB,8388608", "2GB,2147483648"})
  void readsSizesInBinaryUnits(String text, long bytes) {
    assertThat(DataSize.parse(text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "512", "KB", "-1KB", "1.5MB", "64 KB", "64kb", "64KiB"})
  void refusesOtherSizes(String text) {
    assertThatThrownBy(() -> DataSize.parse(text)).hasMessageContaining("such as 512B");
  }

  @Test
  void aSizeBeyondAnArrayIsNoInt() {
    assertThat(new DataSize(Integer.MAX_VALUE).bytesAsInt()).isEqualTo(Integer.MAX_VALUE);
    assertThatThrownBy(() -> DataSize.parse("2GB").bytesAsInt())
        .hasMessage("must be less than 2GB");
    assertThatThrownBy(() -> new DataSize(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "listner,listener",
    "prot,port",
    "hsot,host",
    "routs,routes",
    "Listener,listener",
    "connecttimeout,connect-timeout"
  })
  void guessesTheWordThatWasMeant(String typed, String meant) {
    List<String> known = List.of("connect-timeout", "host", "listener", "port", "routes");

    assertThat(NearestWord.to(typed, known)).contains(meant);
  }

  @Test
  void guessesNothingWhenNothingIsNear() {
    assertThat(NearestWord.to("colour", List.of("host", "port"))).isEmpty();
    assertThat(NearestWord.to("xy", List.of("id"))).isEmpty();
    assertThat(NearestWord.to("anything", List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "port,port,0",
    "prot,port,1",
    "prt,port,1",
    "ports,port,1",
    "part,port,1",
    "'',abc,3"
  })
  void countsSwapsOfNeighboursAsOneEdit(String a, String b, int edits) {
    assertThat(NearestWord.distance(a, b)).isEqualTo(edits);
    assertThat(NearestWord.distance(b, a)).isEqualTo(edits);
  }
}
