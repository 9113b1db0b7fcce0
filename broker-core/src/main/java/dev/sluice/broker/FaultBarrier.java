package dev.sluice.broker;

import dev.sluice.mqtt.ReasonCode;
import java.util.Optional;

/**
 * The one place that catches what should not happen: an exception ends the connection whose turn it
 * was and is counted; all others go on.
 */
final class FaultBarrier {
  private final SessionTable table;
  private final Disconnecting disconnecting;
  private final Outbox outbox;
  private final Counters counters;
  private Optional<RuntimeException> last = Optional.empty();

  FaultBarrier(SessionTable table, Disconnecting disconnecting, Outbox outbox, Counters counters) {
    this.table = table;
    this.disconnecting = disconnecting;
    this.outbox = outbox;
    this.counters = counters;
  }

  /** For a connection, known yet or not. */
  void guard(ConnectionId id, long nowNanos, Runnable turn) {
    try {
      turn.run();
    } catch (RuntimeException fault) {
      count(fault);
      Optional<Connection> connection = table.connection(id);
      if (connection.isPresent()) {
        end(connection.get(), nowNanos);
      } else {
        outbox.close(id, ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
      }
    }
  }

  /** For a timer of a session. */
  void guard(Session session, long nowNanos, Runnable turn) {
    try {
      turn.run();
    } catch (RuntimeException fault) {
      count(fault);
      // Its timer has been taken out: kept, the session would never end.
      session
          .connection()
          .ifPresentOrElse(
              connection -> end(connection, nowNanos),
              () -> disconnecting.abandon(session, nowNanos));
    }
  }

  /** For a turn that no client asked for. */
  void guard(Runnable turn) {
    try {
      turn.run();
    } catch (RuntimeException fault) {
      count(fault);
    }
  }

  private void count(RuntimeException fault) {
    counters.faults++;
    last = Optional.of(fault);
  }

  private void end(Connection connection, long nowNanos) {
    try {
      disconnecting.close(connection, ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, nowNanos);
    } catch (RuntimeException again) {
      // Its session is what is broken: it goes as well, without ceremony.
      count(again);
      disconnecting.abandon(connection.session(), nowNanos);
    }
  }

  Optional<RuntimeException> last() {
    return last;
  }
}
