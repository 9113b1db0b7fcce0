package dev.sluice.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelManifestTest {
  private static final String HASH = "0123456789abcdef".repeat(4);
  private static final String COMPLETE =
      """
      # A comment.
      name: pump-light
      version: "1"
      file: pump.onnx
      sha256: %s
      input:
        tensor: window
        window: 64
      output:
        tensor: score
        labels: [normal, anomaly]
        threshold: 0.4
      """
          .formatted(HASH);

  @TempDir Path folder;

  private ModelManifest read(String yaml) throws Exception {
    return ModelManifest.read(Files.writeString(folder.resolve("pump.model.yaml"), yaml));
  }

  @Test
  void readsACompleteManifest() throws Exception {
    ModelManifest manifest = read(COMPLETE);
    assertThat(manifest.name()).isEqualTo("pump-light");
    assertThat(manifest.version()).isEqualTo("1");
    assertThat(manifest.file()).isAbsolute().isEqualTo(folder.resolve("pump.onnx"));
    assertThat(manifest.sha256()).isEqualTo(HASH);
    assertThat(manifest.input()).isEqualTo(new ModelManifest.Input("window", 64));
    assertThat(manifest.output().labels()).containsExactly("normal", "anomaly");
    assertThat(manifest.output().threshold()).isEqualTo(0.4f);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "window: 64            | window: many         | 8:3 | input.window",
        "window: 64            | window: 0            | 8:3 | input.window",
        "window: 64            | window: 262145       | 8:3 | input.window",
        "threshold: 0.4        | threshold: 1         | 12:3 | output.threshold",
        "threshold: 0.4        | threshold: high      | 12:3 | output.threshold",
        "[normal, anomaly]     | [normal]             | 11:3 | output.labels",
        "[normal, anomaly]     | [same, same]         | 11:3 | output.labels",
        "[normal, anomaly]     | normal               | 11:3 | output.labels",
        "name: pump-light      | name: 'pump light'   | 2:1 | name",
        "name: pump-light      | name: [a, b]         | 2:1 | name",
        "name: pump-light      | name:                | 2:1 | name",
        "sha256: 0             | sha256: x            | 5:1 | sha256",
        "tensor: score         | tenser: score        | 10:3 | output.tenser",
      })
  void namesFileLineColumnAndFieldOfAFault(String was, String is, String place, String field) {
    assertThatThrownBy(() -> read(COMPLETE.replace(was, is)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("pump.model.yaml:" + place + ": field '" + field + "'")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest(name = "without {0}")
  @CsvSource({"version", "sha256", "file"})
  void namesAMissingField(String field) {
    assertThatThrownBy(() -> read(COMPLETE.replaceAll("(?m)^" + field + ": .*\n", "")))
        .isInstanceOf(ModelException.class)
        .hasMessageEndingWith("pump.model.yaml: field '" + field + "' is missing; add it");
  }

  @ParameterizedTest(name = "text [{0}]")
  @CsvSource(
      delimiter = '|',
      value = {"input: [", "name: a\\nname: b", "just text", "a: [[1]]", "a: {b: c}}", "''"})
  void refusesWhatIsNoMapping(String yaml) {
    assertThatThrownBy(() -> read(yaml.replace("\\n", "\n")))
        .isInstanceOf(ModelException.class)
        .hasMessageMatching(".*pump\\.model\\.yaml:-?\\d+:-?\\d+: not valid YAML; correct it");
  }

  @Test
  void namesAMissingFile() {
    assertThatThrownBy(() -> ModelManifest.read(folder.resolve("none.model.yaml")))
        .isInstanceOf(ModelException.class)
        .hasMessageEndingWith("none.model.yaml: no such model manifest; correct the path");
  }

  @Test
  void refusesAHugeFile() {
    assertThatThrownBy(() -> read("#".repeat(70_000)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("larger than 65536 bytes");
  }

  private static final String IMAGE =
      COMPLETE.replace(
          "  window: 64\n",
          """
            image:
              width: 32
              height: 16
              colour: rgb
              layout: nhwc
              mean: [0.5, 0.4, 0.3]
          """);

  @Test
  void readsWhatAnImageBecomes() throws Exception {
    ModelManifest.Input input = read(IMAGE).input();
    assertThat(input.window()).isEqualTo(32 * 16 * 3);
    assertThat(input.shape()).containsExactly(1L, 16L, 32L, 3L);
    assertThat(input.image().orElseThrow().mean()).containsExactly(0.5f, 0.4f, 0.3f);
    assertThat(input.image().orElseThrow().deviation()).containsExactly(1f, 1f, 1f);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "width: 32      | width: 0            | 9:5 | input.image.width",
        "width: 32      | width: 1025         | 9:5 | input.image.width",
        "height: 16     | hight: 16           | 10:5 | input.image.hight",
        "colour: rgb    | colour: cmyk        | 11:5 | input.image.colour",
        "layout: nhwc   | layout: [nhwc, x]   | 12:5 | input.image.layout",
        "[0.5, 0.4, 0.3] | [0.5]              | 13:5 | input.image.mean",
        "[0.5, 0.4, 0.3] | [0.5, NaN, 0.1]    | 13:5 | input.image.mean",
        "mean: [0.5, 0.4, 0.3] | deviation: [0, 1, 1] | 13:5 | input.image.deviation",
        "tensor: window | window: 64          | 7:3 | input.window",
      })
  void namesThePlaceOfAFaultInAnImage(String was, String is, String place, String field) {
    assertThatThrownBy(() -> read(IMAGE.replace(was, is)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("pump.model.yaml:" + place + ": field '" + field + "'")
        .hasMessageNotContaining("\n");
  }
}
