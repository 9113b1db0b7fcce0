package dev.sluice.policy.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What expressions say of one message. */
final class GuardTest {
  private static final String PAYLOAD =
      """
      {"temperature": 81.5, "unit": "C", "alarm": true, "values": [3, 4.5],
       "machine": {"line": 2, "name": "press"}, "nothing": null}
      """;

  private static Facts facts(String payload) {
    return new Facts(
        "plant/line-2/press",
        payload.getBytes(StandardCharsets.UTF_8),
        Map.of("x-kind", "urgent", "zone", "a"),
        LocalDateTime.of(2026, 11, 27, 13, 45));
  }

  private static boolean test(String expression) throws Exception {
    return Guard.compile(expression).test(facts(PAYLOAD));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "true                                                          ~ true",
        "!true                                                         ~ false",
        "topic == 'plant/line-2/press'                                 ~ true",
        "topic.startsWith('plant/') && topic.endsWith('press')         ~ true",
        "topic.contains(\"line-3\")                                    ~ false",
        "size > 100 && size < 200                                      ~ true",
        "hour == 13 && weekday == 5                                    ~ true",
        "hour >= 22 || hour < 6                                        ~ false",
        "weekday in [6, 7]                                             ~ false",
        "payload.unit in ['C', 'F']                                    ~ true",
        "properties['x-kind'] == 'urgent'                              ~ true",
        "properties.zone != 'a'                                        ~ false",
        "'x-kind' in properties && !('x-other' in properties)          ~ true",
        "payload.temperature > 80                                      ~ true",
        "payload.temperature - 1.5 == 80                               ~ true",
        "(payload.temperature - 32) * 5 / 9 < 30                       ~ true",
        "payload.values[1] >= 4.5                                      ~ true",
        "payload.machine.line == 2                                     ~ true",
        "payload['machine']['name'].startsWith('pr')                   ~ true",
        "payload.alarm                                      && true    ~ true",
        "payload.alarm == false                                        ~ false",
        "payload.temperature == 'hot'                                  ~ false",
        "has(payload.machine.line) && !has(payload.machine.speed.max)  ~ true",
        "has(properties.zone)                                          ~ true",
        "has(payload.values[7])                                        ~ false",
        "false && payload.missing > 3                                  ~ false",
        "true || payload.missing > 3                                   ~ true",
        "-payload.temperature < -80 && 7 % 4 == 3                      ~ true",
        "1 + 2 * 3 == 7 && (1 + 2) * 3 == 9                            ~ true",
        "0 == -0                                                       ~ true",
        "'a' < 'b'                                                     ~ true",
        "true || false && false                                        ~ true"
      })
  void says(String expression, boolean expected) throws Exception {
    assertThat(test(expression)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "payload.pressure > 3         | there is no payload.pressure",
        "payload.machine.a.b == 1     | there is no payload.machine.a",
        "payload.values[2] == 1       | there is no payload.values[2]",
        "properties.other == 'a'      | there is no properties.other",
        "payload.unit + 1 > 2         | a field of the payload is no number",
        "payload.unit && true         | a field of the payload is not true or false",
        "payload.alarm.contains('a')  | a field of the payload is no text",
        "payload.machine < 3          | there is no order between what is compared",
        "1 / (hour - 13) > 2          | a division by zero, or a number without bounds"
      })
  void failsWhenTheMessageDoesNotHaveWhatItReads(String expression, String why) {
    assertThatThrownBy(() -> test(expression))
        .isInstanceOf(GuardFailedException.class)
        .hasMessage(why);
  }

  @Test
  void failsOnANumberBeyondAllBounds() {
    Facts huge = facts("{\"a\": 1" + "0".repeat(400) + "}");

    assertThatThrownBy(() -> Guard.compile("payload.a > 1").test(huge))
        .isInstanceOf(GuardFailedException.class)
        .hasMessage("payload.a is a number beyond all bounds");
  }

  @Test
  void readsThePayloadOnlyWhenItIsAsked() throws Exception {
    Facts text = facts("not JSON");

    assertThat(Guard.compile("size == 8").test(text)).isTrue();
    assertThatThrownBy(() -> Guard.compile("payload.a == 1").test(text))
        .hasMessage("the payload is not JSON");
  }
}
