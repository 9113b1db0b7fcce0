package dev.sluice.broker;

import dev.sluice.broker.durable.Fetched;
import dev.sluice.broker.durable.QueueClass;
import dev.sluice.topic.TopicName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Messages waiting for one session, bounded by count and bytes: one {@link Line} for each class of
 * them, so that what is urgent overtakes and what is alike stays in order.
 *
 * <p>Full, it makes room for a message at the expense of older ones of its class if those are worth
 * less then, else at the expense of smaller priorities, else not at all.
 */
final class DeliveryQueue {
  private final SessionLog log;
  private final HeldBytes memory;
  private final Counters counters;
  private final QueueTally tally;
  private final Lines lines;
  private boolean attached;

  DeliveryQueue(BrokerLimits limits, SessionLog log, HeldBytes memory, Counters counters) {
    this.log = log;
    this.memory = memory;
    this.counters = counters;
    this.tally = new QueueTally(limits, log, memory, counters);
    this.lines = new Lines(queueClass -> Line.of(queueClass, log, memory, tally));
  }

  // The client comes and goes.

  void attach() {
    attached = true;
    refill();
  }

  /** Nobody takes anything now: memory is for others. */
  void park() {
    attached = false;
    for (int i = 0; i < lines.size(); i++) {
      lines.get(i).park();
    }
  }

  /** Takes as little memory as it can; what is next comes back from disk. */
  void relieve(MemoryPressure pressure) {
    for (int i = 0; i < lines.size(); i++) {
      if (pressure.isAtLeast(MemoryPressure.DROPPING)) {
        counters.droppedMemory += lines.get(i).shed();
      }
      lines.get(i).relieve();
    }
    refill();
  }

  // Messages come and go.

  void offer(Outgoing outgoing, long nowNanos) {
    Line line = lines.of(outgoing.queueClass());
    if (line.replace(outgoing)) {
      return;
    }
    if (!outgoing.needsAcknowledgement() && memory.budget().is(MemoryPressure.DROPPING)) {
      counters.droppedMemory++;
      return;
    }
    if (!tally.hasRoomFor(outgoing) && !makeRoomFor(outgoing, line, nowNanos)) {
      counters.droppedQueueFull++;
      log.settled(outgoing);
      return;
    }
    line.add(outgoing, attached && tally.hasMemoryFor(outgoing));
  }

  /** Whether {@link #offer} would take it, or send it on, without a loss of its own class. */
  boolean takes(Outgoing outgoing, long nowNanos) {
    if (!tally.hasRoomFor(outgoing)) {
      dropExpiredHeads(nowNanos);
    }
    return tally.hasRoomFor(outgoing) || hasSmallerThan(outgoing.queueClass().priority());
  }

  private boolean hasSmallerThan(int priority) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      Line line = lines.get(i);
      if (line.queueClass().priority() < priority && !line.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private boolean makeRoomFor(Outgoing outgoing, Line line, long nowNanos) {
    dropExpiredHeads(nowNanos);
    boolean kept = log.parks(outgoing);
    if (outgoing.queueClass().keeping() == QueueClass.Keeping.LAST) {
      while (!tally.hasRoomFor(outgoing) && line.giveWay(kept)) {
        counters.droppedOldest++;
      }
    }
    int last = lines.size() - 1;
    while (!tally.hasRoomFor(outgoing) && isSmaller(last, outgoing)) {
      if (lines.get(last).giveWay(kept)) {
        counters.droppedOutranked++;
      } else {
        last--;
      }
    }
    return tally.hasRoomFor(outgoing);
  }

  private boolean isSmaller(int index, Outgoing than) {
    return index >= 0 && lines.get(index).queueClass().priority() < than.queueClass().priority();
  }

  private void dropExpiredHeads(long nowNanos) {
    for (int i = 0; i < lines.size(); i++) {
      lines.get(i).dropExpiredHead(nowNanos);
    }
  }

  /** What has the next turn, of what is in memory. */
  Optional<Outgoing> peek() {
    return lines.next().flatMap(Line::peek);
  }

  /** Takes out what {@link #peek} gave; there must be something. */
  void remove() {
    Line line = lines.next().orElseThrow();
    line.remove();
    lines.served(line);
  }

  /** What waits on topics that the client may not see any more is owed no more. */
  void giveUp(Predicate<TopicName> unseen) {
    lines.all().forEach(line -> line.giveUp(unseen));
  }

  void clear() {
    lines.all().forEach(Line::clear);
    lines.clear();
  }

  // Messages come back.

  /**
   * Takes back what was accepted before the process started, whatever the limits are now.
   *
   * @param firstId of the messages
   * @param lastId of them
   */
  void restore(QueueClass queueClass, int messages, long bytes, long firstId, long lastId) {
    lines.of(queueClass).restore(messages, bytes, firstId, lastId);
  }

  /** Asks for more, where that can be used; for what is urgent first. */
  void refill() {
    for (int i = 0; attached && i < lines.size(); i++) {
      lines.get(i).refill();
    }
  }

  /** What was asked for; an answer to what an earlier connection asked is not for this one. */
  void onFetched(Fetched fetched) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).onFetched(fetched)) {
        return;
      }
    }
  }

  /** Whether the journal has to get further before more can be asked for. */
  boolean waitsForJournal() {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).waitsForJournal()) {
        return true;
      }
    }
    return false;
  }

  void journalHasMore() {
    lines.all().forEach(Line::journalHasMore);
  }

  boolean isFetching() {
    return lines.all().stream().anyMatch(Line::isFetching);
  }

  // What it adds up to.

  /** A copy of what is in memory ahead of all that is parked, line by line. */
  List<Outgoing> inOrder() {
    List<Outgoing> waiting = new ArrayList<>();
    lines.all().forEach(line -> waiting.addAll(line.inOrder()));
    return waiting;
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** Whether that much waits, by any of its measures. */
  boolean reaches(FillMarks marks) {
    return tally.reaches(marks);
  }

  /** Messages in memory. */
  int heldMessages() {
    return tally.heldMessages();
  }

  long heldBytes() {
    return tally.heldBytes();
  }

  int size() {
    return tally.messages();
  }

  long bytes() {
    return tally.bytes();
  }

  /** Messages that are on disk only. */
  int parked() {
    return tally.parkedMessages();
  }

  /** For the tests. */
  List<Line> lines() {
    return lines.all();
  }
}
