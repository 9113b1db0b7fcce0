package dev.sluice.sim.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sim.check.Answer;
import dev.sluice.sim.check.Answer.Placement;
import dev.sluice.sim.check.Answer.Status;
import dev.sluice.sim.fleet.AnswerReader.Addressed;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
  @Test
  void readsAnAnswerWithItsLabel() {
    String json =
        """
        {"id":"r-17","route":"vibration","status":"ok","placement":"edge","reason":"CHEAPER_LOCAL",
         "model":"m","modelVersion":"1","label":"anomaly","score":0.93,"inferMs":8.1,"totalMs":12}
        """;
    Answer answer =
        new Answer(
            Status.OK,
            Placement.EDGE,
            "CHEAPER_LOCAL",
            Optional.of("anomaly"),
            OptionalDouble.of(8.1),
            OptionalInt.empty());
    assertThat(read(json)).hasValue(new Addressed("r-17", answer));
  }

  @Test
  void readsAnErrorAnswerWithoutLabel() {
    String json = "{'id':'r-1','status':'shed','placement':'none'}".replace('\'', '"');
    Answer answer = read(json).orElseThrow().answer();
    assertThat(answer.status()).isEqualTo(Status.SHED);
    assertThat(answer.label()).isEmpty();
    assertThat(answer.reason()).isEqualTo("UNSTATED");
    assertThat(answer.inferMs()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "1e300", "\"8\"", "null", "[]"})
  void aTimeThatCannotBeIsNone(String ms) {
    String json = "{'id':'r','status':'ok','placement':'edge','inferMs':%s}";
    assertThat(read(json.replace('\'', '"').formatted(ms)).orElseThrow().answer().inferMs())
        .isEmpty();
  }

  @Test
  void readsAPart() {
    String json = "{'id':'r-1','status':'ok','placement':'cloud','part':2}".replace('\'', '"');
    assertThat(read(json).orElseThrow().answer().part()).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "{}",
        "{\"id\":17,\"status\":\"ok\",\"placement\":\"edge\"}",
        "{\"id\":\"17\",\"status\":\"fine\",\"placement\":\"edge\"}",
        "{\"id\":\"17\",\"status\":\"ok\",\"placement\":\"moon\"}",
        "{\"id\":\"17\",\"status\":\"ok\",\"placement\":\"edge\"",
      })
  void takesNothingElseForAnAnswer(String text) {
    assertThat(read(text)).isEmpty();
  }

  private static Optional<Addressed> read(String text) {
    return AnswerReader.read(text.getBytes(UTF_8));
  }
}
