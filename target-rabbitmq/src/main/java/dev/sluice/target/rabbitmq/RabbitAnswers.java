package dev.sluice.target.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import dev.sluice.target.Outcome;

/** What the engine's complaints mean for a record. */
final class RabbitAnswers {
  private RabbitAnswers() {}

  /**
   * A queue that is there with other properties, or that the user may not have, stays so: its
   * records are refused. A connection that broke says nothing of them.
   */
  static Outcome ofDeclaring(Exception e, boolean connected, String reason) {
    return connected && isOfTheChannel(e)
        ? new Outcome.Refused(reason)
        : new Outcome.Unavailable(reason);
  }

  private static boolean isOfTheChannel(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ShutdownSignalException signal) {
        return !signal.isHardError();
      }
    }
    return false;
  }

  /** The engine's own words where there are any. */
  static String oneLine(Throwable e) {
    String found = e.getClass().getSimpleName();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ShutdownSignalException signal) {
        return words(signal);
      }
      if (cause.getMessage() != null) {
        found = cause.getMessage();
      }
    }
    return found.lines().findFirst().orElse(found);
  }

  private static String words(ShutdownSignalException signal) {
    Method reason = signal.getReason();
    if (reason instanceof AMQP.Channel.Close close) {
      return close.getReplyText();
    }
    if (reason instanceof AMQP.Connection.Close close) {
      return close.getReplyText();
    }
    Throwable cause = signal.getCause();
    return cause == null || cause.getMessage() == null
        ? "connection lost"
        : "connection lost: " + cause.getMessage();
  }
}
