package dev.sluice.target;

import java.util.function.Consumer;

/**
 * A connection to one engine, which keeps itself up. It never throws for what the engine does: that
 * is an {@link Outcome}.
 */
public interface Target extends AutoCloseable {
  /** The largest record taken, by {@link TargetRecord#bytes}; a larger one is never put. */
  long recordBytesMax();

  /**
   * Begins to put a record, and returns at once.
   *
   * @param done told exactly once, on any thread, in bounded time: {@link Outcome.Confirmed} only
   *     when the engine itself said that it has the record
   */
  void put(TargetRecord record, Consumer<Outcome> done);

  /** Ends it; what was not answered is {@link Outcome.Unavailable}. */
  @Override
  void close();
}
