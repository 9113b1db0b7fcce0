package dev.sluice.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.inference.Model;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.OnnxRuntime;
import dev.sluice.inference.Prediction;
import dev.sluice.inference.openinference.MessageReader;
import dev.sluice.inference.openinference.MessageWriter;
import dev.sluice.inference.openinference.Tensor;
import dev.sluice.inference.openinference.TensorMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two bridges as processes, one of which asks the other, and a model that runs here. */
class BridgeToBridgeIT {
  private static final Path MANIFEST =
      Path.of(System.getProperty("sluice.root"), "config", "models", "vibration-heavy.model.yaml");
  private static final Pattern MODELS = Pattern.compile("models=(127\\.0\\.0\\.1:\\d+)");
  private static final String TOKEN = "a-token-of-enough-letters";
  private static final int WINDOWS = 100;

  @TempDir private Path folder;

  @Test
  void anAnswerIsTheSameHereThereAndThroughBoth() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), TOKEN);
    ModelManifest manifest = ModelManifest.read(MANIFEST);
    try (Bridge has =
            Bridge.start(
                folder.resolve("has"),
                """
                inference:
                  workers: 2
                  models: [%s]
                  serve: {port: 0, token-file: %s}
                """
                    .formatted(MANIFEST, token));
        Bridge asks =
            Bridge.start(
                folder.resolve("asks"),
                """
                inference:
                  servers:
                    - {name: other, url: 'http://%s', token-file: %s, models: [{manifest: %s}]}
                  serve: {port: 0}
                """
                    .formatted(has.models, token, MANIFEST));
        var runtime = new OnnxRuntime();
        Model here = runtime.load(manifest)) {
      SplittableRandom random = new SplittableRandom(17);
      for (int i = 0; i < WINDOWS; i++) {
        float[] window = window(manifest.input().window(), random);
        Prediction prediction = here.infer(window);

        assertThat(has.score(manifest, window)).isEqualTo(prediction.score());
        assertThat(asks.score(manifest, window)).isEqualTo(prediction.score());
      }
    }
  }

  private static float[] window(int length, SplittableRandom random) {
    float[] values = new float[length];
    double pitch = 0.05 + random.nextDouble();
    for (int i = 0; i < length; i++) {
      values[i] = (float) (Math.sin(i * pitch) + random.nextDouble() - 0.5);
    }
    return values;
  }

  private static final class Bridge implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final String models;

    private Bridge(Process process, String models) {
      this.process = process;
      this.models = models;
    }

    static Bridge start(Path folder, String yaml) throws IOException {
      Path config = Files.createDirectories(folder).resolve("cloud.yaml");
      Files.writeString(config, yaml);
      var program =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx128m",
              "-XX:TieredStopAtLevel=1",
              CloudBridge.class.getName(),
              "--config=" + config,
              "--port=0",
              "--set=admin.port=0",
              "--data=" + folder);
      // In a variable, because models are not loaded with a long command line.
      program.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      Process process = program.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      BufferedReader out = process.inputReader();
      String ready = String.valueOf(out.readLine());
      Matcher at = MODELS.matcher(ready);
      if (!at.find()) {
        process.destroyForcibly();
        throw new IOException("did not start: " + ready);
      }
      return new Bridge(process, at.group(1));
    }

    float score(ModelManifest manifest, float[] window) throws Exception {
      Tensor input =
          new Tensor(manifest.input().tensor(), Tensor.FP32, manifest.input().shape(), window);
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://" + models + "/v2/models/" + manifest.name() + "/infer"))
              .header("Authorization", "Bearer " + TOKEN)
              .POST(
                  HttpRequest.BodyPublishers.ofByteArray(
                      MessageWriter.request(input, manifest.output().tensor())))
              .build();
      HttpResponse<byte[]> response = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
      TensorMessage message = new MessageReader(16).read(response.body());
      assertThat(message.error()).isEmpty();
      return message.outputs().get(0).data()[0];
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
