package dev.sluice.inference.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.inference.guard.GuardOutput.Begin;
import dev.sluice.inference.guard.GuardOutput.End;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guard before a server of changing mood, event by event from one seed, under a checker. */
class CallGuardSimTest {
  private static final long MS = 1_000_000;
  private static final int SEEDS = Integer.getInteger("guard.seeds", 300);
  private static final int CALLS = 400;

  private record Event(long atNanos, long order, Runnable input) {}

  /** One run; a planted bug may stand between the guard and the world. */
  private static final class World {
    private final SplittableRandom chance;
    private final GuardChecker checker = new GuardChecker(16, 3);
    private final PriorityQueue<Event> events =
        new PriorityQueue<>(
            Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::order));
    private final Map<GuardOutput.Reason, Integer> ends = new EnumMap<>(GuardOutput.Reason.class);
    private final CallGuard guard;
    private long now;
    private long order;
    private int mood;
    private long opened;

    World(long seed, BiConsumer<GuardOutput, Consumer<GuardOutput>> bug) {
      chance = new SplittableRandom(seed);
      guard =
          new CallGuard(
              new CallGuard.Settings(16, 20, Duration.ofMillis(400), 3, chance.nextBoolean()),
              chance.split(),
              output -> bug.accept(output, this::perform));
    }

    Map<GuardOutput.Reason, Integer> run() {
      long arrival = 0;
      long spread = chance.nextBoolean() ? 4 : 100;
      for (int i = 0; i < CALLS; i++) {
        long id = i;
        arrival += chance.nextLong(spread * MS);
        at(arrival, () -> request(id));
        if (i % 40 == 0) {
          at(arrival, () -> mood = Math.max(0, chance.nextInt(12) - 6));
        }
      }
      while (!events.isEmpty() || guard.nextTimerNanos() != Long.MAX_VALUE) {
        step();
      }
      checker.atTheEnd();
      return ends;
    }

    private void step() {
      long timer = guard.nextTimerNanos();
      boolean event = !events.isEmpty() && events.peek().atNanos() <= timer;
      now = event ? events.peek().atNanos() : Math.max(now, timer);
      checker.at(now);
      if (event) {
        events.poll().input().run();
      } else {
        guard.onTimer(now);
      }
      if (guard.stats().inFlight() != checker.inFlight()) {
        throw new AssertionError("counts " + guard.stats() + ", are " + checker.inFlight());
      }
    }

    private void at(long when, Runnable input) {
      events.add(new Event(when, order++, input));
    }

    private void request(long id) {
      long deadline = chance.nextInt(8) == 0 ? Long.MAX_VALUE : now + chance.nextLong(600 * MS);
      checker.onRequest(id, deadline);
      guard.onRequest(id, deadline, chance.nextInt(10), now);
      if (chance.nextInt(15) == 0) {
        at(now + chance.nextLong(100 * MS), () -> guard.onCancel(id, now));
      }
    }

    private void perform(GuardOutput output) {
      if (guard.stats().opened() > opened) {
        opened = guard.stats().opened();
        checker.onOpened(now + CircuitBreaker.Settings.USUAL.openMin().toNanos());
      }
      checker.accept(output);
      if (output instanceof Begin begin) {
        serve(begin);
      } else if (output instanceof End end) {
        ends.merge(end.reason(), 1, Integer::sum);
      }
    }

    /** Served, slow, hanging, broken, full or mixed, as it feels. */
    private void serve(Begin begin) {
      int today = mood == 5 ? chance.nextInt(5) : mood;
      long takes = today == 1 ? chance.nextLong(800 * MS) : chance.nextLong(40 * MS);
      if (today == 2) {
        return;
      }
      Verdict verdict =
          today < 2
              ? Verdict.SERVED
              : Verdict.values()[1 + chance.nextInt(Verdict.values().length - 1)];
      for (int i = chance.nextInt(4); i > 0; i--) {
        at(now + chance.nextLong(takes + 1), () -> progress(begin));
      }
      at(now + takes, () -> reply(begin, verdict));
    }

    private void progress(Begin begin) {
      guard.onProgress(begin.callId(), begin.attempt(), now);
    }

    private void reply(Begin begin, Verdict verdict) {
      checker.onReply(begin.callId());
      guard.onReply(begin.callId(), begin.attempt(), verdict, now);
    }
  }

  @Test
  void everyCallEndsOnceInTimeWhateverTheServerDoes() {
    Map<GuardOutput.Reason, Integer> all = new EnumMap<>(GuardOutput.Reason.class);
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        new World(seed, (output, world) -> world.accept(output))
            .run()
            .forEach((reason, count) -> all.merge(reason, count, Integer::sum));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
    System.out.println("guard-sim seeds=" + SEEDS + " ends=" + all);
    assertThat(all.keySet()).containsExactlyInAnyOrder(GuardOutput.Reason.values());
    assertThat(all.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(SEEDS * CALLS);
  }

  private static void plant(BiConsumer<GuardOutput, Consumer<GuardOutput>> bug) {
    for (long seed = 0; seed < 20; seed++) {
      new World(seed, bug).run();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lost", "doubled"})
  void theCheckerSeesAnEndThatIs(String what) {
    assertThatThrownBy(
            () ->
                plant(
                    (output, world) -> {
                      boolean planted = output instanceof End && output.callId() == 77;
                      if (!planted || what.equals("doubled")) {
                        world.accept(output);
                      }
                      if (planted && what.equals("doubled")) {
                        world.accept(output);
                      }
                    }))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void theCheckerSeesABeginThatNobodyAskedFor() {
    assertThatThrownBy(
            () ->
                plant(
                    (output, world) -> {
                      world.accept(output);
                      if (output instanceof End end && end.reason() == GuardOutput.Reason.SHED) {
                        world.accept(new Begin(end.callId(), 1));
                      }
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("not open");
  }

  @Test
  void theCheckerSeesACallThatBeginsWhileTheBreakerIsOpen() {
    assertThatThrownBy(
            () ->
                plant(
                    (output, world) -> {
                      if (output instanceof End end
                          && end.reason() == GuardOutput.Reason.BREAKER_OPEN) {
                        world.accept(new Begin(end.callId(), 1));
                      } else {
                        world.accept(output);
                      }
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("while the breaker is open");
  }

  @Test
  void theCheckerSeesAnAttemptThatIsNotAbandoned() {
    assertThatThrownBy(
            () ->
                plant(
                    (output, world) -> {
                      if (!(output instanceof GuardOutput.Abandon)) {
                        world.accept(output);
                      }
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("still in flight");
  }
}
