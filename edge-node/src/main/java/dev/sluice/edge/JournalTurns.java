package dev.sluice.edge;

import dev.sluice.broker.BrokerCore;
import dev.sluice.broker.durable.Fetched;
import dev.sluice.edge.core.Turns;
import dev.sluice.edge.journal.Journal;
import java.util.function.LongConsumer;

/** What the journal says, as turns of the broker. */
final class JournalTurns implements Journal.Listener {
  private final BrokerCore broker;
  private final Turns turns;
  private final LongConsumer alsoDurable;

  /**
   * @param alsoDurable told in the same turn, after the broker
   */
  JournalTurns(BrokerCore broker, Turns turns, LongConsumer alsoDurable) {
    this.broker = broker;
    this.turns = turns;
    this.alsoDurable = alsoDurable;
  }

  @Override
  public void durable(long sequence) {
    turns.submit(
        now -> {
          broker.onDurable(sequence, now);
          alsoDurable.accept(now);
        });
  }

  @Override
  public void refusing(String reason) {
    turns.submit(now -> broker.onJournalRefusing());
  }

  @Override
  public void accepting() {
    turns.submit(broker::onJournalAccepting);
  }

  @Override
  public void fetched(Fetched fetched) {
    turns.submit(now -> broker.onFetched(fetched, now));
  }
}
