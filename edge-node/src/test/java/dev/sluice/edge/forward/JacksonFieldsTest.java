package dev.sluice.edge.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.core.forward.FieldName;
import dev.sluice.edge.core.forward.Redaction;
import dev.sluice.edge.core.forward.Redaction.How;
import dev.sluice.mqtt.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JacksonFieldsTest {
  private final JacksonFields fields = new JacksonFields(new Pseudonyms("key", "gw-1"));

  private Optional<String> redact(String json, How how, String... names) {
    List<Redaction> redactions =
        List.of(names).stream().map(name -> new Redaction(FieldName.parse(name), how)).toList();
    return fields
        .redact(Payload.utf8(json), redactions)
        .map(payload -> new String(payload.bytes(), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"t\": 21.5} | t | 21.5",
        "{\"a\": {\"t\": 1}, \"t\": -2e1} | t | -20",
        "{\"a\": {\"t\": 1}} | a.t | 1",
        "{\"a\": [{\"x\": 0}, {\"t\": 3}, {\"t\": 4}]} | a.t | 3",
        "[{\"t\": 7}] | t | 7",
        "{\"t\": [5, 6]} | t | 5",
        "{\"t\": \"x\", \"t\": 8} | t | 8",
        "{\"t\": 1e999, \"u\": {\"t\": 1}, \"t\": 2} | t | 2"
      })
  void findsTheFirstFiniteNumber(String json, String field, double value) {
    assertThat(fields.number(Payload.utf8(json), FieldName.parse(field))).hasValue(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "21.5", "{\"u\": 1}", "{\"t\": \"1\"}", "{\"t\": null}", "{\"t\": {\"v\": 1}}",
        "{\"t\": 1", "{\"t\": 1} x", "{\"t\": 1}{\"t\": 1}", "{\"t\": NaN}", "{t: 1}", "\u0000"
      })
  void findsNothingInWhatIsNotJsonOrHoldsNoNumber(String json) {
    assertThat(fields.number(Payload.utf8(json), FieldName.parse("t"))).isEmpty();
  }

  @Test
  void removesEveryOccurrenceAndKeepsTheRestInOrder() {
    assertThat(
            redact(
                "{\"b\": 1.50, \"gps\": {\"x\": [1]}, \"a\": \"ä\", \"gps\": 2}",
                How.REMOVE,
                "gps"))
        .contains("{\"b\":1.50,\"a\":\"ä\"}");
    assertThat(redact("{\"r\": [{\"raw\": 1, \"t\": 2}, [{\"raw\": 3}], 4]}", How.REMOVE, "r.raw"))
        .contains("{\"r\":[{\"t\":2},[{}],4]}");
    assertThat(redact("{\"raw\": 1, \"r\": 0}", How.REMOVE, "r.raw"))
        .as("the same key elsewhere is another field")
        .contains("{\"raw\": 1, \"r\": 0}");
  }

  @Test
  void masksWhateverTheValueIs() {
    assertThat(redact("{\"who\": {\"name\": \"x\"}, \"pin\": 12}", How.MASK, "who", "pin"))
        .contains("{\"who\":\"***\",\"pin\":\"***\"}");
  }

  @Test
  void hashesSoThatEqualValuesStayEqual() {
    String one = redact("{\"id\": \"pump-7\"}", How.HASH, "id").orElseThrow();
    String again = redact("{\"t\": 1, \"id\": \"pump-7\"}", How.HASH, "id").orElseThrow();
    String other = redact("{\"id\": \"pump-8\"}", How.HASH, "id").orElseThrow();

    assertThat(one).matches("\\{\"id\":\"[0-9a-f]{32}\"}");
    assertThat(again).endsWith(one.substring(1));
    assertThat(other).isNotEqualTo(one);
    assertThat(redact("{\"id\": {\"a\": [1]}}", How.HASH, "id"))
        .isEqualTo(redact("{\"id\":{\"a\":[1]}}", How.HASH, "id"));
  }

  @Test
  void pseudonymsDependOnNodeAndKey() {
    String pseudonym = new Pseudonyms("key", "gw-1").of("pump-7");

    assertThat(new Pseudonyms("key", "gw-1").of("pump-7")).isEqualTo(pseudonym);
    assertThat(new Pseudonyms("key", "gw-2").of("pump-7")).isNotEqualTo(pseudonym);
    assertThat(new Pseudonyms("other", "gw-1").of("pump-7")).isNotEqualTo(pseudonym);
  }

  @Test
  void keepsDigitsAsTheyWereWritten() {
    assertThat(
            redact(
                "{\"x\":0,\"n\":[1.0,-0,1e5,123456789012345678901234567890.10]}", How.REMOVE, "x"))
        .contains("{\"n\":[1.0,-0,1e5,123456789012345678901234567890.10]}");
  }

  @Test
  void givesThePayloadItselfWhenNothingIsToBeRedacted() {
    Payload payload = Payload.utf8("{ \"t\" : 1 }");

    assertThat(fields.redact(payload, List.of(new Redaction(FieldName.parse("gps"), How.REMOVE))))
        .containsSame(payload);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "21.5", "\"gps\"", "null", "{\"gps\": 1", "{} {}", "{\"gps\": 1}]", "gps=1"})
  void cannotRedactWhatIsNotOneObjectOrArray(String text) {
    assertThat(redact(text, How.REMOVE, "gps")).isEmpty();
  }

  @Test
  void cannotRedactWhatIsNestedTooDeep() {
    assertThat(redact("[".repeat(101) + "]".repeat(101), How.REMOVE, "gps")).isEmpty();
    assertThat(redact("[".repeat(50) + "]".repeat(50), How.REMOVE, "gps")).isPresent();
  }
}
