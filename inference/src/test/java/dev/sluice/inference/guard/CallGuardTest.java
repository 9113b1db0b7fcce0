package dev.sluice.inference.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.inference.guard.GuardOutput.Abandon;
import dev.sluice.inference.guard.GuardOutput.Begin;
import dev.sluice.inference.guard.GuardOutput.End;
import dev.sluice.inference.guard.GuardOutput.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CallGuardTest {
  private static final long MS = 1_000_000;
  private static final long NEVER = Long.MAX_VALUE;

  private final List<GuardOutput> outputs = new ArrayList<>();
  private final CallGuard guard = guard(true);

  private CallGuard guard(boolean repeatable) {
    return new CallGuard(
        new CallGuard.Settings(2, 3, Duration.ofSeconds(1), 3, repeatable),
        new SplittableRandom(1),
        outputs::add);
  }

  @Test
  void sendsAndEndsByTheReply() {
    guard.onRequest(1, 500 * MS, 5, 0);
    guard.onReply(1, 1, Verdict.SERVED, 10 * MS);

    assertThat(outputs).containsExactly(new Begin(1, 1), new End(1, Reason.REPLIED));
    assertThat(guard.stats().inFlight()).isZero();
    assertThat(guard.nextTimerNanos()).isEqualTo(NEVER);
  }

  @Test
  void keepsToItsLimitAndTakesTheMostUrgentNext() {
    guard.onRequest(1, 500 * MS, 5, 0);
    guard.onRequest(2, 500 * MS, 5, 0);
    guard.onRequest(3, 900 * MS, 5, 0);
    guard.onRequest(4, 400 * MS, 5, 0);
    guard.onReply(1, 1, Verdict.SERVED, MS);

    assertThat(outputs)
        .containsExactly(
            new Begin(1, 1), new Begin(2, 1), new End(1, Reason.REPLIED), new Begin(4, 1));
  }

  @Test
  void shedsTheLeastUrgentWhenTooManyWait() {
    for (int i = 1; i <= 6; i++) {
      guard.onRequest(i, (1_000 - i) * MS, 5, 0);
    }
    assertThat(outputs).contains(new End(3, Reason.SHED));
    assertThat(guard.stats().waiting()).isEqualTo(3);
  }

  @Test
  void givesUpAtTheDeadlineAndHearsNothingMoreOfIt() {
    guard.onRequest(1, 50 * MS, 5, 0);
    assertThat(guard.nextTimerNanos()).isEqualTo(50 * MS);
    guard.onTimer(50 * MS);
    guard.onReply(1, 1, Verdict.SERVED, 60 * MS);

    assertThat(outputs)
        .containsExactly(new Begin(1, 1), new Abandon(1, 1), new End(1, Reason.EXPIRED));
    assertThat(guard.stats().lateReplies()).isEqualTo(1);
  }

  @Test
  void beginsNothingThatIsTooLate() {
    guard.onRequest(1, 50 * MS, 5, 50 * MS);
    assertThat(outputs).containsExactly(new End(1, Reason.EXPIRED));
  }

  @Test
  void givesUpAnAttemptThatTakesTooLongEvenWithoutDeadline() {
    guard.onRequest(1, NEVER, 5, 0);
    guard.onTimer(guard.nextTimerNanos());
    assertThat(outputs).endsWith(new Abandon(1, 1), new End(1, Reason.TIMED_OUT));
  }

  @Test
  void triesAgainWhatDidNotArrive() {
    guard.onRequest(1, 900 * MS, 5, 0);
    guard.onReply(1, 1, Verdict.UNREACHABLE, MS);
    guard.onTimer(guard.nextTimerNanos());
    guard.onReply(1, 2, Verdict.SERVED, 30 * MS);

    assertThat(outputs)
        .containsExactly(new Begin(1, 1), new Begin(1, 2), new End(1, Reason.REPLIED));
    assertThat(guard.stats().retries()).isEqualTo(1);
  }

  @Test
  void triesNoMoreOftenThanItMay() {
    guard.onRequest(1, NEVER, 5, 0);
    for (int attempt = 1; attempt <= 3; attempt++) {
      guard.onReply(1, attempt, Verdict.BROKEN, attempt * 100L * MS);
      guard.onTimer((attempt * 100L + 90) * MS);
    }
    assertThat(outputs)
        .containsExactly(
            new Begin(1, 1), new Begin(1, 2), new Begin(1, 3), new End(1, Reason.REPLIED));
  }

  @Test
  void doesNotTryAgainWhatWouldBeTooLate() {
    guard.onRequest(1, NEVER, 5, 0);
    guard.onReply(1, 1, Verdict.SERVED, 100 * MS);
    guard.onRequest(2, 150 * MS, 5, 100 * MS);
    guard.onReply(2, 1, Verdict.UNREACHABLE, 101 * MS);
    assertThat(outputs).endsWith(new End(2, Reason.REPLIED));
  }

  @Test
  void doesNotRepeatWhatMayHaveHappenedUnlessItMay() {
    CallGuard careful = guard(false);
    careful.onRequest(1, NEVER, 5, 0);
    careful.onReply(1, 1, Verdict.BROKEN, MS);
    assertThat(outputs).containsExactly(new Begin(1, 1), new End(1, Reason.REPLIED));
  }

  @Test
  void neverRepeatsWhatWouldBeSaidAgain() {
    guard.onRequest(1, NEVER, 5, 0);
    guard.onReply(1, 1, Verdict.NONSENSE, MS);
    guard.onRequest(2, NEVER, 5, 0);
    guard.onReply(2, 1, Verdict.REFUSED, MS);
    assertThat(outputs)
        .containsExactly(
            new Begin(1, 1),
            new End(1, Reason.REPLIED),
            new Begin(2, 1),
            new End(2, Reason.REPLIED));
  }

  private void open(long nowNanos) {
    for (int i = 100; i < 105; i++) {
      guard.onRequest(i, NEVER, 5, nowNanos);
      guard.onReply(i, 1, Verdict.NONSENSE, nowNanos);
    }
    assertThat(guard.stats().breaker()).isEqualTo(BreakerState.OPEN);
    outputs.clear();
  }

  @Test
  void endsAtOnceWhatComesWhileTheServerFails() {
    open(0);
    guard.onRequest(1, 500 * MS, 5, MS);
    assertThat(outputs).containsExactly(new End(1, Reason.BREAKER_OPEN));
  }

  @Test
  void endsWhatWaitsWhenTheBreakerOpens() {
    for (int i = 1; i <= 4; i++) {
      guard.onRequest(i, NEVER, 5, 0);
    }
    for (int i = 100; guard.stats().breaker() == BreakerState.CLOSED; i++) {
      GuardOutput last = outputs.get(outputs.size() - 1);
      guard.onReply(last.callId(), 1, Verdict.NONSENSE, 0);
      guard.onRequest(i, NEVER, 5, 0);
    }
    assertThat(guard.stats().waiting()).isZero();
    assertThat(outputs).anyMatch(one -> one instanceof End e && e.reason() == Reason.BREAKER_OPEN);
  }

  @Test
  void tellsWithOneCallWhetherTheServerIsWellAgain() {
    open(0);
    long later = 2_000 * MS;
    guard.onRequest(1, NEVER, 5, later);
    guard.onRequest(2, NEVER, 5, later);
    guard.onReply(1, 1, Verdict.SERVED, later + MS);
    guard.onRequest(3, NEVER, 5, later + MS);
    guard.onReply(3, 1, Verdict.SERVED, later + 2 * MS);

    assertThat(outputs).startsWith(new Begin(1, 1), new End(2, Reason.BREAKER_OPEN));
    assertThat(guard.stats().breaker()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void aServerThatHangsOpensTheBreaker() {
    for (int i = 1; i <= 10; i++) {
      guard.onRequest(i, i * 100L * MS, 5, (i - 1) * 100L * MS);
      guard.onTimer(i * 100L * MS);
    }
    assertThat(guard.stats().breaker()).isEqualTo(BreakerState.OPEN);
    assertThat(guard.stats().timeouts()).isEqualTo(5);
  }

  @Test
  void aServerIsNotBlamedForADeadlineThatNobodyCouldMake() {
    guard.onRequest(0, NEVER, 5, 0);
    guard.onReply(0, 1, Verdict.SERVED, 100 * MS);
    for (int i = 1; i <= 20; i++) {
      long now = i * 1_000L * MS;
      guard.onRequest(i, now + 10 * MS, 5, now);
      guard.onTimer(now + 10 * MS);
    }
    assertThat(guard.stats().breaker()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void whoeverAskedMayCancel() {
    guard.onRequest(1, NEVER, 5, 0);
    guard.onRequest(2, NEVER, 5, 0);
    guard.onRequest(3, NEVER, 5, 0);
    guard.onCancel(1, MS);
    guard.onCancel(3, MS);
    guard.onCancel(3, MS);

    assertThat(outputs)
        .containsExactly(
            new Begin(1, 1),
            new Begin(2, 1),
            new Abandon(1, 1),
            new End(1, Reason.CANCELLED),
            new Begin(3, 1),
            new Abandon(3, 1),
            new End(3, Reason.CANCELLED));
  }

  @Test
  void anAnswerThatGoesOnIsNotTimedOutAndASilenceIs() {
    guard.onRequest(1, NEVER, 5, 0);
    guard.onProgress(1, 1, 900 * MS);
    guard.onTimer(1_000 * MS);
    assertThat(outputs).containsExactly(new Begin(1, 1));
    assertThat(guard.nextTimerNanos()).isEqualTo(1_900 * MS);

    guard.onTimer(1_900 * MS);
    assertThat(outputs).contains(new Abandon(1, 1), new End(1, Reason.TIMED_OUT));
  }

  @Test
  void progressOfAnAbandonedAttemptCountsForNothing() {
    guard.onRequest(1, NEVER, 5, 0);
    guard.onReply(1, 1, Verdict.BUSY, 10 * MS);
    guard.onTimer(guard.nextTimerNanos());
    long timer = guard.nextTimerNanos();
    guard.onProgress(1, 1, timer - MS);
    assertThat(guard.nextTimerNanos()).isEqualTo(timer);
  }

  @Test
  void aDeadlineWithinAnAnswerThatGoesOnIsNotTheServersFault() {
    for (int i = 0; i < 10; i++) {
      long begun = i * 10_000L * MS;
      guard.onRequest(i, begun + 900 * MS, 5, begun);
      guard.onProgress(i, 1, begun + 50 * MS);
      guard.onProgress(i, 1, begun + 890 * MS);
      guard.onTimer(begun + 900 * MS);
      assertThat(outputs).endsWith(new Abandon(i, 1), new End(i, Reason.EXPIRED));
      guard.onRequest(100 + i, NEVER, 5, begun + 1_000 * MS);
      guard.onProgress(100 + i, 1, begun + 1_050 * MS);
      guard.onReply(100 + i, 1, Verdict.SERVED, begun + 5_000 * MS);
    }
    assertThat(guard.stats().breaker()).isEqualTo(BreakerState.CLOSED);
    assertThat(guard.stats().opened()).isZero();
  }

  @Test
  void whatWasCutOffIsNotTriedAgain() {
    guard.onRequest(1, NEVER, 5, 0);
    guard.onReply(1, 1, Verdict.CUT_OFF, 10 * MS);
    assertThat(outputs).containsExactly(new Begin(1, 1), new End(1, Reason.REPLIED));
  }
}
