package dev.sluice.edge.journal;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableRecord.Enqueued;
import java.util.List;
import java.util.Optional;

/**
 * Keeps an entry that is to come once back until its evidence, the record that follows, has come
 * too. A batch that ended between them would be as durable as any, and after a crash the entry
 * would come again.
 */
public final class Evidence {
  private Optional<Effect.Append> entry = Optional.empty();

  /**
   * @return what may be written by now, in order; nothing while the evidence is still to come
   */
  public List<Effect.Append> add(Effect.Append append) {
    if (isAwaited(append)) {
      entry = Optional.of(append);
      return List.of();
    }
    List<Effect.Append> ready =
        entry.map(before -> List.of(before, append)).orElseGet(() -> List.of(append));
    entry = Optional.empty();
    return ready;
  }

  /** Whether the record that follows is evidence of this one. */
  static boolean isAwaited(Effect.Append append) {
    return append.record() instanceof Enqueued enqueued && enqueued.onceOnly();
  }
}
