package dev.sluice.cloud.served;

import dev.sluice.uplink.Envelope;
import java.util.Optional;
import java.util.function.Consumer;

/** What is behind the server; called on the loop. */
public interface Models {
  /** Whether the bridge works. */
  boolean ready();

  Optional<ServedModel> find(String name);

  /**
   * Runs a model for somebody.
   *
   * @param deadlineNanos monotonic
   * @param answer told once, on the loop
   */
  void ask(String model, float[] features, long deadlineNanos, Consumer<Envelope.Answer> answer);
}
