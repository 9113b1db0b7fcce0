package dev.sluice.broker;

import dev.sluice.topic.TopicName;
import java.util.function.Predicate;

/**
 * What an earlier process parked of a line: so many messages with ids of a range. Their topics are
 * not known before they come back.
 */
final class Unseen {
  private final QueueTally tally;
  private int messages;
  private long bytes;
  private long after;
  private long upTo;
  private Predicate<TopicName> revoked = topic -> false;

  Unseen(QueueTally tally) {
    this.tally = tally;
  }

  void restore(int parkedMessages, long parkedBytes, long firstId, long lastId) {
    messages = parkedMessages;
    bytes = parkedBytes;
    after = firstId - 1;
    upTo = lastId;
    tally.park(messages, bytes);
  }

  boolean isEmpty() {
    return messages == 0;
  }

  int size() {
    return messages;
  }

  boolean covers(long id) {
    return messages > 0 && id > after && id <= upTo;
  }

  /** One of them has come back, or is lost. */
  void seen(long id, long itsBytes) {
    // They were counted by their size on disk.
    long counted = messages == 1 ? bytes : Math.min(bytes, itsBytes);
    messages--;
    bytes -= counted;
    after = id;
    tally.park(-1, -counted);
  }

  void lost(long id) {
    seen(id, bytes / messages);
  }

  /** Those on such topics are given up when they come back. */
  void giveUp(Predicate<TopicName> hidden) {
    revoked = hidden;
  }

  boolean isGivenUp(TopicName topic) {
    return revoked.test(topic);
  }

  long lastId() {
    return messages == 0 ? 0 : upTo;
  }

  void forgetAll() {
    tally.park(-messages, -bytes);
    messages = 0;
    bytes = 0;
  }
}
