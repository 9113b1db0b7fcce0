package dev.sluice.broker;

import dev.sluice.broker.durable.QueueClass;

/**
 * A line's questions to the journal, one at a time, and the memory that is set aside for the
 * answer.
 */
final class Asking {
  static final int MESSAGES_MAX = 256;
  private static final int BYTES_MIN = 16 << 10;
  private static final int BYTES_MAX = 256 << 10;

  /** Of each, beside its own. */
  private static final long MESSAGE_BYTES = MemoryBudget.MESSAGE_BYTES + MemoryBudget.PLACE_BYTES;

  private final QueueClass queueClass;
  private final SessionLog log;
  private final HeldBytes memory;
  private long request;
  private long reserved;
  private boolean waitsForJournal;

  Asking(QueueClass queueClass, SessionLog log, HeldBytes memory) {
    this.queueClass = queueClass;
    this.log = log;
    this.memory = memory;
  }

  /** Whether there is memory for more than what goes next. */
  boolean hasMemory() {
    return memory.room() >= BYTES_MIN;
  }

  /**
   * Asks for what comes behind that id, unless an answer is on its way or could not be another.
   * Without memory for more it asks for one message: nobody waits for memory for ever.
   */
  void ask(long after, int messagesMax) {
    if (request != 0 || waitsForJournal) {
      return;
    }
    long room = memory.room();
    int bytesMax = (int) Math.max(BYTES_MIN, Math.min(BYTES_MAX, room / 4));
    int messages = hasMemory() ? (int) Math.min(messagesMax, room / 4 / MESSAGE_BYTES) : 1;
    reserved = Math.min(room, bytesMax + messages * MESSAGE_BYTES);
    memory.reserve(reserved);
    request = log.fetch(queueClass, after, messages, bytesMax);
  }

  /** Whether this is what was asked for; it is only answered once. */
  boolean isAnsweredBy(long number) {
    boolean expected = request != 0 && number == request;
    if (expected) {
      forget();
    }
    return expected;
  }

  /** What comes back meanwhile is not for this connection. */
  void startAnew() {
    forget();
    waitsForJournal = false;
  }

  private void forget() {
    memory.reserve(-reserved);
    reserved = 0;
    request = 0;
  }

  boolean isFetching() {
    return request != 0;
  }

  /** Nothing was found because it is not written yet. */
  void waitForJournal() {
    waitsForJournal = true;
  }

  boolean waitsForJournal() {
    return waitsForJournal;
  }

  /** The journal has more than when it was asked. */
  void journalHasMore() {
    waitsForJournal = false;
  }
}
