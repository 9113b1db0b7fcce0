package dev.sluice.broker;

/**
 * How much of what may wait for one client has to wait before something is done about it.
 *
 * @param messages that are in memory only
 * @param bytes of them
 * @param keptMessages that a journal has, in memory too or not
 * @param keptBytes of them
 */
record FillMarks(int messages, long bytes, int keptMessages, long keptBytes) {

  /**
   * An eighth of each bound of the queue, and something in any case: what waits longer than that
   * comes later and costs more, for the collector moves it about, and reaches the client no sooner.
   * Half of the bounds of a backlog on disk.
   */
  static FillMarks lagging(BrokerLimits limits) {
    return new FillMarks(
        Math.max(1, limits.queueMessagesMax() / 8),
        Math.max(1, limits.queueBytesMax() / 8),
        Math.max(1, limits.backlogMessagesMax() / 2),
        Math.max(1, limits.backlogBytesMax() / 2));
  }

  /**
   * One more than a sixteenth of each bound of the queue. A backlog on disk is much longer: of that
   * as much has to go from its half as of the queue, for it is the same client that takes it.
   */
  static FillMarks caughtUp(BrokerLimits limits) {
    long keptMessages = less(limits.backlogMessagesMax(), (limits.queueMessagesMax() + 15L) / 16);
    return new FillMarks(
        limits.queueMessagesMax() / 16 + 1,
        limits.queueBytesMax() / 16 + 1,
        (int) keptMessages,
        less(limits.backlogBytesMax(), (limits.queueBytesMax() + 15L) / 16));
  }

  private static long less(long max, long band) {
    return Math.max(max / 4, max / 2 - band) + 1;
  }
}
