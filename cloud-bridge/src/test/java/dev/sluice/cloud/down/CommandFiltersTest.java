package dev.sluice.cloud.down;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandFiltersTest {
  @Test
  void aNodesNameMayBeAny() throws CommandFilters.OverlapException {
    CommandFilters filters = CommandFilters.of(List.of("commands/{node}/#", "for/to-{node}/x"));

    assertThat(filters.texts()).containsExactly("commands/+/#", "for/+/x");
    assertThat(filters.name("commands/gw/stop")).isTrue();
    assertThat(filters.name("for/to-gw/x")).isTrue();
    assertThat(filters.name("gw/room/1")).isFalse();
  }

  @Test
  void whatAnotherOneCoversIsNotAskedForTwice() throws CommandFilters.OverlapException {
    assertThat(CommandFilters.of(List.of("a/b", "c", "a/+", "a/b")).texts())
        .containsExactly("c", "a/+");
  }

  @ParameterizedTest
  @CsvSource({"a/+/c, a/b/+", "+/b, a/#", "+/x/#, a/+"})
  void twoThatNameOneTopicAreRefused(String one, String two) {
    assertThatExceptionOfType(CommandFilters.OverlapException.class)
        .isThrownBy(() -> CommandFilters.of(List.of("other", one, two)))
        .satisfies(e -> assertThat(e.place()).isEqualTo(2))
        .withMessageContaining(one);
  }

  @ParameterizedTest
  @CsvSource({"a/+/c, a/b/d", "+/b, a/b/c", "a/b/#, a", "a, b"})
  void twoThatShareNoTopicStand(String one, String two) throws CommandFilters.OverlapException {
    assertThat(CommandFilters.of(List.of(one, two)).texts()).containsExactly(one, two);
  }
}
