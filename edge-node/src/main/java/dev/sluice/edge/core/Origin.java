package dev.sluice.edge.core;

import dev.sluice.broker.KeptRequest;
import java.util.Optional;

/**
 * Where a request comes from, beside its message.
 *
 * @param kept as what the journal has it until it is answered; empty when a crash forgets it
 * @param arrivalNanos since when it waits: its deadline counts from there, across crashes
 */
record Origin(Optional<KeptRequest.Ref> kept, long arrivalNanos) {
  /** It has just come, and nobody remembers it. */
  static Origin now(long nowNanos) {
    return new Origin(Optional.empty(), nowNanos);
  }
}
