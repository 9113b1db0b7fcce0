package dev.sluice.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ForwardedMessageTest {
  private static ForwardedMessage message(String topic, int qos, long remainingMs) {
    return new ForwardedMessage(
        topic,
        new byte[] {1, 2},
        qos,
        false,
        OptionalLong.of(remainingMs),
        ForwardedMessage.Properties.NONE);
  }

  @Test
  void equalsByItsBytes() {
    assertThat(message("a", 1, 5)).isEqualTo(message("a", 1, 5));
    assertThat(message("a", 1, 5)).hasSameHashCodeAs(message("a", 1, 5));
    assertThat(message("a", 1, 5)).isNotEqualTo(message("a", 2, 5));
  }

  @Test
  void neverShowsItsPayload() {
    assertThat(message("a/b", 1, 5)).hasToString("ForwardedMessage[a/b, qos 1, 2 B]");
  }

  @Test
  void saysWhichFieldIsWrong() {
    assertThatThrownBy(() -> message("", 1, 5)).hasMessage("topic is empty");
    assertThatThrownBy(() -> message("a", 3, 5)).hasMessage("qos is not 0 to 2");
    assertThatThrownBy(() -> message("a", 1, -1)).hasMessage("remainingMs is negative");
  }

  @Test
  void namesOfLanesMayStandInFolders() {
    assertThat(new LaneName("bulk-2")).hasToString("bulk-2");
    assertThatThrownBy(() -> new LaneName("../up")).hasMessageContaining("a-z 0-9 -");
    assertThatThrownBy(() -> new LaneName("")).hasMessageContaining("1 to 32");
  }
}
