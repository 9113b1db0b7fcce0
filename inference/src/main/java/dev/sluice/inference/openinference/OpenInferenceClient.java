package dev.sluice.inference.openinference;

import dev.sluice.inference.InferenceBackend.Cancellation;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.guard.Verdict;
import dev.sluice.inference.remote.ModelClient;
import dev.sluice.inference.remote.ServerHttp;
import dev.sluice.inference.remote.ServerSettings;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link ModelClient} by the Open Inference Protocol: the input tensor as JSON, one score back. */
public final class OpenInferenceClient implements ModelClient {
  /** Milliseconds that the asking side waits; what the protocol has no word for. */
  public static final String DEADLINE_HEADER = "X-Deadline-Ms";

  private static final int OUTPUT_VALUES_MAX = 16;

  private final ServerSettings server;
  private final ServerHttp http;
  private final ModelManifest manifest;
  private final RemoteName model;
  private final MessageReader reader = new MessageReader(OUTPUT_VALUES_MAX);

  /**
   * @param model what the server calls it
   */
  public OpenInferenceClient(
      ServerSettings server, ServerHttp http, ModelManifest manifest, RemoteName model) {
    this.server = server;
    this.http = http;
    this.manifest = manifest;
    this.model = model;
  }

  @Override
  public Cancellation ask(float[] features, Duration remaining, Consumer<? super Reply> reply) {
    Optional<float[]> input = input(features);
    if (input.isEmpty()) {
      reply.accept(new Reply.Unsaid(Verdict.REFUSED, "cannot be sent numbers that are not finite"));
      return Cancellation.NONE;
    }
    Tensor tensor =
        new Tensor(manifest.input().tensor(), Tensor.FP32, manifest.input().shape(), input.get());
    HttpRequest request =
        ServerHttp.request(server, model.path() + "/infer")
            .header("Content-Type", "application/json")
            .header(DEADLINE_HEADER, Long.toString(Math.max(1, remaining.toMillis())))
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    MessageWriter.request(tensor, manifest.output().tensor())))
            .build();
    return http.send(request, server.answerBytesMax(), response -> reply.accept(reply(response)));
  }

  /** The last values, as many as the model takes. */
  private Optional<float[]> input(float[] features) {
    int window = manifest.input().window();
    float[] input = new float[window];
    System.arraycopy(features, features.length - window, input, 0, window);
    for (float value : input) {
      if (!Float.isFinite(value)) {
        return Optional.empty();
      }
    }
    return Optional.of(input);
  }

  private Reply reply(ServerHttp.Response response) {
    if (response instanceof ServerHttp.Response.Whole whole) {
      return whole.status() == 200 ? answered(whole.body()) : refused(whole);
    }
    ServerHttp.Response.Lost lost = (ServerHttp.Response.Lost) response;
    return new Reply.Unsaid(lost.verdict(), lost.detail());
  }

  private Reply answered(byte[] body) {
    try {
      TensorMessage message = reader.read(body);
      float score = score(message.outputs());
      return new Reply.Said(
          manifest.output().prediction(score), message.version().orElse(manifest.version()));
    } catch (MessageException e) {
      return new Reply.Unsaid(Verdict.NONSENSE, "gave no usable answer: " + e.getMessage());
    }
  }

  private float score(List<Tensor> outputs) throws MessageException {
    String name = manifest.output().tensor();
    Tensor output =
        outputs.stream()
            .filter(tensor -> tensor.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new MessageException("no output '" + name + "'"));
    if (!output.datatype().equals(Tensor.FP32) || !output.isWhole() || output.data().length != 1) {
      throw new MessageException(
          "output '%s' is %s with %d values, not FP32 [1, 1]"
              .formatted(name, output.told(), output.data().length));
    }
    float score = output.data()[0];
    if (!(score >= 0 && score <= 1)) {
      throw new MessageException("output '" + name + "' is no score from 0 to 1");
    }
    return score;
  }

  private Reply refused(ServerHttp.Response.Whole response) {
    String said = "answered " + response.status() + error(response.body());
    return new Reply.Unsaid(verdict(response.status()), said);
  }

  private String error(byte[] body) {
    try {
      return reader.read(body).error().map(text -> ": " + text).orElse("");
    } catch (MessageException e) {
      return "";
    }
  }

  /** What is wrong with our set-up (another model, no rights) does not get better by repeating. */
  static Verdict verdict(int status) {
    return switch (status) {
      case 400, 413, 422 -> Verdict.REFUSED;
      case 429, 503 -> Verdict.BUSY;
      case 408, 500, 502, 504 -> Verdict.BROKEN;
      default -> Verdict.NONSENSE;
    };
  }
}
