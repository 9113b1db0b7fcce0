package dev.sluice.edge.core.forward;

import dev.sluice.mqtt.Message;
import java.time.Duration;
import java.util.Optional;

/** What the rules say about one message. */
public sealed interface Verdict {

  /** No rule is there for its topic. */
  record NoRule() implements Verdict {}

  /**
   * @param lane index of the lane; all messages of one topic have the same
   * @param message as the cloud shall publish it: its remote topic and what is left of its payload
   * @param maxAge from now; the rule's, or the message's own expiry when that is sooner
   */
  record Forward(int lane, Message message, Optional<Duration> maxAge) implements Verdict {}

  /** It stays here. */
  record Stay(LeftOut reason) implements Verdict {}
}
