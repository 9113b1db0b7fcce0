package dev.sluice.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdTest {
  private final MessageId ids = new MessageId("k3f9");

  @Test
  void findsTheSequenceNumberItWrote() {
    assertThat(ids.of(17)).isEqualTo("k3f9-17");
    assertThat(ids.sequence("k3f9-17")).hasValue(17);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "17",
        "k3f8-17",
        "k3f9",
        "k3f9-",
        "k3f9--1",
        "k3f9-x",
        "k3f9-9999999999999999999"
      })
  void takesNothingElseForItsOwn(String id) {
    assertThat(ids.sequence(id)).isEmpty();
  }

  @Test
  void refusesATagThatCouldBreakAPayload() {
    assertThatIllegalArgumentException().isThrownBy(() -> new MessageId("a\"b"));
    assertThatIllegalArgumentException().isThrownBy(() -> new MessageId(""));
  }
}
