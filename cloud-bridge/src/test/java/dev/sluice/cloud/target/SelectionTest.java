package dev.sluice.cloud.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.target.TargetRecord;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.ForwardedMessage.UserProperty;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
  private static ForwardedMessage message(String topic, UserProperty... user) {
    return new ForwardedMessage(
        topic,
        new byte[3],
        1,
        false,
        OptionalLong.empty(),
        new ForwardedMessage.Properties(
            OptionalInt.empty(),
            Optional.of("text/plain"),
            Optional.empty(),
            Optional.empty(),
            List.of(user)));
  }

  @Test
  void takesWhatItsFiltersNameAndNothingElse() {
    var selection = new Selection(List.of("plant/+/temperature", "alarm/#"), "{node}", "s");

    assertThat(selection.record("i", "gw", 0, message("plant/7/temperature"))).isPresent();
    assertThat(selection.record("i", "gw", 0, message("alarm"))).isPresent();
    assertThat(selection.record("i", "gw", 0, message("plant/7/8/temperature"))).isEmpty();
    assertThat(selection.record("i", "gw", 0, message("plant/7"))).isEmpty();
  }

  @Test
  void fillsTheTemplatesAndCarriesThePropertiesAsHeaders() {
    var selection = new Selection(List.of("#"), "{node}:{topic.2}:{topic.9}", "s-{topic}");

    TargetRecord record =
        selection
            .record("i", "g$w", 5, message("a/b", new UserProperty("x-priority", "7")))
            .orElseThrow();

    assertThat(record.key()).isEqualTo("g$w:b:");
    assertThat(record.destination()).isEqualTo("s-a/b");
    assertThat(record.priority()).isEqualTo(7);
    assertThat(record.eventMillis()).isEqualTo(5);
    assertThat(record.headers())
        .containsExactly(
            new TargetRecord.Header("content-type", "text/plain"),
            new TargetRecord.Header("x-priority", "7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{device}", "{topic.0}", "{topic", "{}"})
  void namesThePlaceThatItDoesNotKnow(String template) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Selection(List.of("#"), template, "s"))
        .withMessageContaining(template + " is unknown");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/#/b", "a#", "a/b+"})
  void refusesWhatIsNoFilter(String filter) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Selection(List.of(filter), "k", "s"))
        .withMessageContaining(filter + " is no topic filter");
  }
}
