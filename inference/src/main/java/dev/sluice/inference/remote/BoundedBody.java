package dev.sluice.inference.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** A body read into memory up to a bound; a longer one is an error, and is not read further. */
final class BoundedBody implements BodySubscriber<byte[]> {
  private final int bytesMax;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private Flow.Subscription subscription;

  private BoundedBody(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** The body is longer than it may be. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLongException(int bytesMax) {
      super("a body of more than " + bytesMax + " bytes");
    }
  }

  static BodyHandler<byte[]> upTo(int bytesMax) {
    return response ->
        response.headers().firstValueAsLong("Content-Length").orElse(0) > bytesMax
            ? tooLong(bytesMax)
            : new BoundedBody(bytesMax);
  }

  private static BodySubscriber<byte[]> tooLong(int bytesMax) {
    BoundedBody body = new BoundedBody(0);
    body.body.completeExceptionally(new TooLongException(bytesMax));
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscribed) {
    subscription = subscribed;
    if (body.isDone()) {
      subscription.cancel();
    } else {
      subscription.request(Long.MAX_VALUE);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (buffer.remaining() > bytesMax - bytes.size()) {
        subscription.cancel();
        body.completeExceptionally(new TooLongException(bytesMax));
        return;
      }
      byte[] part = new byte[buffer.remaining()];
      buffer.get(part);
      bytes.writeBytes(part);
    }
  }

  @Override
  public void onError(Throwable cause) {
    body.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    body.complete(bytes.toByteArray());
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }
}
