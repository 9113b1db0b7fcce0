package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelTrust;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ModelCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void copy() throws Exception {
    for (String name : new String[] {"vibration-light", "surface-light"}) {
      Files.copy(RunningGateway.MODELS.resolve(name + ".onnx"), folder.resolve(name + ".onnx"));
    }
  }

  private int run(String... args) {
    CommandLine command = ModelCommand.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(args);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void aModelOfReadingsGetsAManifestThatLoadsAndARoute() throws Exception {
    assertThat(run("add", file("vibration-light.onnx"), "--topic", "pumps/+/x")).isZero();
    ModelManifest manifest = ModelManifest.read(folder.resolve("vibration-light.model.yaml"));
    assertThat(manifest.input()).isEqualTo(new ModelManifest.Input("window", 64));
    assertThat(manifest.output().labels()).containsExactly("normal", "anomaly");
    assertThat(out.toString())
        .contains("vibration-light version 1: window of 64,", "median", "95 % within")
        .contains("  - name: vibration-light\n    topic: \"pumps/+/x\"\n");
    assertThat(run("verify", file("vibration-light.model.yaml"))).isZero();
  }

  @Test
  void aModelOfImagesIsKnownByItsShape() throws Exception {
    assertThat(
            run(
                "add",
                file("surface-light.onnx"),
                "--topic",
                "cams/+/frame",
                "--name",
                "seal",
                "--labels",
                "good,leaking",
                "--threshold",
                "0.7"))
        .isZero();
    ModelManifest manifest = ModelManifest.read(folder.resolve("seal.model.yaml"));
    assertThat(manifest.input().image().orElseThrow().width()).isEqualTo(64);
    assertThat(manifest.output().labels()).containsExactly("good", "leaking");
    assertThat(manifest.output().threshold()).isEqualTo(0.7f);
  }

  @Test
  void aManifestIsNotWrittenOverUnasked() {
    run("add", file("vibration-light.onnx"), "--topic", "a");
    assertThat(run("add", file("vibration-light.onnx"), "--topic", "a")).isEqualTo(2);
    assertThat(err.toString()).contains("is there already; say --force");
    assertThat(run("add", file("vibration-light.onnx"), "--topic", "a", "--force")).isZero();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--topic a+ | --topic: 'a+' must be a topic filter",
        "--topic a --labels x | --labels: must be two different words",
        "--topic a --labels x,x | --labels: must be two different words",
        "--topic a --name a/b | --name: 'a/b' must be 1 to 64 of letters",
      })
  void wrongOptionsEndInOneLine(String options, String fault) {
    String[] words = ("add " + file("vibration-light.onnx") + " " + options).split(" ", -1);
    assertThat(run(words)).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1).startsWith("model add: " + fault);
    assertThat(folder.resolve("vibration-light.model.yaml")).doesNotExist();
  }

  @Test
  void whatIsNoModelIsRefused() throws Exception {
    Files.writeString(folder.resolve("noise.onnx"), "noise");
    assertThat(run("add", file("noise.onnx"), "--topic", "a")).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1).contains("ONNX Runtime cannot load it");
    assertThat(run("add", file("missing.onnx"), "--topic", "a")).isEqualTo(2);
    assertThat(err.toString()).contains("missing.onnx: no such file");
    assertThat(folder.resolve("noise.model.yaml")).doesNotExist();
  }

  @Test
  void aConfigurationsModelsAreListedAlsoTheUnusable() throws Exception {
    run("add", file("vibration-light.onnx"), "--topic", "a");
    Path config =
        Files.writeString(
            folder.resolve("edge.yaml"),
            """
            node: {id: g}
            inference: {models: [vibration-light.model.yaml, gone.model.yaml]}
            """);
    assertThat(run("list", "--config", config.toString())).isEqualTo(2);
    assertThat(out.toString())
        .contains("vibration-light version 1: window of 64")
        .contains("unusable: ", "gone.model.yaml: no such model manifest");
  }

  @Test
  void aSignedManifestIsTrusted() throws Exception {
    run("add", file("vibration-light.onnx"), "--topic", "a");
    assertThat(run("keygen", file("ops"))).isZero();
    assertThat(run("keygen", file("ops"))).as("never written over").isEqualTo(2);
    assertThat(run("sign", "--key", file("ops.key"), file("vibration-light.model.yaml"))).isZero();
    ModelTrust trust =
        ModelTrust.of(List.of(folder.resolve("ops.pub")), ModelTrust.Unsigned.REFUSED);
    assertThat(trust.read(folder.resolve("vibration-light.model.yaml")).name())
        .isEqualTo("vibration-light");
  }

  @Test
  void verifySaysWhoseTheSignatureIsAndRefusesAnother() throws Exception {
    String manifest = file("vibration-light.model.yaml");
    run("add", file("vibration-light.onnx"), "--topic", "a");
    assertThat(run("verify", manifest)).isZero();
    assertThat(out.toString()).contains("; not signed");
    assertThat(run("verify", "--unsigned", "refused", manifest)).isEqualTo(2);
    run("keygen", file("ops"));
    run("keygen", file("other"));
    run("sign", "--key", file("ops.key"), manifest);

    assertThat(run("verify", manifest)).isZero();
    assertThat(out.toString()).contains("; signed, and no trusted key to check it by");
    assertThat(run("verify", "--trusted-key", file("ops.pub"), manifest)).isZero();
    assertThat(out.toString()).contains("; signed by ops.pub");
    assertThat(run("verify", "--trusted-key", file("other.pub"), manifest)).isEqualTo(2);
    assertThat(err.toString()).contains("is not the signature of this manifest by a trusted key");
  }

  @Test
  void listRefusesWhatTheConfigurationDoesNotTrust() throws Exception {
    run("add", file("vibration-light.onnx"), "--topic", "a");
    Path config =
        Files.writeString(
            folder.resolve("edge.yaml"),
            """
            node: {id: g}
            inference: {models: [vibration-light.model.yaml], unsigned: refused}
            """);

    assertThat(run("list", "--config", config.toString())).isEqualTo(2);
    assertThat(out.toString()).contains("unusable: ", "is not signed");
  }
}
