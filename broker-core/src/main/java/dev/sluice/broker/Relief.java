package dev.sluice.broker;

/** What is done at once when memory becomes short: everybody's queue takes less. */
final class Relief {
  private final MemoryBudget memory;
  private final SessionTable table;
  private final FaultBarrier barrier;

  Relief(MemoryBudget memory, SessionTable table, FaultBarrier barrier) {
    this.memory = memory;
    this.table = table;
    this.barrier = barrier;
  }

  /** After a turn that may have taken memory; costs a comparison until a step is reached. */
  void check(long nowNanos) {
    if (memory.needsRelief()) {
      MemoryPressure pressure = memory.pressure();
      for (Session session : table.sessions()) {
        // Not the fault of the client whose turn it was.
        barrier.guard(session, nowNanos, () -> session.outgoing().queue().relieve(pressure));
      }
    }
  }
}
