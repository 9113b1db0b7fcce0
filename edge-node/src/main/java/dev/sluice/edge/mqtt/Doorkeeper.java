package dev.sluice.edge.mqtt;

import dev.sluice.broker.Identity;
import dev.sluice.mqtt.ReasonCode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Says who a client is before the broker hears of it. */
public interface Doorkeeper {
  /** What becomes of a client. */
  sealed interface Answer {
    /**
     * @param validFor how long the proof lasts, if it ends
     */
    record Admitted(Identity identity, Optional<Duration> validFor) implements Answer {}

    record Refused(ReasonCode reason) implements Answer {}
  }

  /**
   * Called on the event loop, which must not wait.
   *
   * @param answer called once, by any thread
   */
  void ask(Arrival arrival, Consumer<Answer> answer);

  /** For a listener of this machine only: nobody is asked. */
  Doorkeeper NONE =
      (arrival, answer) -> answer.accept(new Answer.Admitted(Identity.LOCAL, Optional.empty()));
}
