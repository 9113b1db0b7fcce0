package dev.sluice.inference.guard;

import dev.sluice.inference.guard.GuardOutput.Abandon;
import dev.sluice.inference.guard.GuardOutput.Begin;
import dev.sluice.inference.guard.GuardOutput.End;
import dev.sluice.inference.guard.GuardOutput.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The calls to one server: which of them is sent now, which waits, which is tried again, and when
 * each ends.
 *
 * <p>Invariants: each call ends exactly once, at its deadline at the latest; no more are in flight
 * than the limit; none begins while the breaker is open, and what waits then ends at once, so that
 * whoever asked has time for another way.
 *
 * <p>Owned by one thread at a time. {@code nowNanos} is monotonic; {@link Long#MAX_VALUE} stands
 * for no deadline. The output consumer must not call back into the guard.
 */
public final class CallGuard {
  /**
   * @param inFlightMax the most that the adaptive limit allows
   * @param waitingMax calls that wait for the server; beyond, the least urgent is shed
   * @param attemptMax the longest silence of the server in one attempt: until it answers, or
   *     between two signs of progress
   * @param attempts of one call, the first included
   * @param repeatable whether the server may do a thing twice without harm
   */
  public record Settings(
      int inFlightMax, int waitingMax, Duration attemptMax, int attempts, boolean repeatable) {
    public Settings {
      if (inFlightMax < 1 || waitingMax < 1 || attempts < 1) {
        throw new IllegalArgumentException("a limit is below 1");
      }
    }
  }

  private static final long NEVER = Long.MAX_VALUE;

  private final Settings settings;
  private final SplittableRandom chance;
  private final Consumer<? super GuardOutput> output;
  private final AdaptiveLimit limit;
  private final CircuitBreaker breaker;
  private final RetryAllowance retries = new RetryAllowance();
  private final GuardCounts counts = new GuardCounts();
  private final Map<Long, GuardedCall> calls = new HashMap<>();
  private final TreeSet<GuardedCall> waiting = new TreeSet<>(GuardedCall.MOST_URGENT_FIRST);
  private final TreeSet<GuardedCall> timers = new TreeSet<>(GuardedCall.BY_TIMER);
  private int inFlight;

  public CallGuard(
      Settings settings, SplittableRandom chance, Consumer<? super GuardOutput> output) {
    this(settings, CircuitBreaker.Settings.USUAL, chance, output);
  }

  CallGuard(
      Settings settings,
      CircuitBreaker.Settings breaking,
      SplittableRandom chance,
      Consumer<? super GuardOutput> output) {
    this.settings = settings;
    this.chance = chance;
    this.output = output;
    this.limit = new AdaptiveLimit(AdaptiveLimit.Settings.upTo(settings.inFlightMax()));
    this.breaker = new CircuitBreaker(breaking);
  }

  /**
   * Somebody asks.
   *
   * @param callId never used before
   * @param priority the higher first, of one deadline
   */
  public void onRequest(long callId, long deadlineNanos, int priority, long nowNanos) {
    GuardedCall call = new GuardedCall(callId, deadlineNanos, priority);
    calls.put(callId, call);
    await(call, deadlineNanos);
    waiting.add(call);
    if (deadlineNanos <= nowNanos) {
      end(call, Reason.EXPIRED);
    }
    turn(nowNanos);
    if (waiting.size() > settings.waitingMax()) {
      end(waiting.last(), Reason.SHED);
    }
  }

  /** The server replied, or cannot. What was abandoned meanwhile is counted and no more. */
  public void onReply(long callId, int attempt, Verdict verdict, long nowNanos) {
    GuardedCall call = calls.get(callId);
    if (call == null || call.stage != GuardedCall.Stage.IN_FLIGHT || call.attempts != attempt) {
      counts.lateReply();
      return;
    }
    counts.replied(verdict);
    learn(call, verdict, nowNanos);
    inFlight--;
    if (!pause(call, verdict, nowNanos)) {
      forget(call);
      output.accept(new End(callId, Reason.REPLIED));
    }
    turn(nowNanos);
  }

  /** The server has begun to answer, or goes on with it: its next silence counts from here. */
  public void onProgress(long callId, int attempt, long nowNanos) {
    GuardedCall call = calls.get(callId);
    if (call == null || call.stage != GuardedCall.Stage.IN_FLIGHT || call.attempts != attempt) {
      return;
    }
    call.onHeard(nowNanos);
    awaitAttempt(call, nowNanos);
  }

  /** Whoever asked wants it no more. */
  public void onCancel(long callId, long nowNanos) {
    GuardedCall call = calls.get(callId);
    if (call != null) {
      end(call, Reason.CANCELLED);
      turn(nowNanos);
    }
  }

  public void onTimer(long nowNanos) {
    while (!timers.isEmpty() && timers.first().timerNanos <= nowNanos) {
      onDue(timers.first(), nowNanos);
    }
    turn(nowNanos);
  }

  /** When {@link #onTimer} is next needed; {@link Long#MAX_VALUE} for not by itself. */
  public long nextTimerNanos() {
    return timers.isEmpty() ? NEVER : timers.first().timerNanos;
  }

  public GuardStats stats() {
    return counts.stats(
        breaker.state(), breaker.opened(), limit.current(), inFlight, waiting.size());
  }

  private void onDue(GuardedCall call, long nowNanos) {
    if (call.deadlineNanos <= nowNanos) {
      timedOut(call, nowNanos);
      end(call, Reason.EXPIRED);
    } else if (call.stage == GuardedCall.Stage.PAUSING) {
      await(call, call.deadlineNanos);
      call.stage = GuardedCall.Stage.WAITING;
      waiting.add(call);
    } else {
      timedOut(call, nowNanos);
      end(call, Reason.TIMED_OUT);
    }
  }

  /** A server is blamed only where it had the time that it usually takes. */
  private void timedOut(GuardedCall call, long nowNanos) {
    if (call.stage != GuardedCall.Stage.IN_FLIGHT) {
      return;
    }
    counts.timedOut();
    if (nowNanos - call.heardNanos >= limit.usualNanos()) {
      limit.onDropped(nowNanos);
      breaker.onFailed(call.breakerPeriod, nowNanos, chance.nextDouble());
    }
  }

  private void learn(GuardedCall call, Verdict verdict, long nowNanos) {
    switch (verdict) {
      case SERVED -> {
        limit.onServed(call.tookNanos(nowNanos), inFlight, nowNanos);
        breaker.onServed(call.breakerPeriod);
      }
      case REFUSED -> breaker.onServed(call.breakerPeriod);
      case BUSY -> {
        limit.onDropped(nowNanos);
        breaker.onFailed(call.breakerPeriod, nowNanos, chance.nextDouble());
      }
      default -> breaker.onFailed(call.breakerPeriod, nowNanos, chance.nextDouble());
    }
  }

  /** True where it will be tried again. */
  private boolean pause(GuardedCall call, Verdict verdict, long nowNanos) {
    boolean safe = verdict.nothingDone() || settings.repeatable();
    if (!verdict.worthRepeating() || !safe || call.attempts >= settings.attempts()) {
      return false;
    }
    long again = nowNanos + RetryAllowance.pauseNanos(call.attempts, chance.nextDouble());
    boolean inTime = call.deadlineNanos == NEVER || again + limit.usualNanos() < call.deadlineNanos;
    if (!inTime || !breaker.permits(nowNanos) || !retries.take()) {
      return false;
    }
    counts.retried();
    call.stage = GuardedCall.Stage.PAUSING;
    await(call, again);
    return true;
  }

  /** What every input ends with. */
  private void turn(long nowNanos) {
    while (!waiting.isEmpty() && inFlight < limit.current() && breaker.permits(nowNanos)) {
      begin(waiting.pollFirst(), nowNanos);
    }
    while (!waiting.isEmpty() && !breaker.permits(nowNanos)) {
      end(waiting.first(), Reason.BREAKER_OPEN);
    }
  }

  private void begin(GuardedCall call, long nowNanos) {
    if (call.attempts == 0) {
      retries.onFirstAttempt();
    }
    call.attempts++;
    call.stage = GuardedCall.Stage.IN_FLIGHT;
    call.onBegun(nowNanos);
    call.breakerPeriod = breaker.onBegun();
    inFlight++;
    awaitAttempt(call, nowNanos);
    output.accept(new Begin(call.id, call.attempts));
  }

  private void end(GuardedCall call, Reason reason) {
    if (call.stage == GuardedCall.Stage.IN_FLIGHT) {
      inFlight--;
      breaker.onUntold(call.breakerPeriod);
      output.accept(new Abandon(call.id, call.attempts));
    }
    forget(call);
    counts.ended(reason);
    output.accept(new End(call.id, reason));
  }

  private void forget(GuardedCall call) {
    waiting.remove(call);
    timers.remove(call);
    calls.remove(call.id);
  }

  private void awaitAttempt(GuardedCall call, long nowNanos) {
    await(call, Math.min(call.deadlineNanos, nowNanos + settings.attemptMax().toNanos()));
  }

  private void await(GuardedCall call, long timerNanos) {
    timers.remove(call);
    call.timerNanos = timerNanos;
    if (timerNanos != NEVER) {
      timers.add(call);
    }
  }
}
