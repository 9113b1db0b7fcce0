package dev.sluice.broker;

import dev.sluice.broker.durable.Fetched;
import dev.sluice.broker.durable.OwedMessage;
import dev.sluice.broker.durable.QueueClass;
import dev.sluice.topic.TopicName;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A line in which first come is first served.
 *
 * <p>Its front is in memory. Of what a journal keeps for the session only so much is: the rest, and
 * all of it while the client is away, is parked in the {@link Backlog}.
 */
final class FifoLine implements Line {
  /** With fewer in memory the next are asked for. */
  private static final int FRONT_LOW = 64;

  private final QueueClass queueClass;
  private final SessionLog log;
  private final Counters counters;
  private final QueueFront front;
  private final Asking asking;
  private final Backlog backlog;

  FifoLine(QueueClass queueClass, SessionLog log, HeldBytes memory, QueueTally tally) {
    this.queueClass = queueClass;
    this.log = log;
    this.counters = tally.counters();
    this.front = new QueueFront(tally);
    this.asking = new Asking(queueClass, log, memory);
    this.backlog = new Backlog(log, asking, tally);
  }

  @Override
  public QueueClass queueClass() {
    return queueClass;
  }

  @Override
  public boolean isEmpty() {
    return front.isEmpty() && backlog.isEmpty();
  }

  @Override
  public Optional<Outgoing> peek() {
    return front.peek();
  }

  @Override
  public void remove() {
    front.remove();
  }

  @Override
  public boolean replace(Outgoing outgoing) {
    return false;
  }

  @Override
  public void add(Outgoing outgoing, boolean inMemory) {
    if (backlog.isEmpty() && (inMemory || !log.parks(outgoing))) {
      front.add(outgoing);
    } else if (log.parks(outgoing)) {
      backlog.park(outgoing);
    } else {
      backlog.addBehind(outgoing);
    }
  }

  @Override
  public boolean giveWay(boolean kept) {
    Optional<Outgoing> first = front.removeFirst(outgoing -> log.parks(outgoing) == kept);
    first.ifPresent(log::settled);
    return first.isPresent() || (kept ? backlog.dropFirst() : backlog.dropNotKept());
  }

  @Override
  public void dropExpiredHead(long nowNanos) {
    Optional<Outgoing> head = front.peek();
    while (head.isPresent() && head.get().accepted().isExpired(nowNanos)) {
      log.settled(head.get());
      front.remove();
      counters.droppedExpired++;
      head = front.peek();
    }
    if (head.isEmpty()) {
      // Whether the next has expired can be said when it is here.
      backlog.fetchOne();
    }
  }

  @Override
  public void giveUp(Predicate<TopicName> unseen) {
    front.removeIf(outgoing -> unseen.test(outgoing.topic())).forEach(log::settled);
    backlog.giveUp(unseen);
  }

  @Override
  public void park() {
    backlog.parkAhead(front.takeAll());
    backlog.moveRest(front);
  }

  @Override
  public void relieve() {
    backlog.parkAhead(front.takeRest());
    backlog.moveRest(front);
  }

  @Override
  public int shed() {
    return front.removeIf(outgoing -> !outgoing.needsAcknowledgement()).size() + backlog.shed();
  }

  @Override
  public void clear() {
    front.takeAll();
    backlog.clear();
  }

  @Override
  public void refill() {
    if (!backlog.isEmpty() && front.size() < (asking.hasMemory() ? FRONT_LOW : 1)) {
      backlog.fetch();
    }
  }

  @Override
  public boolean onFetched(Fetched fetched) {
    if (!asking.isAnsweredBy(fetched.request())) {
      return false;
    }
    for (OwedMessage owed : fetched.messages()) {
      backlog.cameBack(Outgoing.restored(owed), front);
    }
    fetched.lost().forEach(this::lose);
    if (fetched.messages().isEmpty() && fetched.lost().isEmpty()) {
      counters.droppedUnreadable += backlog.foundNothing();
    }
    backlog.moveRest(front);
    backlog.fetchDropped();
    return true;
  }

  private void lose(long id) {
    backlog.lost(id);
    log.settled(id);
    counters.droppedUnreadable++;
  }

  @Override
  public boolean isFetching() {
    return asking.isFetching();
  }

  @Override
  public boolean waitsForJournal() {
    return asking.waitsForJournal();
  }

  @Override
  public void journalHasMore() {
    asking.journalHasMore();
  }

  @Override
  public void restore(int messages, long bytes, long firstId, long lastId) {
    backlog.restore(messages, bytes, firstId, lastId);
  }

  @Override
  public long loadedUpTo() {
    return backlog.loadedUpTo();
  }

  @Override
  public List<Outgoing> inOrder() {
    return front.inOrder();
  }
}
