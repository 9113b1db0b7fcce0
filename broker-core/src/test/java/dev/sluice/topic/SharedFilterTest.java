package dev.sluice.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedFilterTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "$share/g/a, g, a",
    "$share/g/#, g, #",
    "$share/a b/+/x, a b, +/x",
    "$share/g//, g, /"
  })
  @Tag("MQTT-4.8.2-1")
  void namesWhoSharesWhat(String sent, String shareName, String filter) {
    assertThat(SharedFilter.parse(sent))
        .contains(new SharedFilter(shareName, TopicFilter.of(filter)));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "$share",
        "$share/",
        "$share/g",
        "$share/g/",
        "$share//a",
        "$share/+/a",
        "$share/#",
        "$share/#/a",
        "$share/g/a#",
        "share/g/a",
        "$shared/g/a"
      })
  @Tag("MQTT-4.8.2-2")
  void nothingElseIsShared(String sent) {
    assertThat(SharedFilter.parse(sent)).isEmpty();
  }
}
