package dev.sluice.edge.core;

/** Where the dispatcher's terminal answers go: the broker, or a test. */
interface Answers {
  void answer(Reply reply, Outcome outcome, long nowNanos);
}
