package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.TimerQueue.Timer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One entry per timer, earliest first. */
class TimerQueueTest {
  private final TimerQueue<String> queue = new TimerQueue<>();
  private final Timer<String> one = queue.timerFor("one");
  private final Timer<String> two = queue.timerFor("two");

  @Test
  void givesOutWhatIsDueEarliestFirst() {
    queue.schedule(one, 20);
    queue.schedule(two, 10);
    assertThat(queue.nextNanos()).isEqualTo(10);
    assertThat(queue.pollDue(9)).isEmpty();
    assertThat(queue.pollDue(20)).contains("two");
    assertThat(queue.pollDue(20)).contains("one");
    assertThat(queue.pollDue(20)).isEmpty();
    assertThat(queue.nextNanos()).isEqualTo(Deadlines.NEVER);
  }

  @Test
  void equalDeadlinesFireInTheOrderOfTheirMaking() {
    queue.schedule(two, 10);
    queue.schedule(one, 10);
    assertThat(queue.pollDue(10)).contains("one");
  }

  @Test
  void movesATimerInsteadOfAddingOne() {
    queue.schedule(one, 10);
    queue.schedule(one, 30);
    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.nextNanos()).isEqualTo(30);
    queue.scheduleNoLaterThan(one, 40);
    assertThat(queue.nextNanos()).isEqualTo(30);
    queue.scheduleNoLaterThan(one, 5);
    assertThat(queue.nextNanos()).isEqualTo(5);
  }

  @Test
  void neverIsNotScheduled() {
    queue.schedule(one, 10);
    queue.schedule(one, Deadlines.NEVER);
    assertThat(queue.size()).isZero();
    queue.cancel(one);
    assertThat(queue.pollDue(Deadlines.NEVER)).isEmpty();
  }

  @Test
  void deadlinesDoNotOverflow() {
    assertThat(Deadlines.after(5, Duration.ofNanos(10))).isEqualTo(15);
    assertThat(Deadlines.after(Long.MAX_VALUE - 5, Duration.ofNanos(10)))
        .isEqualTo(Deadlines.NEVER);
    assertThat(Deadlines.after(0, Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Deadlines.NEVER);
    assertThat(Deadlines.earlier(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isEqualTo(Duration.ofSeconds(1));
  }
}
