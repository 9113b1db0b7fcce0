package dev.sluice.inference.remote;

import dev.sluice.inference.InferenceBackend.Cancellation;
import dev.sluice.inference.guard.CallGuard;
import dev.sluice.inference.guard.GuardOutput;
import dev.sluice.inference.guard.GuardStats;
import dev.sluice.inference.guard.Verdict;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Gives one guard its inputs, one at a time on the thread that owns it, and does what it asks, with
 * the clock and the timer that a guard has not.
 */
final class GuardLoop {
  /** What is asked of the server; all of it is called on the owner's thread. */
  interface Call {
    long deadlineNanos();

    int priority();

    /** Sends it; how that ends is told by {@link #onReply}. */
    void send(long id, int attempt);

    /** Nothing more is wanted of the last attempt. */
    void abandon();

    /** Told once. */
    void end(GuardOutput.Reason reason);

    /** Told once, instead of that, when there is nobody to ask any more. */
    void stopped();
  }

  private final ScheduledExecutorService owner;

  // owned by the owner's thread
  private final CallGuard guard;
  private final ArrayDeque<GuardOutput> outputs = new ArrayDeque<>();
  private final Map<Long, Call> open = new HashMap<>();
  private long nextId;
  private long timerNanos = Long.MAX_VALUE;
  private Optional<ScheduledFuture<?>> timer = Optional.empty();
  private boolean closed;

  private volatile GuardStats stats;

  GuardLoop(CallGuard.Settings settings, ScheduledExecutorService owner) {
    this.owner = owner;
    this.guard = new CallGuard(settings, new SplittableRandom(), outputs::add);
    this.stats = guard.stats();
  }

  /** As of the last thing that happened; from any thread. */
  GuardStats stats() {
    return stats;
  }

  /**
   * From any thread.
   *
   * @return ends it early, from any thread
   */
  Cancellation begin(Call call) {
    long[] id = {-1};
    try {
      owner.execute(() -> id[0] = open(call));
    } catch (RejectedExecutionException e) {
      call.stopped();
    }
    return () -> later(() -> cancel(id[0]));
  }

  private long open(Call call) {
    if (closed) {
      call.stopped();
      return -1;
    }
    long id = nextId++;
    open.put(id, call);
    guard.onRequest(id, call.deadlineNanos(), call.priority(), System.nanoTime());
    perform();
    return id;
  }

  private void cancel(long id) {
    guard.onCancel(id, System.nanoTime());
    perform();
  }

  /** On the owner's thread: whether the call waits for that or another attempt. */
  boolean isOpen(long id) {
    return open.containsKey(id);
  }

  /** On the owner's thread. */
  void onProgress(long id, int attempt) {
    guard.onProgress(id, attempt, System.nanoTime());
    perform();
  }

  /** On the owner's thread. */
  void onReply(long id, int attempt, Verdict verdict) {
    guard.onReply(id, attempt, verdict, System.nanoTime());
    perform();
  }

  private void onTimer() {
    timerNanos = Long.MAX_VALUE;
    guard.onTimer(System.nanoTime());
    perform();
  }

  private void perform() {
    while (!outputs.isEmpty()) {
      perform(outputs.poll());
    }
    stats = guard.stats();
    schedule();
  }

  private void perform(GuardOutput output) {
    if (output instanceof GuardOutput.Begin begin) {
      open.get(begin.callId()).send(begin.callId(), begin.attempt());
    } else if (output instanceof GuardOutput.Abandon abandon) {
      open.get(abandon.callId()).abandon();
    } else if (output instanceof GuardOutput.End end) {
      open.remove(end.callId()).end(end.reason());
    }
  }

  private void schedule() {
    long next = guard.nextTimerNanos();
    if (next == timerNanos || closed) {
      return;
    }
    timer.ifPresent(waiting -> waiting.cancel(false));
    timerNanos = next;
    timer =
        next == Long.MAX_VALUE
            ? Optional.empty()
            : Optional.of(
                owner.schedule(
                    this::onTimer, Math.max(0, next - System.nanoTime()), TimeUnit.NANOSECONDS));
  }

  /** On the owner's thread, soon. */
  void later(Runnable input) {
    try {
      owner.execute(input);
    } catch (RejectedExecutionException e) {
      // Its call was ended when the loop was closed.
    }
  }

  void close() {
    later(
        () -> {
          closed = true;
          for (Call call : open.values()) {
            call.abandon();
            call.stopped();
          }
          open.clear();
        });
  }
}
