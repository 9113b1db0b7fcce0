package dev.sluice.inference.openinference;

import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.remote.ServerHttp;
import dev.sluice.inference.remote.ServerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Compares what a server says of its model with what the manifest says. */
public final class MetadataCheck {
  private static final int BODY_BYTES_MAX = 64 << 10;

  private final ServerSettings server;
  private final ServerHttp http;
  private final MessageReader reader = new MessageReader(0);

  public MetadataCheck(ServerSettings server, ServerHttp http) {
    this.server = server;
    this.http = http;
  }

  /** What came of it. */
  public sealed interface Result {
    /** The server has the model, and it is the one of the manifest. */
    record Fits() implements Result {}

    /**
     * It is another one: no request can be served.
     *
     * @param faults one line, for the operator
     */
    record Differs(String faults) implements Result {}

    /** Nothing can be said yet: the server is away, or does not have the model yet. */
    record Unknown(String why) implements Result {}
  }

  /** Asks, and waits no longer than that. */
  public Result run(ModelManifest manifest, RemoteName model, Duration patience)
      throws InterruptedException {
    CompletableFuture<ServerHttp.Response> response = new CompletableFuture<>();
    var asking =
        http.send(
            ServerHttp.request(server, model.path()).GET().build(),
            BODY_BYTES_MAX,
            response::complete);
    try {
      return result(manifest, response.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      asking.cancel();
      return new Result.Unknown("no answer in " + patience.toMillis() + " ms");
    } catch (ExecutionException e) {
      return new Result.Unknown("failed: " + e.getCause());
    }
  }

  private Result result(ModelManifest manifest, ServerHttp.Response response) {
    if (response instanceof ServerHttp.Response.Lost lost) {
      return new Result.Unknown(lost.detail());
    }
    ServerHttp.Response.Whole whole = (ServerHttp.Response.Whole) response;
    if (whole.status() != 200) {
      return new Result.Unknown("answered " + whole.status());
    }
    try {
      List<String> faults = faults(manifest, reader.read(whole.body()));
      return faults.isEmpty() ? new Result.Fits() : new Result.Differs(String.join(", ", faults));
    } catch (MessageException e) {
      return new Result.Unknown("no metadata: " + e.getMessage());
    }
  }

  static List<String> faults(ModelManifest manifest, TensorMessage metadata) {
    List<String> faults = new ArrayList<>();
    compare(
        faults, "input", manifest.input().tensor(), manifest.input().shape(), metadata.inputs());
    compare(faults, "output", manifest.output().tensor(), List.of(1L, 1L), metadata.outputs());
    return faults;
  }

  private static void compare(
      List<String> faults, String side, String name, List<Long> shape, List<Tensor> tensors) {
    List<Tensor> named = tensors.stream().filter(tensor -> tensor.name().equals(name)).toList();
    boolean others = side.equals("input") && tensors.size() != 1;
    if (named.isEmpty() || others) {
      faults.add(
          "its %ss are %s, the manifest says '%s'"
              .formatted(side, tensors.stream().map(Tensor::name).toList(), name));
    } else if (!named.get(0).datatype().equals(Tensor.FP32) || !named.get(0).fits(shape)) {
      faults.add(
          "its %s '%s' is %s, the manifest says %s %s"
              .formatted(side, name, named.get(0).told(), Tensor.FP32, shape));
    }
  }
}
