package dev.sluice.broker;

import dev.sluice.broker.durable.Fetched;
import dev.sluice.broker.durable.OwedMessage;
import dev.sluice.topic.TopicName;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Messages waiting for one session, in order, bounded by count and bytes. Full, it refuses the
 * newest: what was accepted first is owed first.
 *
 * <p>Its front is in memory. Of what a journal keeps for the session only so much is: the rest, and
 * all of it while the client is away, is parked in the {@link Backlog}.
 */
final class DeliveryQueue {
  /** With fewer in memory the next are asked for. */
  private static final int FRONT_LOW = 64;

  private final BrokerLimits limits;
  private final SessionLog log;
  private final HeldBytes memory;
  private final Counters counters;
  private final QueueFront front;
  private final Backlog backlog;
  private boolean attached;

  // As it was counted last.
  private int countedMessages;
  private long countedBytes;
  private int countedParked;
  private long countedHeld;

  DeliveryQueue(BrokerLimits limits, SessionLog log, HeldBytes memory, Counters counters) {
    this.limits = limits;
    this.log = log;
    this.memory = memory;
    this.counters = counters;
    this.front = new QueueFront(log);
    this.backlog = new Backlog(log, memory);
  }

  // The client comes and goes.

  void attach() {
    attached = true;
    refill();
  }

  /** Nobody takes anything now: memory is for others. */
  void park() {
    attached = false;
    backlog.parkAhead(front.takeAll());
    backlog.moveRest(front);
    recount();
  }

  // Messages come and go.

  void offer(Outgoing outgoing, long nowNanos) {
    if (!hasRoomFor(outgoing)) {
      dropExpiredHead(nowNanos);
    }
    if (!hasRoomFor(outgoing)) {
      counters.droppedQueueFull++;
      log.settled(outgoing);
      return;
    }
    if (backlog.isEmpty() && (!log.parks(outgoing) || staysInMemory(outgoing))) {
      front.add(outgoing);
    } else if (log.parks(outgoing)) {
      backlog.park(outgoing);
    } else {
      backlog.addBehind(outgoing);
    }
    recount();
  }

  private boolean hasRoomFor(Outgoing outgoing) {
    if (log.parks(outgoing)) {
      return front.keptMessages() + backlog.messages() < limits.backlogMessagesMax()
          && front.keptBytes() + backlog.bytes() + outgoing.bytes() <= limits.backlogBytesMax();
    }
    long others = front.bytes() - front.keptBytes() + backlog.notKeptBytes();
    return front.size() - front.keptMessages() + backlog.notKept() < limits.queueMessagesMax()
        && others + outgoing.bytes() <= limits.queueBytesMax();
  }

  private boolean staysInMemory(Outgoing outgoing) {
    return attached
        && front.size() < limits.queueMessagesMax()
        && front.bytes() + outgoing.bytes() <= limits.queueBytesMax()
        && memory.hasRoomFor(outgoing.bytes());
  }

  /** Only from the head: a full queue must not cost a scan per message. */
  private void dropExpiredHead(long nowNanos) {
    Optional<Outgoing> head = front.peek();
    while (head.isPresent() && head.get().accepted().isExpired(nowNanos)) {
      log.settled(head.get());
      remove();
      counters.droppedExpired++;
      head = front.peek();
    }
    if (head.isEmpty()) {
      // Whether the next has expired can be said when it is here.
      backlog.fetchOne();
    }
  }

  Optional<Outgoing> peek() {
    return front.peek();
  }

  /** Takes the head out; it must be in memory. */
  void remove() {
    front.remove();
    recount();
  }

  /** What waits on topics that the client may not see any more is owed no more. */
  void giveUp(Predicate<TopicName> unseen) {
    front.removeIf(outgoing -> unseen.test(outgoing.topic())).forEach(log::settled);
    backlog.giveUp(unseen);
    recount();
  }

  void clear() {
    front.clear();
    backlog.clear();
    recount();
  }

  // Messages come back.

  /**
   * Takes back what was accepted before the process started, whatever the limits are now.
   *
   * @param firstId of the messages
   * @param lastId of them
   */
  void restore(int messages, long bytes, long firstId, long lastId) {
    backlog.restore(messages, bytes, firstId, lastId);
    recount();
  }

  /** Asks for more, where that can be used. */
  void refill() {
    if (attached && !backlog.isEmpty() && front.size() < FRONT_LOW) {
      backlog.fetch();
    }
  }

  /** What was asked for; an answer to what an earlier connection asked is not for this one. */
  void onFetched(Fetched fetched) {
    if (!backlog.isAnsweredBy(fetched.request())) {
      return;
    }
    for (OwedMessage owed : fetched.messages()) {
      backlog.cameBack(Outgoing.restored(owed), front);
    }
    fetched.lost().forEach(this::lose);
    if (fetched.messages().isEmpty() && fetched.lost().isEmpty()) {
      counters.droppedUnreadable += backlog.foundNothing();
    }
    backlog.moveRest(front);
    recount();
  }

  private void lose(long id) {
    backlog.lost(id);
    log.lost(id);
    counters.droppedUnreadable++;
  }

  /** Whether the journal has to get further before more can be asked for. */
  boolean waitsForJournal() {
    return backlog.waitsForJournal();
  }

  void journalHasMore() {
    backlog.journalHasMore();
  }

  boolean isFetching() {
    return backlog.isFetching();
  }

  // What it adds up to.

  private void recount() {
    counters.queuedMessages += size() - countedMessages;
    counters.queuedBytes += bytes() - countedBytes;
    counters.parkedMessages += backlog.messages() - countedParked;
    memory.add(front.keptBytes() - countedHeld);
    countedMessages = size();
    countedBytes = bytes();
    countedParked = backlog.messages();
    countedHeld = front.keptBytes();
  }

  /** A copy of what is in memory ahead of all that is parked. */
  List<Outgoing> inOrder() {
    return front.inOrder();
  }

  boolean isEmpty() {
    return front.isEmpty() && backlog.isEmpty();
  }

  int size() {
    return front.size() + backlog.messages() + backlog.notKept();
  }

  long bytes() {
    return front.bytes() + backlog.bytes() + backlog.notKeptBytes();
  }

  /** Messages that are on disk only. */
  int parked() {
    return backlog.messages();
  }

  /** What is parked has greater ids. */
  long loadedUpTo() {
    return backlog.loadedUpTo();
  }
}
