package dev.sluice.inference.openinference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {
  private final MessageReader reader = new MessageReader(100);

  private TensorMessage read(String json) throws MessageException {
    return reader.read(json.getBytes(UTF_8));
  }

  @Test
  void readsARequestWithParametersThatItDoesNotKnow() throws Exception {
    TensorMessage message =
        read(
            """
            {"id": "42", "parameters": {"priority": 3, "nested": {"a": [1, {"b": null}]}},
             "inputs": [{"name": "window", "shape": [1, 3], "datatype": "FP32",
                         "parameters": {"content_type": "np"}, "data": [0.5, -1, 2e1]}],
             "outputs": [{"name": "score", "parameters": {"binary_data": false}}]}
            """);
    assertThat(message.id()).contains("42");
    Tensor input = message.inputs().get(0);
    assertThat(input.name()).isEqualTo("window");
    assertThat(input.shape()).containsExactly(1L, 3L);
    assertThat(input.data()).containsExactly(0.5f, -1, 20);
    assertThat(message.outputs()).extracting(Tensor::name).containsExactly("score");
  }

  @Test
  void readsDataThatIsNestedAsItsShapeIs() throws Exception {
    Tensor tensor =
        read("{\"inputs\":[{\"name\":\"x\",\"shape\":[2,2],\"datatype\":\"FP32\",\"data\":[[1,2],[3,4]]}]}")
            .inputs()
            .get(0);
    assertThat(tensor.data()).containsExactly(1, 2, 3, 4);
    assertThat(tensor.isWhole()).isTrue();
  }

  @Test
  void readsMetadataAndErrors() throws Exception {
    TensorMessage metadata =
        read(
            """
            {"name":"m","versions":["1","2"],"platform":"onnxruntime_onnx",
             "inputs":[{"name":"x","datatype":"FP32","shape":[-1,4]}],
             "outputs":[{"name":"y","datatype":"FP32","shape":[-1,1]}]}
            """);
    assertThat(metadata.inputs().get(0).fits(List.of(1L, 4L))).isTrue();
    assertThat(metadata.inputs().get(0).fits(List.of(1L, 5L))).isFalse();
    assertThat(read("{\"error\":\"no such\\nmodel \\u0007\"}").error()).contains("no such model");
    assertThat(read("{\"error\":{\"code\":3}}").error()).contains("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                                              | an object is expected",
        "{\"inputs\":{}}                                 | a list of tensors",
        "{\"inputs\":[1]}                                | a tensor is expected",
        "{\"inputs\":[{\"shape\":[1]}]}                  | no name",
        "{\"inputs\":[{\"name\":\"x\",\"shape\":[0.5]}]} | whole numbers",
        "{\"inputs\":[{\"name\":\"x\",\"shape\":3}]}     | list of numbers",
        "{\"inputs\":[{\"name\":\"x\",\"data\":[\"a\"]}]} | list of numbers",
        "{\"inputs\":[{\"name\":\"x\",\"data\":5}]}      | list of numbers",
        "{\"id\":5}                                      | short text",
        "{\"model_version\":\"1\\u000a2\"}             | without control characters",
        "{\"inputs\":[{\"name\":\"a\\u0000b\"}]}       | without control characters",
        "{} {}                                           | something follows",
        "{\"a\":                                         | not valid JSON",
        "{\"inputs\":[{\"name\":\"x\",\"data\":[1        | not valid JSON",
        "{\"inputs\":[{\"name\":\"x\",\"data\":[NaN]}]}  | not valid JSON",
      })
  void saysWhatIsWrongAndWhere(String json, String what) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(MessageException.class)
        .hasMessageContaining(what)
        .hasMessageStartingWith("JSON line 1 column ");
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 200, 100_000})
  void refusesWhatIsTooMuch(int many) {
    String deep = "{\"a\":" + "[".repeat(many) + "]".repeat(many) + "}";
    String long1 = "{\"inputs\":[{\"name\":\"x\",\"data\":[" + "1,".repeat(many * 10) + "1]}]}";
    String tensors = "{\"inputs\":[" + "{\"name\":\"x\"},".repeat(many) + "{\"name\":\"x\"}]}";
    for (String json : List.of(deep, long1, tensors)) {
      assertThatThrownBy(() -> read(json)).isInstanceOf(MessageException.class);
    }
  }

  @Test
  void whatIsWrittenIsReadToTheSameBits() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 2_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(value)) {
        Tensor tensor = new Tensor("x", Tensor.FP32, List.of(1L, 1L), new float[] {value});
        byte[] body =
            MessageWriter.response("m", "1", Optional.of("7"), tensor, Map.of("label", "a"));
        TensorMessage back = reader.read(body);
        assertThat(back.outputs().get(0).data()).containsExactly(value);
        assertThat(back.name()).contains("m");
        assertThat(back.version()).contains("1");
        assertThat(back.id()).contains("7");
      }
    }
  }

  @Test
  void nothingThatArrivesEscapesAsAnythingElse() {
    SplittableRandom random = new SplittableRandom(11);
    byte[] whole =
        "{\"id\":\"4\",\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[[1.5,2]]}]}"
            .getBytes(UTF_8);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] broken = whole.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      }
      try {
        reader.read(broken);
      } catch (MessageException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(5_000);
  }
}
