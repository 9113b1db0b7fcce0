package dev.sluice.edge.journal;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the journal takes more; tells of each change once. May be used by any thread. */
final class Refusal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final Journal.Listener listener;
  private Optional<String> reason = Optional.empty();

  Refusal(Journal.Listener listener) {
    this.listener = listener;
  }

  void begin(String why) {
    synchronized (this) {
      if (reason.isPresent()) {
        return;
      }
      reason = Optional.of(why);
      LOG.error("journal=refusing reason=\"{}\"", why);
      // In the order of the changes: the other way round the core would go on appending.
      listener.refusing(why);
    }
  }

  void end() {
    synchronized (this) {
      if (reason.isEmpty()) {
        return;
      }
      reason = Optional.empty();
      LOG.info("journal=accepting");
      listener.accepting();
    }
  }

  /** One line; empty when more is taken. */
  synchronized Optional<String> reason() {
    return reason;
  }
}
