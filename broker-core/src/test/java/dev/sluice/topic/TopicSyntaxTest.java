package dev.sluice.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a Topic Name and what is a Topic Filter (section 4.7). */
class TopicSyntaxTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "/", "a//b", " ", "$SYS/x", "ä/\uD83D\uDE00", "a/b/"})
  void acceptsNames(String name) {
    assertThat(TopicName.parse(name)).map(TopicName::value).contains(name);
    assertThat(TopicFilter.parse(name)).map(TopicFilter::value).contains(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a+", "#", "a/#/b", "a\u0000b", "\uD83D", "\uDE00a", "\uD83Da"})
  @Tag("MQTT-3.3.2-2")
  @Tag("MQTT-4.7.3-1")
  @Tag("MQTT-4.7.3-2")
  @Tag("MQTT-4.7.3-3")
  @Tag("MQTT311-3.3.2-2")
  @Tag("MQTT311-4.7.3-1")
  @Tag("MQTT311-4.7.3-2")
  @Tag("MQTT311-4.7.3-3")
  void refusesNames(String name) {
    assertThat(TopicName.parse(name)).isEmpty();
    assertThatThrownBy(() -> TopicName.of(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"#", "+", "+/+", "a/#", "/#", "a/+/b", "+/b/#", "$share/x"})
  void acceptsFilters(String filter) {
    assertThat(TopicFilter.parse(filter)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a#", "#/a", "a/b#", "a+", "+a", "a/+b/c", "a\u0000", "\uD83D"})
  @Tag("MQTT-4.7.0-1")
  @Tag("MQTT-4.7.1-1")
  @Tag("MQTT-4.7.1-2")
  @Tag("MQTT-4.7.3-1")
  @Tag("MQTT311-4.7.1-1")
  @Tag("MQTT311-4.7.1-2")
  @Tag("MQTT311-4.7.1-3")
  void refusesFilters(String filter) {
    assertThat(TopicFilter.parse(filter)).isEmpty();
    assertThatThrownBy(() -> TopicFilter.of(filter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4.7");
  }

  @Test
  void measuresNamesInEncodedBytes() {
    assertThat(TopicName.parse("ä".repeat(32_767))).isPresent();
    assertThat(TopicName.parse("ä".repeat(32_768))).isEmpty();
    assertThat(TopicName.of("ä").utf8()).hasSize(2);
  }

  @Test
  void countsEmptyLevelsToo() {
    assertThat(TopicName.of("/").levelCount()).isEqualTo(2);
    assertThat(TopicName.of("a//b/").levelCount()).isEqualTo(4);
    assertThat(TopicFilter.of("a/+/#").levelCount()).isEqualTo(3);
  }

  @Test
  void topicsOfTheServerBeginWithADollar() {
    assertThat(TopicName.of("$SYS/a").isReserved()).isTrue();
    assertThat(TopicName.of("a/$SYS").isReserved()).isFalse();
  }

  @Test
  void equalNamesAreEqual() {
    assertThat(TopicName.of("a/b")).isEqualTo(TopicName.of("a/b")).hasToString("a/b");
    assertThat(TopicName.of("a/b")).isNotEqualTo(TopicName.of("a/B"));
    assertThat(TopicFilter.of("a/+")).isEqualTo(TopicFilter.of("a/+")).hasToString("a/+");
  }
}
