package dev.sluice.edge.auth;

import dev.sluice.broker.Identity;
import java.time.Instant;
import java.util.Optional;

/** What a proof comes to. */
public sealed interface Verdict {
  /**
   * @param until when the proof expires, by the wall clock
   */
  record Accepted(Identity identity, Optional<Instant> until) implements Verdict {}

  record Refused(Refusal why) implements Verdict {}
}
