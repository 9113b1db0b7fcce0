package dev.sluice.broker;

import dev.sluice.broker.TimerQueue.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Connections of 3.1.1 that wait in vain for an acknowledgement, because that version knows no
 * refusal. After a pause they are to be closed, so that their clients come back and repeat what was
 * not accepted.
 */
final class OwedAnswers {
  /** Between the refusal and the end of the connection: clients retry no faster. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  private final TimerQueue<Connection> due = new TimerQueue<>();
  private final Map<Connection, Timer<Connection>> timers = new HashMap<>();

  /** The first refusal counts. */
  void add(Connection connection, long nowNanos) {
    timers.computeIfAbsent(
        connection,
        absent -> {
          Timer<Connection> timer = due.timerFor(connection);
          due.schedule(timer, Deadlines.after(nowNanos, PAUSE));
          return timer;
        });
  }

  /** One whose pause is over and that is still open. */
  Optional<Connection> pollDue(long nowNanos) {
    Optional<Connection> found = due.pollDue(nowNanos);
    while (found.isPresent()) {
      timers.remove(found.get());
      if (found.get().isOpen()) {
        return found;
      }
      found = due.pollDue(nowNanos);
    }
    return found;
  }

  long nextNanos() {
    return due.nextNanos();
  }
}
