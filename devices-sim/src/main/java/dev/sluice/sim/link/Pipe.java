package dev.sluice.sim.link;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * One direction of one connection: holds bytes until the shaper says that they have arrived. Stops
 * reading when it holds too much, and waits when the receiver does.
 */
final class Pipe {
  /** Small enough that a slow link delivers a large write bit by bit. */
  private static final int PARCEL_BYTES_MAX = 4096;

  private record Parcel(Buffer bytes, long arrivalNanos) {}

  private final Vertx vertx;
  private final LinkClock clock;
  private final Shaper shaper;
  private final NetSocket from;
  private final NetSocket to;
  private final int bufferBytesMax;
  private final Deque<Parcel> travelling = new ArrayDeque<>();
  private int heldBytes;
  private boolean stopped;
  private boolean frozen;
  private boolean ended;
  private boolean timerSet;

  Pipe(
      Vertx vertx,
      LinkClock clock,
      Shaper shaper,
      NetSocket from,
      NetSocket to,
      int bufferBytesMax) {
    this.vertx = vertx;
    this.clock = clock;
    this.shaper = shaper;
    this.from = from;
    this.to = to;
    this.bufferBytesMax = bufferBytesMax;
  }

  void open() {
    from.handler(this::onBytes);
    from.endHandler(end -> onEnd());
    to.drainHandler(drained -> deliver());
    from.resume();
  }

  void freeze() {
    frozen = true;
    from.pause();
  }

  void thaw() {
    frozen = false;
    deliver();
    if (!stopped) {
      from.resume();
    }
  }

  private void onBytes(Buffer bytes) {
    long now = clock.nanos();
    for (int at = 0; at < bytes.length(); at += PARCEL_BYTES_MAX) {
      Buffer parcel = bytes.slice(at, Math.min(bytes.length(), at + PARCEL_BYTES_MAX));
      travelling.add(new Parcel(parcel, shaper.arrivalNanos(now, parcel.length())));
    }
    heldBytes += bytes.length();
    if (heldBytes > bufferBytesMax && !stopped) {
      stopped = true;
      from.pause();
    }
    deliver();
  }

  private void onEnd() {
    ended = true;
    deliver();
  }

  private void deliver() {
    if (frozen) {
      return;
    }
    long now = clock.nanos();
    while (!travelling.isEmpty()
        && travelling.peek().arrivalNanos() <= now
        && !to.writeQueueFull()) {
      Buffer bytes = travelling.poll().bytes();
      heldBytes -= bytes.length();
      to.write(bytes);
    }
    if (stopped && heldBytes <= bufferBytesMax / 2) {
      stopped = false;
      from.resume();
    }
    if (travelling.isEmpty()) {
      closeBehind();
    } else if (!to.writeQueueFull()) {
      deliverAt(travelling.peek().arrivalNanos() - now);
    }
  }

  private void closeBehind() {
    if (ended) {
      to.close();
    }
  }

  private void deliverAt(long delayNanos) {
    if (timerSet) {
      return;
    }
    timerSet = true;
    // Timers count whole milliseconds: rounded up, or the last one would spin.
    long delayMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(delayNanos + 999_999));
    vertx.setTimer(
        delayMillis,
        id -> {
          timerSet = false;
          deliver();
        });
  }
}
