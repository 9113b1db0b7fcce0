package dev.sluice.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RequirementTest {
  private static final JsonNode REPORT =
      JsonMapper.shared().readTree("{\"hits\":0.95,\"shares\":{\"edge\":0.4},\"name\":\"x\"}");

  @ParameterizedTest
  @ValueSource(strings = {"hits>=0.95", "hits<=0.95", "hits>=0", "shares.edge>=0.1", "hits<=1"})
  void holds(String word) {
    assertThat(new Requirement.Word().convert(word).broken(REPORT)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hits>=0.96        | hits = 0.9500, required >= 0.9600
          shares.edge<=0.3  | shares.edge = 0.4000, required <= 0.3000
          shares.cloud>=0.1 | shares.cloud is required, the report has no such number
          name>=1           | name is required, the report has no such number
          """)
  void saysWhatIsBroken(String word, String message) {
    assertThat(new Requirement.Word().convert(word).broken(REPORT)).contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hits", "hits>0.5", "hits>=", ">=1", "hits>=x", "a b>=1"})
  void refusesOtherWords(String word) {
    assertThatThrownBy(() -> new Requirement.Word().convert(word))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("FIELD>=NUMBER");
  }

  @Test
  void readsThePlacementsOfTheEdgeNode() {
    for (Placement placement : Placement.values()) {
      assertThat(new Placement.Word().convert(placement.word())).isEqualTo(placement);
    }
    assertThat(Placement.EDGE_ONLY.word()).isEqualTo("edge-only");
    assertThatThrownBy(() -> new Placement.Word().convert("here"))
        .hasMessageContaining("adaptive, edge-only, cloud-only, threshold");
  }
}
