package dev.sluice.edge.core;

import dev.sluice.broker.KeptRequest;

/** Where the dispatcher's terminal answers go: the broker, or a test. */
interface Answers {
  void answer(Reply reply, Outcome outcome, long nowNanos);

  /** Nobody is owed an answer to that request after all. */
  void forget(KeptRequest.Ref kept);
}
