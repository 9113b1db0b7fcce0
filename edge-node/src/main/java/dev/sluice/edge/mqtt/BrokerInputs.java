package dev.sluice.edge.mqtt;

import dev.sluice.broker.BrokerCore;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** The broker core as its inputs see it: the turn with its time, then the effects of the turn. */
final class BrokerInputs {
  /** One input. */
  interface Input {
    void into(BrokerCore core, long nowNanos);
  }

  private final BrokerCore core;
  private final LongSupplier nanoClock;
  private final LongConsumer endOfTurn;

  BrokerInputs(BrokerCore core, LongSupplier nanoClock, LongConsumer endOfTurn) {
    this.core = core;
    this.nanoClock = nanoClock;
    this.endOfTurn = endOfTurn;
  }

  void take(Input input) {
    // Time does not move within a turn, and reading the clock costs as much as a small one.
    long nowNanos = nanoClock.getAsLong();
    input.into(core, nowNanos);
    endOfTurn.accept(nowNanos);
  }
}
