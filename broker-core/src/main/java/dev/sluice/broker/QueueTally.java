package dev.sluice.broker;

/** What waits in one session's queue, added up; all queues together add up in the counters. */
final class QueueTally {
  private final BrokerLimits limits;
  private final SessionLog log;
  private final HeldBytes memory;
  private final Counters counters;

  // In memory, of what the journal has too.
  private int keptMessages;
  private long keptBytes;

  // In memory only.
  private int otherMessages;
  private long otherBytes;

  // On disk only.
  private int parkedMessages;
  private long parkedBytes;

  QueueTally(BrokerLimits limits, SessionLog log, HeldBytes memory, Counters counters) {
    this.limits = limits;
    this.log = log;
    this.memory = memory;
    this.counters = counters;
  }

  Counters counters() {
    return counters;
  }

  /** It waits in memory. */
  void add(Outgoing outgoing) {
    memory.budget().hold(outgoing.accepted());
    count(log.parks(outgoing), 1, outgoing.bytes());
  }

  void remove(Outgoing outgoing) {
    memory.budget().release(outgoing.accepted());
    count(log.parks(outgoing), -1, -outgoing.bytes());
  }

  private void count(boolean kept, int messages, long bytes) {
    if (kept) {
      keptMessages += messages;
      keptBytes += bytes;
      memory.add(bytes);
    } else {
      otherMessages += messages;
      otherBytes += bytes;
    }
    counters.queuedMessages += messages;
    counters.queuedBytes += bytes;
  }

  /** So many more, or fewer, are on disk only. */
  void park(int messages, long bytes) {
    parkedMessages += messages;
    parkedBytes += bytes;
    counters.parkedMessages += messages;
    counters.queuedMessages += messages;
    counters.queuedBytes += bytes;
  }

  /** Anything else that is remembered of what waits; negative when it is forgotten. */
  void note(long bytes) {
    memory.budget().add(bytes);
  }

  /** Whether one more may wait, in memory or elsewhere. */
  boolean hasRoomFor(Outgoing outgoing) {
    if (log.parks(outgoing)) {
      return keptMessages + parkedMessages < limits.backlogMessagesMax()
          && keptBytes + parkedBytes + outgoing.bytes() <= limits.backlogBytesMax();
    }
    return otherMessages < limits.queueMessagesMax()
        && otherBytes + outgoing.bytes() <= limits.queueBytesMax();
  }

  /** Whether one that the journal has may be in memory too. */
  boolean hasMemoryFor(Outgoing outgoing) {
    return keptMessages + otherMessages < limits.queueMessagesMax()
        && keptBytes + otherBytes + outgoing.bytes() <= limits.queueBytesMax()
        && memory.hasRoomFor(outgoing.bytes());
  }

  /** Whether that much waits, by any of its measures. */
  boolean reaches(FillMarks marks) {
    return otherMessages >= marks.messages()
        || otherBytes >= marks.bytes()
        || keptMessages + parkedMessages >= marks.keptMessages()
        || keptBytes + parkedBytes >= marks.keptBytes();
  }

  int heldMessages() {
    return keptMessages + otherMessages;
  }

  long heldBytes() {
    return keptBytes + otherBytes;
  }

  int messages() {
    return keptMessages + otherMessages + parkedMessages;
  }

  long bytes() {
    return keptBytes + otherBytes + parkedBytes;
  }

  /** Messages that are on disk only. */
  int parkedMessages() {
    return parkedMessages;
  }
}
