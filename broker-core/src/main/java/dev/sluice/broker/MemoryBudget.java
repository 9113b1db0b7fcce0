package dev.sluice.broker;

/**
 * What messages take in memory, whoever holds them: queues, windows in flight, retained state,
 * sockets that have not taken their bytes. A message counts once, however many hold it, and each of
 * those for its place in a list.
 */
final class MemoryBudget {
  /** Objects that a message consists of, beside its bytes; measured. */
  static final int MESSAGE_BYTES = 240;

  /** A place in a queue or a window; measured. */
  static final int PLACE_BYTES = 80;

  private final long max;
  private long held;
  private MemoryPressure pressure = MemoryPressure.NONE;
  private MemoryPressure relieved = MemoryPressure.NONE;

  // Nothing changes while held is between these.
  private long risesAt;
  private long fallsBelow;

  /**
   * @param max bytes
   */
  MemoryBudget(long max) {
    this.max = max;
    judge();
  }

  void hold(AcceptedMessage message) {
    boolean first = message.holders().add();
    add(PLACE_BYTES + (first ? MESSAGE_BYTES + message.bytes() : 0));
  }

  void release(AcceptedMessage message) {
    boolean last = message.holders().remove();
    add(-PLACE_BYTES - (last ? MESSAGE_BYTES + message.bytes() : 0));
  }

  /** Anything that is no message; negative when it goes. */
  void add(long bytes) {
    held += bytes;
    if (held >= risesAt || held < fallsBelow) {
      judge();
    }
  }

  private void judge() {
    pressure = pressure.after(held, max);
    boolean top = pressure == MemoryPressure.REFUSING;
    risesAt = top ? Long.MAX_VALUE : MemoryPressure.values()[pressure.ordinal() + 1].begins(max);
    fallsBelow = pressure == MemoryPressure.NONE ? Long.MIN_VALUE : pressure.ends(max);
    if (pressure.compareTo(relieved) < 0) {
      relieved = pressure;
    }
  }

  /**
   * What may be brought back from disk. It ends where the first step does, well before that begins:
   * else the next message would send everything back.
   */
  long room() {
    return is(MemoryPressure.SPILLING) ? 0 : Math.max(0, MemoryPressure.SPILLING.ends(max) - held);
  }

  MemoryPressure pressure() {
    return pressure;
  }

  boolean is(MemoryPressure atLeast) {
    return pressure.isAtLeast(atLeast);
  }

  /** Whether a step has been reached for which nothing was done yet; asked once per step. */
  boolean needsRelief() {
    boolean needs = pressure.compareTo(relieved) > 0;
    relieved = pressure;
    return needs;
  }

  long held() {
    return held;
  }

  long max() {
    return max;
  }
}
