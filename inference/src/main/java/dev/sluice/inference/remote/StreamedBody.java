package dev.sluice.inference.remote;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** A body that is read while it comes, as long as its sink wants more, and never faster. */
public final class StreamedBody implements BodySubscriber<byte[]> {
  private static final int OK = 200;
  private static final byte[] NOTHING = {};

  /** Where the bytes go; called by one thread at a time. */
  public interface Sink {
    /**
     * @param contentType of the response, if it says
     * @return false to read nothing of it
     */
    boolean onHead(Optional<String> contentType);

    /**
     * @return false to read no further
     */
    boolean onBytes(List<ByteBuffer> bytes);
  }

  private final Sink sink;
  private final boolean wanted;
  private final CompletableFuture<byte[]> end = new CompletableFuture<>();
  private Flow.Subscription subscription;

  private StreamedBody(Sink sink, boolean wanted) {
    this.sink = sink;
    this.wanted = wanted;
  }

  /** Bodies of other responses than 200 are read whole, up to their bound. */
  static BodyHandler<byte[]> into(Sink sink, int bodyMax) {
    BodyHandler<byte[]> others = BoundedBody.upTo(bodyMax);
    return response ->
        response.statusCode() == OK
            ? new StreamedBody(sink, sink.onHead(response.headers().firstValue("Content-Type")))
            : others.apply(response);
  }

  @Override
  public void onSubscribe(Flow.Subscription subscribed) {
    subscription = subscribed;
    if (wanted) {
      subscription.request(1);
    } else {
      stop();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (end.isDone()) {
      return;
    }
    if (sink.onBytes(buffers)) {
      subscription.request(1);
    } else {
      stop();
    }
  }

  private void stop() {
    subscription.cancel();
    end.complete(NOTHING);
  }

  @Override
  public void onError(Throwable cause) {
    end.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    end.complete(NOTHING);
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return end;
  }
}
