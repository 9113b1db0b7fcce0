package dev.sluice.broker;

/**
 * Memory for messages that wait though a journal has them too, of all sessions together. What finds
 * no room is parked: it stays on disk until it can be sent.
 */
final class HeldBytes {
  private final long max;
  private final MemoryBudget budget;
  private long held;

  /**
   * @param max bytes
   * @param budget of which this is a part
   */
  HeldBytes(long max, MemoryBudget budget) {
    this.max = max;
    this.budget = budget;
  }

  MemoryBudget budget() {
    return budget;
  }

  boolean hasRoomFor(long bytes) {
    return bytes <= room();
  }

  /** None when memory is short for other reasons: to take it back from others starts nothing. */
  long room() {
    return Math.max(0, Math.min(max - held, budget.room()));
  }

  void add(long bytes) {
    held += bytes;
  }

  /** Sets memory aside for what was asked of the journal; negative to give it back. */
  void reserve(long bytes) {
    held += bytes;
    budget.add(bytes);
  }
}
