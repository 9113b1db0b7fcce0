package dev.sluice.broker;

import dev.sluice.broker.durable.QueueClass.Keeping;

/** What becomes of a message for a client whose queue is full. */
public enum WhenFull {
  /** It is dropped: what was accepted first is owed first. */
  NEWEST(Keeping.FIRST),
  /** The oldest that waits on topics with the same rule is dropped. */
  OLDEST(Keeping.LAST),
  /** Its publisher is refused, and nobody gets it; at QoS 0 it is dropped. */
  REJECT(Keeping.FIRST),
  /** Full or not, only the newest of each topic waits. */
  LATEST_ONLY(Keeping.LATEST);

  private final Keeping keeping;

  WhenFull(Keeping keeping) {
    this.keeping = keeping;
  }

  Keeping keeping() {
    return keeping;
  }
}
