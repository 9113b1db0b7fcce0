package dev.sluice.policy.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before any message comes: where, why, and what to write instead. */
final class GuardSyntaxTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hour = 3               | 5  | '=' is no comparison: write '=='",
        "hour > 3 and size > 1  | 9  | write '&&' for and",
        "hour > 3 & size > 1    | 9  | '&' means nothing here: write '&&'",
        "topik == 'a'           | 0  | unknown name 'topik': did you mean 'topic'?",
        "temperature > 3        | 0  | unknown name 'temperature': known are topic, size, hour,"
            + " weekday, properties, payload, true, false, has",
        "topic.beginsWith('a')  | 6  | unknown function 'beginsWith': known are startsWith,"
            + " endsWith, contains",
        "topic.startWith('a')   | 6  | unknown function 'startWith': did you mean 'startsWith'?",
        "topic.startsWith       | 6  | write startsWith('...')",
        "topic > 3              | 6  | cannot compare text with a number by '>': give both sides"
            + " the same kind of value",
        "true < false           | 5  | cannot compare true or false with true or false by '<': give"
            + " both sides the same kind of value",
        "size                   | 0  | must be true or false, and is a number: compare it with"
            + " something",
        "payload.a              | 0  | must be true or false, and is a field of the payload:"
            + " compare it with something",
        "size && true           | 5  | '&&' needs true or false on both sides, and this is a"
            + " number",
        "topic + 'a' == 'b'     | 6  | '+' needs a number on both sides, and this is text",
        "!size                  | 0  | '!' turns true or false around, and this is a number",
        "size.contains('a')     | 5  | contains is asked of text, and this is a number",
        "topic.contains(3)      | 6  | contains takes text, and this is a number",
        "topic.length > 3       | 6  | text has no fields: only payload and properties have",
        "payload == 'on'        | 8  | cannot compare the whole payload with text by '==': name a"
            + " field of it, such as payload.temperature",
        "1 != payload           | 2  | cannot compare a number with the whole payload by '!=': name"
            + " a field of it, such as payload.temperature",
        "payload && size > 1    | 8  | '&&' needs true or false on both sides, and this is the"
            + " whole payload",
        "payload in ['on']      | 8  | the whole payload is never in this list: list values of the"
            + " same kind",
        "size in ['a', 'b']     | 5  | a number is never in this list: list values of the same"
            + " kind",
        "topic in [1, 2]        | 6  | text is never in this list: list values of the same kind",
        "hour in 3              | 5  | 'in' needs a list, such as ['a', 'b'], or properties on its"
            + " right",
        "has(topic)             | 0  | has() asks for a field: write has(payload.temperature)",
        "properties[1] == 'a'   | 10 | a property has a name: write properties['x-kind']",
        "hour > 3)              | 8  | expected an operator such as && before ')'",
        "(hour > 3              | 9  | expected ')' before the end",
        "hour >                 | 6  | expected a value, found the end",
        "topic == 'a            | 9  | this quote never ends: close it with '",
        "hour > 3x              | 7  | '3x' is no number: write 5 or 0.25",
        "hour ; 3               | 5  | ';' means nothing here: leave it out, or put text in quotes"
      })
  void saysWhereAndWhatToWrite(String expression, int offset, String what) throws Exception {
    GuardSyntaxException refused =
        catchThrowableOfType(GuardSyntaxException.class, () -> Guard.compile(expression));

    assertThat(refused).hasMessage(what);
    assertThat(refused.offset()).isEqualTo(offset);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "!", "-", "has("})
  void isNoWayToExhaustTheStack(String opening) {
    assertThat(
            catchThrowableOfType(
                GuardSyntaxException.class, () -> Guard.compile(opening.repeat(200) + "true")))
        .hasMessageContaining("nested deeper than 32 levels");
  }

  @Test
  void hasALimitOfLength() {
    String longest = "true || ".repeat(125) + "true";

    assertThat(catchThrowableOfType(GuardSyntaxException.class, () -> Guard.compile(longest)))
        .hasMessage("is too long: 1000 characters");
  }

  /** Whatever is written: it compiles or is refused at one of its characters, and never escapes. */
  @Test
  void randomWordsAreRefusedOrRun() {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    List<String> words =
        List.of(
            "topic",
            "size",
            "hour",
            "payload",
            "properties",
            ".",
            ".a",
            "[",
            "]",
            "(",
            ")",
            "'a'",
            "3",
            "&&",
            "||",
            "!",
            "==",
            "<",
            "in",
            "has(",
            "+",
            "/",
            "contains",
            ",",
            "true",
            "\"");
    int compiled = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int left = 1 + random.nextInt(8); left > 0; left--) {
        text.append(words.get(random.nextInt(words.size()))).append(' ');
      }
      compiled += runs(text.toString(), seed) ? 1 : 0;
    }
    assertThat(compiled).as("seed %d", seed).isGreaterThan(100);
  }

  private static boolean runs(String text, long seed) {
    try {
      byte[] payload = "{\"a\":{\"a\":3}}".getBytes(StandardCharsets.UTF_8);
      Facts facts = new Facts("t", payload, Map.of("a", "b"), LocalDateTime.of(2026, 1, 1, 0, 0));
      Guard.compile(text).test(facts);
      return true;
    } catch (GuardSyntaxException e) {
      assertThat(e.offset()).as("%s, seed %d", text, seed).isBetween(0, text.length());
      return false;
    } catch (GuardFailedException e) {
      return true;
    } catch (RuntimeException e) {
      throw new AssertionError(text + " escaped, seed " + seed, e);
    }
  }
}
