package dev.sluice.broker;

import dev.sluice.broker.durable.Fetched;
import dev.sluice.broker.durable.QueueClass;
import dev.sluice.topic.TopicName;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Messages of one class that wait for one session. Some are in memory; the others are parked: the
 * journal has them, and they come back after a request.
 */
interface Line {
  static Line of(QueueClass queueClass, SessionLog log, HeldBytes memory, QueueTally tally) {
    return queueClass.keeping() == QueueClass.Keeping.LATEST
        ? new LatestLine(queueClass, log, memory, tally)
        : new FifoLine(queueClass, log, memory, tally);
  }

  QueueClass queueClass();

  /** Nothing waits, in memory or elsewhere. */
  boolean isEmpty();

  /** The first, when it is in memory and may go. */
  Optional<Outgoing> peek();

  /** Takes out what {@link #peek} gave. */
  void remove();

  /**
   * Lets the message stand in for an older one that it makes worthless.
   *
   * @return false when it has to find a place of its own
   */
  boolean replace(Outgoing outgoing);

  /**
   * @param inMemory whether there is memory for it though the journal has it
   */
  void add(Outgoing outgoing, boolean inMemory);

  /**
   * Gives the oldest up, for one that is worth more.
   *
   * @param kept whether it has to be one that the journal keeps, or one that it does not
   * @return false when there is none, or not now
   */
  boolean giveWay(boolean kept);

  /** What has expired is dropped from the head; a full queue must not cost a scan per message. */
  void dropExpiredHead(long nowNanos);

  /** What waits on topics that the client may not see any more is owed no more. */
  void giveUp(Predicate<TopicName> unseen);

  /** Nobody takes anything now: memory is for others. */
  void park();

  /** Memory is short: only what goes next stays in it. */
  void relieve();

  /**
   * Gives up what waits at QoS 0.
   *
   * @return how many
   */
  int shed();

  /** Forgets everything: the session is gone. */
  void clear();

  /** Asks for more of what is parked, where that can be used. */
  void refill();

  /**
   * @return false when another line asked for this, or nobody any more
   */
  boolean onFetched(Fetched fetched);

  boolean isFetching();

  /** Whether the journal has to get further before more can be asked for. */
  boolean waitsForJournal();

  void journalHasMore();

  /**
   * Takes back what was accepted before the process started, whatever the limits are now.
   *
   * @param firstId of the messages
   * @param lastId of them
   */
  void restore(int messages, long bytes, long firstId, long lastId);

  /** What is parked has greater ids. */
  long loadedUpTo();

  /** A copy of what is in memory ahead of all that is parked. */
  List<Outgoing> inOrder();
}
