package dev.sluice.edge;

import dev.sluice.broker.Effect;
import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.Turns;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The broker loop: one Vert.x event loop that owns the core, performs the effects of each turn in
 * order when the turn is over, and wakes the core for its timers.
 */
final class EdgeLoop implements Turns {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long NANOS_PER_MS = 1_000_000;

  private final Vertx vertx;
  private final Context context;
  private final LongSupplier clock;
  private final Queue<Effect> network = new ArrayDeque<>();
  private final Queue<EdgeEffect> work = new ArrayDeque<>();
  private EdgeCore core;
  private Consumer<Effect> performNetwork;
  private Consumer<EdgeEffect> performWork;
  private boolean performing;
  private long timerId = -1;
  private long timerAtNanos = NEVER;

  /**
   * @param context the event loop that owns everything from now on
   * @param clock monotonic nanoseconds
   */
  EdgeLoop(Vertx vertx, Context context, LongSupplier clock) {
    this.vertx = vertx;
    this.context = context;
    this.clock = clock;
  }

  /** The sinks that the core is built with: they only queue. */
  Consumer<Effect> networkSink() {
    return network::add;
  }

  Consumer<EdgeEffect> workSink() {
    return work::add;
  }

  /** Completes the cycle between core, loop and adapters; before the first turn. */
  void start(EdgeCore core, Consumer<Effect> performNetwork, Consumer<EdgeEffect> performWork) {
    this.core = core;
    this.performNetwork = performNetwork;
    this.performWork = performWork;
  }

  @Override
  public void submit(LongConsumer turn) {
    if (Vertx.currentContext() == context) {
      run(turn);
    } else {
      context.runOnContext(now -> run(turn));
    }
  }

  private void run(LongConsumer turn) {
    long nowNanos = clock.getAsLong();
    turn.accept(nowNanos);
    endOfTurn(nowNanos);
  }

  /** Completes a turn of the broker: called by the listener after each of its inputs. */
  void endOfTurn(long nowNanos) {
    core.settle(nowNanos);
    if (performing) {
      // An effect caused an input at once; its effects follow those that are already queued.
      return;
    }
    performing = true;
    try {
      performAll();
    } finally {
      performing = false;
    }
    rearm();
  }

  private void performAll() {
    while (true) {
      Effect effect = network.poll();
      if (effect != null) {
        performNetwork.accept(effect);
        continue;
      }
      EdgeEffect next = work.poll();
      if (next == null) {
        return;
      }
      performWork.accept(next);
    }
  }

  private void rearm() {
    long next = core.nextTimerNanos();
    if (next == timerAtNanos) {
      return;
    }
    if (timerId >= 0) {
      vertx.cancelTimer(timerId);
      timerId = -1;
    }
    timerAtNanos = next;
    if (next != NEVER) {
      long waitNanos = Math.max(0, next - clock.getAsLong());
      timerId = vertx.setTimer(1 + waitNanos / NANOS_PER_MS, fired -> onTimer());
    }
  }

  private void onTimer() {
    timerId = -1;
    timerAtNanos = NEVER;
    run(core::onTimer);
  }
}
