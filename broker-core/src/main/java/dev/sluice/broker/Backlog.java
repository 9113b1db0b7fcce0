package dev.sluice.broker;

import dev.sluice.topic.TopicName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The part of a line that is parked: the journal has the messages, and here is only how many they
 * are. They come back in order, some at a time, each time after a request.
 *
 * <p>What is not kept by the journal and came while others were parked waits here as it is, for its
 * turn between them.
 */
final class Backlog {
  /** Given up and still on their way back; beyond that the newest is refused. */
  private static final int DROPPING_MAX = 1_024;

  private final SessionLog log;
  private final Asking asking;
  private final QueueTally tally;
  private final ArrayDeque<Behind> notKept = new ArrayDeque<>(1);
  private final List<Revoked> revoked = new ArrayList<>(1);

  // What is parked: everything owed with an id greater than the first of these, up to the second.
  private long loadedUpTo;
  private long parkedUpTo;
  private int messages;
  private long bytes;

  // The first so many were given up already, and are not counted any more.
  private int dropping;

  /** A message that comes next when everything up to that id has come. */
  private record Behind(long id, Outgoing outgoing) {}

  /** What was parked up to that id has to be given up on some topics. */
  private record Revoked(long upTo, Predicate<TopicName> unseen) {
    boolean concerns(Outgoing outgoing) {
      return outgoing.accepted().sequence() <= upTo && unseen.test(outgoing.topic());
    }
  }

  Backlog(SessionLog log, Asking asking, QueueTally tally) {
    this.log = log;
    this.asking = asking;
    this.tally = tally;
  }

  /** Nothing is parked. */
  boolean isEmpty() {
    return messages == 0 && dropping == 0;
  }

  /** What comes later than all that is parked. */
  void park(Outgoing outgoing) {
    long id = outgoing.accepted().sequence();
    if (isEmpty()) {
      loadedUpTo = id - 1;
    }
    parkedUpTo = id;
    count(1, outgoing.bytes());
  }

  /**
   * As the journal has it.
   *
   * @param firstId of the messages
   * @param lastId of them
   */
  void restore(int parkedMessages, long parkedBytes, long firstId, long lastId) {
    count(parkedMessages, parkedBytes);
    loadedUpTo = firstId - 1;
    parkedUpTo = lastId;
  }

  void addBehind(Outgoing outgoing) {
    addBehind(parkedUpTo, outgoing);
  }

  private void addBehind(long id, Outgoing outgoing) {
    notKept.add(new Behind(id, outgoing));
    tally.add(outgoing);
  }

  /** What was in memory, ahead of all this, is parked as well; what is not kept stays as it is. */
  void parkAhead(List<Outgoing> front) {
    List<Behind> later = List.copyOf(notKept);
    notKept.clear();
    long last = isEmpty() ? 0 : parkedUpTo;
    long ahead = 0;
    for (Outgoing outgoing : front) {
      if (log.parks(outgoing)) {
        long id = outgoing.accepted().sequence();
        loadedUpTo = ahead == 0 ? id - 1 : loadedUpTo;
        ahead = id;
        count(1, outgoing.bytes());
      } else {
        addBehind(ahead, outgoing);
      }
    }
    parkedUpTo = Math.max(ahead, last);
    notKept.addAll(later);
    asking.startAnew();
    fetchDropped();
  }

  private void count(int more, long moreBytes) {
    messages += more;
    bytes += moreBytes;
    tally.park(more, moreBytes);
  }

  /** What is parked has greater ids. */
  long loadedUpTo() {
    return loadedUpTo;
  }

  /** Asks for the next, unless they are on their way or nothing new can be there. */
  void fetch() {
    fetch(Asking.MESSAGES_MAX);
  }

  void fetchOne() {
    fetch(1);
  }

  private void fetch(int messagesMax) {
    if (!isEmpty()) {
      asking.ask(loadedUpTo, messagesMax);
    }
  }

  /**
   * Gives the first up. It is counted no more, and owed no more once it has come back: only then
   * its id is known.
   *
   * @return false when there is none, or too many are still to come back
   */
  boolean dropFirst() {
    if (messages == 0 || dropping == DROPPING_MAX) {
      return false;
    }
    uncount(bytes / messages);
    dropping++;
    fetchDropped();
    return true;
  }

  /** Asks for those that are given up, also while nobody takes anything. */
  void fetchDropped() {
    if (dropping > 0) {
      fetch(Math.min(dropping, Asking.MESSAGES_MAX));
    }
  }

  /** Gives up the first that is not kept; false when there is none. */
  boolean dropNotKept() {
    Behind first = notKept.poll();
    if (first != null) {
      tally.remove(first.outgoing());
    }
    return first != null;
  }

  /** Moves to the front what has its turn, then the message that has come back. */
  void cameBack(Outgoing outgoing, QueueFront front) {
    long id = outgoing.accepted().sequence();
    moveUpTo(id - 1, front);
    if (wasDropped(id)) {
      log.settled(outgoing);
      return;
    }
    gone(id, outgoing.bytes());
    if (revoked.stream().anyMatch(past -> past.concerns(outgoing))) {
      log.settled(outgoing);
    } else {
      front.add(outgoing);
    }
  }

  /** Of what is parked the topics are not known: it is given up when it comes back. */
  void giveUp(Predicate<TopicName> unseen) {
    removeNotKept(outgoing -> unseen.test(outgoing.topic()));
    if (!isEmpty()) {
      // The same messages under newer rights: those count.
      revoked.removeIf(past -> past.upTo() == parkedUpTo);
      revoked.add(new Revoked(parkedUpTo, unseen));
    }
  }

  /** One of them is no more. */
  void lost(long id) {
    long last = Math.max(id, loadedUpTo);
    if (!wasDropped(last)) {
      gone(last, messages == 0 ? 0 : bytes / messages);
    }
  }

  private boolean wasDropped(long id) {
    if (dropping == 0) {
      return false;
    }
    dropping--;
    passed(id);
    return true;
  }

  private void gone(long id, long itsBytes) {
    passed(id);
    uncount(itsBytes);
  }

  private void passed(long id) {
    loadedUpTo = id;
    revoked.removeIf(past -> past.upTo() < id);
  }

  /** One less; what was parked by an earlier process was counted by its size on disk. */
  private void uncount(long itsBytes) {
    if (messages > 0) {
      count(-1, -(messages == 1 ? bytes : Math.min(bytes, itsBytes)));
    }
  }

  /** When nothing is parked any more, what waited behind has its turn. */
  void moveRest(QueueFront front) {
    if (isEmpty()) {
      revoked.clear();
      moveUpTo(Long.MAX_VALUE, front);
    }
  }

  private void moveUpTo(long id, QueueFront front) {
    while (!notKept.isEmpty() && notKept.element().id() <= id) {
      Outgoing outgoing = notKept.remove().outgoing();
      tally.remove(outgoing);
      front.add(outgoing);
    }
  }

  /**
   * The journal has none of them.
   *
   * @return how many are lost; 0 when they may only not be written yet
   */
  int foundNothing() {
    if (!log.isDurable(parkedUpTo)) {
      asking.waitForJournal();
      return 0;
    }
    int lost = messages;
    count(-messages, -bytes);
    dropping = 0;
    return lost;
  }

  /** Gives up what waits here at QoS 0; how many those were. */
  int shed() {
    return removeNotKept(outgoing -> !outgoing.needsAcknowledgement());
  }

  private int removeNotKept(Predicate<Outgoing> gone) {
    List<Behind> removed = notKept.stream().filter(behind -> gone.test(behind.outgoing())).toList();
    notKept.removeAll(removed);
    removed.forEach(behind -> tally.remove(behind.outgoing()));
    return removed.size();
  }

  void clear() {
    removeNotKept(any -> true);
    count(-messages, -bytes);
    dropping = 0;
    asking.startAnew();
  }
}
