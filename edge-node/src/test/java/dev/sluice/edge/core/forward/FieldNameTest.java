package dev.sluice.edge.core.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldNameTest {
  @Test
  void keysAreJoinedByDots() {
    assertThat(FieldName.parse("position.lat").keys()).isEqualTo(List.of("position", "lat"));
    assertThat(FieldName.parse("value").keys()).isEqualTo(List.of("value"));
  }

  @Test
  void aDotThatBelongsToAKeyIsEscaped() {
    assertThat(FieldName.parse("gps\\.lat.x").keys()).isEqualTo(List.of("gps.lat", "x"));
    assertThat(FieldName.parse("back\\slash").keys()).isEqualTo(List.of("back\\slash"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a..b"})
  void refusesEmptyKeys(String text) {
    assertThatThrownBy(() -> FieldName.parse(text)).hasMessageContaining("joined by dots");
  }
}
