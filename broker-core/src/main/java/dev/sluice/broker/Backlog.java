package dev.sluice.broker;

import dev.sluice.topic.TopicName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The part of a session's queue that is parked: the journal has the messages, and here is only how
 * many they are. They come back in order, some at a time, each time after a request.
 *
 * <p>What is not kept by the journal and came while others were parked waits here as it is, for its
 * turn between them.
 */
final class Backlog {
  private static final int MESSAGES_MAX = 256;
  private static final int BYTES_MIN = 16 << 10;
  private static final int BYTES_MAX = 256 << 10;

  private final SessionLog log;
  private final HeldBytes memory;
  private final ArrayDeque<Behind> notKept = new ArrayDeque<>(1);
  private long notKeptBytes;
  private final List<Revoked> revoked = new ArrayList<>(1);

  // What is parked: everything owed with an id greater than the first of these, up to the second.
  private long loadedUpTo;
  private long parkedUpTo;
  private int messages;
  private long bytes;

  // For the connection.
  private long request;
  private boolean waitsForJournal;

  /** A message that comes next when everything up to that id has come. */
  private record Behind(long id, Outgoing outgoing) {}

  /** What was parked up to that id has to be given up on some topics. */
  private record Revoked(long upTo, Predicate<TopicName> unseen) {
    boolean concerns(Outgoing outgoing) {
      return outgoing.accepted().sequence() <= upTo && unseen.test(outgoing.topic());
    }
  }

  Backlog(SessionLog log, HeldBytes memory) {
    this.log = log;
    this.memory = memory;
  }

  /** Nothing is parked. */
  boolean isEmpty() {
    return messages == 0;
  }

  int messages() {
    return messages;
  }

  long bytes() {
    return bytes;
  }

  /** Messages that are here as they are. */
  int notKept() {
    return notKept.size();
  }

  long notKeptBytes() {
    return notKeptBytes;
  }

  /** What comes later than all that is parked. */
  void park(Outgoing outgoing) {
    long id = outgoing.accepted().sequence();
    if (messages == 0) {
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
    messages = parkedMessages;
    bytes = parkedBytes;
    loadedUpTo = firstId - 1;
    parkedUpTo = lastId;
  }

  void addBehind(Outgoing outgoing) {
    addBehind(parkedUpTo, outgoing);
  }

  private void addBehind(long id, Outgoing outgoing) {
    notKept.add(new Behind(id, outgoing));
    notKeptBytes += outgoing.bytes();
  }

  /** What was in memory, ahead of all this, is parked as well; what is not kept stays as it is. */
  void parkAhead(List<Outgoing> front) {
    List<Behind> later = List.copyOf(notKept);
    notKept.clear();
    long last = messages == 0 ? 0 : parkedUpTo;
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
    request = 0;
    waitsForJournal = false;
  }

  private void count(int more, long moreBytes) {
    messages += more;
    bytes += moreBytes;
  }

  /** What is parked has greater ids. */
  long loadedUpTo() {
    return loadedUpTo;
  }

  boolean isFetching() {
    return request != 0;
  }

  boolean waitsForJournal() {
    return waitsForJournal;
  }

  /** The journal has more than when it was asked. */
  void journalHasMore() {
    waitsForJournal = false;
  }

  /** Asks for the next, unless they are on their way or nothing new can be there. */
  void fetch() {
    fetch(MESSAGES_MAX);
  }

  void fetchOne() {
    fetch(1);
  }

  private void fetch(int messagesMax) {
    if (messages > 0 && request == 0 && !waitsForJournal) {
      long room = Math.max(BYTES_MIN, Math.min(BYTES_MAX, memory.room() / 4));
      request = log.fetch(loadedUpTo, messagesMax, (int) room);
    }
  }

  /** Whether this is what was asked for; it is only answered once. */
  boolean isAnsweredBy(long number) {
    boolean expected = request != 0 && number == request;
    if (expected) {
      request = 0;
    }
    return expected;
  }

  /** Moves to the front what has its turn, then the message that has come back. */
  void cameBack(Outgoing outgoing, QueueFront front) {
    long id = outgoing.accepted().sequence();
    moveUpTo(id - 1, front);
    gone(id, outgoing.bytes());
    if (revoked.stream().anyMatch(past -> past.concerns(outgoing))) {
      log.settled(outgoing);
    } else {
      front.add(outgoing);
    }
  }

  /** Of what is parked the topics are not known: it is given up when it comes back. */
  void giveUp(Predicate<TopicName> unseen) {
    notKept.removeIf(
        behind -> {
          boolean gone = unseen.test(behind.outgoing().topic());
          notKeptBytes -= gone ? behind.outgoing().bytes() : 0;
          return gone;
        });
    if (messages > 0) {
      // The same messages under newer rights: those count.
      revoked.removeIf(past -> past.upTo() == parkedUpTo);
      revoked.add(new Revoked(parkedUpTo, unseen));
    }
  }

  /** One of them is no more. */
  void lost(long id) {
    gone(Math.max(id, loadedUpTo), messages == 0 ? 0 : bytes / messages);
  }

  private void gone(long id, long itsBytes) {
    loadedUpTo = id;
    revoked.removeIf(past -> past.upTo() < id);
    messages = Math.max(0, messages - 1);
    // What was parked by an earlier process was counted by its size on disk.
    bytes = messages == 0 ? 0 : Math.max(0, bytes - itsBytes);
  }

  /** When nothing is parked any more, what waited behind has its turn. */
  void moveRest(QueueFront front) {
    if (messages == 0) {
      revoked.clear();
      moveUpTo(Long.MAX_VALUE, front);
    }
  }

  private void moveUpTo(long id, QueueFront front) {
    while (!notKept.isEmpty() && notKept.element().id() <= id) {
      Outgoing outgoing = notKept.remove().outgoing();
      notKeptBytes -= outgoing.bytes();
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
      waitsForJournal = true;
      return 0;
    }
    int lost = messages;
    messages = 0;
    bytes = 0;
    return lost;
  }

  void clear() {
    messages = 0;
    bytes = 0;
    revoked.clear();
    notKept.clear();
    notKeptBytes = 0;
    request = 0;
    waitsForJournal = false;
  }
}
