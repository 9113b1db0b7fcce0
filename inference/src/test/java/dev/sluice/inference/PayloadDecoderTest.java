package dev.sluice.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadDecoderTest {
  private final PayloadDecoder json = PayloadDecoder.json("v", "id", 4);
  private final PayloadDecoder csv = PayloadDecoder.csv(1, 0, 4);

  private static Reading decode(PayloadDecoder decoder, String payload)
      throws MalformedPayloadException {
    return decoder.decode(payload.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void jsonGivesValuesAndId() throws Exception {
    Reading reading = decode(json, "{\"id\":\"a7\",\"unit\":{\"x\":[1]},\"v\":[1,-2.5,3e2]}");
    assertThat(reading.id()).contains("a7");
    assertThat(reading.values()).containsExactly(1f, -2.5f, 300f);
  }

  @Test
  void jsonTakesOneNumberForOneValue() throws Exception {
    assertThat(decode(json, "{\"v\":7,\"id\":12}").values()).containsExactly(7f);
    assertThat(decode(json, "{\"v\":7,\"id\":12}").id()).contains("12");
    assertThat(decode(json, "{\"v\":7,\"id\":null}").id()).isEmpty();
  }

  @Test
  void jsonTakesBareValues() throws Exception {
    assertThat(decode(json, "4.5").values()).containsExactly(4.5f);
    assertThat(decode(json, " [1, 2] ").values()).containsExactly(1f, 2f);
    assertThat(decode(json, "[1]").id()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"v\":[1,true]}          | JSON line 1 column 9: a number is expected in 'v'",
        "{\"v\":[1,\"2\"]}         | JSON line 1 column 9: a number is expected in 'v'",
        "{\"v\":[[1]]}             | JSON line 1 column 7: a number is expected in 'v'",
        "{\"v\":null}              | JSON line 1 column 6: a number is expected in 'v'",
        "{\"v\":[]}                | JSON v: no value",
        "[]                        | JSON v: no value",
        "{\"w\":[1]}               | JSON line 1 column 9: no field 'v'",
        "{\"v\":1,\"v\":2}         | JSON line 1 column 12: a second field 'v'",
        "[1,2,3,4,5]               | JSON line 1 column 10: more than 4 values",
        "[1e39]                    | JSON line 1 column 2: a value is too large or not a number",
        "[1] 2                     | JSON line 1 column 5: something follows the value",
        "{\"id\":[1],\"v\":1}      | JSON line 1 column 7: a string or number is expected in 'id'",
      })
  void jsonNamesThePlaceOfAFault(String payload, String complaint) {
    assertThatThrownBy(() -> decode(json, payload))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessage(complaint);
  }

  @ParameterizedTest(name = "payload [{0}]")
  @ValueSource(
      strings = {"", "{", "[1", "{\"v\":", "[NaN]", "[Infinity]", "secret", "[1,]", "{\"v\" 1}"})
  void jsonThatIsNoneIsRefusedWithoutQuotingIt(String payload) {
    assertThatThrownBy(() -> decode(json, payload))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessageMatching("JSON line \\d+ column \\d+: not valid JSON");
  }

  @Test
  void jsonBoundsDepthAndIdLength() {
    String deep = "{\"x\":" + "[".repeat(40) + "]".repeat(40) + ",\"v\":1}";
    String longId = "{\"id\":\"" + "a".repeat(257) + "\",\"v\":1}";
    assertThatThrownBy(() -> decode(json, deep))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessageContaining("nested too deep");
    assertThatThrownBy(() -> decode(json, longId))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessageContaining("'id' is longer than 256");
  }

  @Test
  void csvGivesAColumnAndTheLastId() throws Exception {
    Reading reading = decode(csv, "t1, 5\r\nt2,-6.5e0,x\n\n");
    assertThat(reading.values()).containsExactly(5f, -6.5f);
    assertThat(reading.id()).contains("t2");
  }

  @Test
  void csvTakesTheLastColumnAndNoId() throws Exception {
    Reading reading = decode(PayloadDecoder.csv(-1, -1, 4), "2014-04-01 00:00:00,19.75\n7");
    assertThat(reading.values()).containsExactly(19.75f, 7f);
    assertThat(reading.id()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "t1        | CSV line 1: no column 1",
        "t1,       | CSV line 1 column 1: a number is expected",
        "t1,value  | CSV line 1 column 1: a number is expected",
        "t1,NaN    | CSV line 1 column 1: a number is expected",
        "t1,1f     | CSV line 1 column 1: a number is expected",
        "t1,1e     | CSV line 1 column 1: a number is expected",
        "t1,1e99   | CSV line 1 column 1: a value is too large or not a number",
      })
  void csvNamesThePlaceOfAFault(String payload, String complaint) {
    assertThatThrownBy(() -> decode(csv, payload))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessage(complaint);
  }

  @Test
  void csvNamesTheLine() {
    assertThatThrownBy(() -> decode(csv, "a,1\n\nb,x"))
        .hasMessage("CSV line 3 column 1: a number is expected");
    assertThatThrownBy(() -> decode(csv, "a,1\na,1\na,1\na,1\na,1"))
        .hasMessage("CSV line 5 column 1: more than 4 values");
    assertThatThrownBy(() -> decode(csv, "\n")).hasMessage("CSV: no value");
    assertThatThrownBy(() -> decode(csv, "a".repeat(257) + ",1"))
        .hasMessage("CSV line 1 column 0: longer than 256");
  }

  /** Whatever a device sends, the decoder answers with values or with its own exception. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void arbitraryPayloadsNeverEscapeOtherwise(long seed) {
    String alphabet = "{}[]\",:vid0123456789.-eE \n\\ux";
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 5_000; round++) {
      byte[] payload = new byte[random.nextInt(24)];
      for (int i = 0; i < payload.length; i++) {
        payload[i] =
            random.nextInt(20) == 0
                ? (byte) random.nextInt(256)
                : (byte) alphabet.charAt(random.nextInt(alphabet.length()));
      }
      assertDecodesOrRefuses(json, payload, seed, round);
      assertDecodesOrRefuses(csv, payload, seed, round);
    }
  }

  private static void assertDecodesOrRefuses(
      PayloadDecoder decoder, byte[] payload, long seed, int round) {
    try {
      assertThat(decoder.decode(payload).values()).as("seed %d", seed).hasSizeBetween(1, 4);
    } catch (MalformedPayloadException e) {
      assertThat(e).as("seed %d round %d", seed, round).hasMessageNotContaining("\n");
    }
  }
}
