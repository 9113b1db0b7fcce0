package dev.sluice.broker;

/** What is done at once when memory becomes short: everybody's queue takes less. */
final class Relief {
  private final MemoryBudget memory;
  private final SessionTable table;

  Relief(MemoryBudget memory, SessionTable table) {
    this.memory = memory;
    this.table = table;
  }

  /** Called when a turn may have taken memory; costs a comparison until a step is reached. */
  void check() {
    if (memory.needsRelief()) {
      MemoryPressure pressure = memory.pressure();
      for (Session session : table.sessions()) {
        session.outgoing().queue().relieve(pressure);
      }
    }
  }
}
