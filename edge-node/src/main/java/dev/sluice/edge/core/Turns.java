package dev.sluice.edge.core;

import java.util.function.LongConsumer;

/**
 * How adapters on other threads bring their inputs in: the turn runs on the broker loop with the
 * monotonic time in nanoseconds, and its effects are performed when it is over.
 */
public interface Turns {
  void submit(LongConsumer turn);
}
