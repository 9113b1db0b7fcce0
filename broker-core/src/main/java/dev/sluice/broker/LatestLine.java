package dev.sluice.broker;

import dev.sluice.broker.durable.Fetched;
import dev.sluice.broker.durable.OwedMessage;
import dev.sluice.broker.durable.QueueClass;
import dev.sluice.topic.TopicName;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A line with at most one message of each topic, the newest. In memory that one has the place of
 * the one it replaced: a topic that speaks faster than its client listens is heard all the same.
 *
 * <p>Of what is parked, topic and id are here: that much memory is what it costs to know which one
 * is worthless when the next comes. Only of what an earlier process parked the topics are not
 * known; nothing goes before those have come back, because one of them may be worthless too.
 */
final class LatestLine implements Line {
  private static final int FRONT_LOW = 64;
  private static final int LOADED_MAX = 1_024;
  private static final int BYTES_MAX = 256 << 10;

  private final QueueClass queueClass;
  private final SessionLog log;
  private final HeldBytes memory;
  private final QueueTally tally;
  private final Counters counters;
  private final Map<TopicName, Outgoing> loaded = new LinkedHashMap<>();
  private final Map<TopicName, Parked> parked = new LinkedHashMap<>();
  private final Unseen unseen = new Unseen();

  // For the connection.
  private long request;
  private long askedAfter;
  private boolean waitsForJournal;

  /** Where a message is that is not in memory. */
  private record Parked(long id, int bytes) {}

  /** What an earlier process parked: that many, with ids of a range. */
  private static final class Unseen {
    private int messages;
    private long bytes;
    private long after;
    private long upTo;

    boolean covers(long id) {
      return messages > 0 && id > after && id <= upTo;
    }
  }

  LatestLine(QueueClass queueClass, SessionLog log, HeldBytes memory, QueueTally tally) {
    this.queueClass = queueClass;
    this.log = log;
    this.memory = memory;
    this.tally = tally;
    this.counters = tally.counters();
  }

  @Override
  public QueueClass queueClass() {
    return queueClass;
  }

  @Override
  public boolean isEmpty() {
    return loaded.isEmpty() && !isParked();
  }

  private boolean isParked() {
    return !parked.isEmpty() || unseen.messages > 0;
  }

  @Override
  public Optional<Outgoing> peek() {
    boolean mayGo = unseen.messages == 0 || loaded.size() >= LOADED_MAX;
    return mayGo ? first() : Optional.empty();
  }

  private Optional<Outgoing> first() {
    return loaded.isEmpty() ? Optional.empty() : Optional.of(loaded.values().iterator().next());
  }

  @Override
  public void remove() {
    Iterator<Outgoing> inOrder = loaded.values().iterator();
    tally.remove(inOrder.next());
    inOrder.remove();
  }

  @Override
  public boolean replace(Outgoing outgoing) {
    Outgoing older = loaded.get(outgoing.topic());
    if (older == null) {
      forget(outgoing.topic()).ifPresent(this::supersede);
      return false;
    }
    tally.remove(older);
    boolean fits = tally.hasRoomFor(outgoing);
    if (fits) {
      load(outgoing);
    } else {
      loaded.remove(outgoing.topic());
    }
    counters.droppedSuperseded++;
    log.settled(older);
    return fits;
  }

  private void supersede(Parked older) {
    counters.droppedSuperseded++;
    log.settled(older.id());
  }

  private Optional<Parked> forget(TopicName topic) {
    Optional<Parked> gone = Optional.ofNullable(parked.remove(topic));
    gone.ifPresent(one -> tally.park(-1, -one.bytes()));
    return gone;
  }

  @Override
  public void add(Outgoing outgoing, boolean inMemory) {
    if (inMemory || !log.parks(outgoing)) {
      load(outgoing);
    } else {
      parked.put(outgoing.topic(), new Parked(outgoing.accepted().sequence(), outgoing.bytes()));
      tally.park(1, outgoing.bytes());
    }
  }

  private void load(Outgoing outgoing) {
    loaded.put(outgoing.topic(), outgoing);
    tally.add(outgoing);
  }

  @Override
  public boolean giveWay(boolean kept) {
    Optional<Outgoing> first = first().filter(outgoing -> log.parks(outgoing) == kept);
    if (first.isPresent()) {
      remove();
      log.settled(first.get());
      return true;
    }
    Optional<TopicName> topic = kept ? parked.keySet().stream().findFirst() : Optional.empty();
    Optional<Parked> gone = topic.flatMap(this::forget);
    gone.ifPresent(one -> log.settled(one.id()));
    return gone.isPresent();
  }

  @Override
  public void dropExpiredHead(long nowNanos) {
    Optional<Outgoing> head = first();
    while (head.isPresent() && head.get().accepted().isExpired(nowNanos)) {
      log.settled(head.get());
      remove();
      counters.droppedExpired++;
      head = first();
    }
  }

  @Override
  public void giveUp(Predicate<TopicName> hidden) {
    List<Outgoing> inMemory =
        loaded.values().stream().filter(outgoing -> hidden.test(outgoing.topic())).toList();
    for (Outgoing outgoing : inMemory) {
      loaded.remove(outgoing.topic());
      tally.remove(outgoing);
      log.settled(outgoing);
    }
    List<TopicName> onDisk = parked.keySet().stream().filter(hidden).toList();
    onDisk.forEach(topic -> forget(topic).ifPresent(gone -> log.settled(gone.id())));
  }

  // What is parked, and comes back.

  @Override
  public void park() {
    List<Outgoing> inMemory = loaded.values().stream().filter(log::parks).toList();
    for (Outgoing outgoing : inMemory) {
      loaded.remove(outgoing.topic());
      tally.remove(outgoing);
      add(outgoing, false);
    }
    request = 0;
    waitsForJournal = false;
    askedAfter = 0;
  }

  @Override
  public void refill() {
    boolean useful = loaded.size() < (unseen.messages > 0 ? LOADED_MAX : FRONT_LOW);
    if (isParked() && useful && request == 0 && !waitsForJournal) {
      long room = Math.max(BYTES_MAX >> 4, Math.min(BYTES_MAX, memory.room() / 4));
      request = log.fetch(queueClass, askedAfter, FRONT_LOW, (int) room);
    }
  }

  @Override
  public boolean onFetched(Fetched fetched) {
    if (request == 0 || fetched.request() != request) {
      return false;
    }
    request = 0;
    for (OwedMessage owed : fetched.messages()) {
      cameBack(Outgoing.restored(owed));
    }
    fetched.lost().forEach(this::lose);
    if (fetched.messages().isEmpty() && fetched.lost().isEmpty()) {
      foundNothing();
    }
    return true;
  }

  private void cameBack(Outgoing outgoing) {
    long id = outgoing.accepted().sequence();
    askedAfter = Math.max(askedAfter, id);
    Parked here = parked.get(outgoing.topic());
    if (here != null && here.id() == id) {
      forget(outgoing.topic());
      load(outgoing);
    } else if (unseen.covers(id)) {
      seen(id, outgoing.bytes());
      if (here != null || loaded.containsKey(outgoing.topic())) {
        takeNewer(outgoing);
      } else {
        load(outgoing);
      }
    }
    // Anything else is on its way to the client, and not acknowledged yet.
  }

  /** A crash has brought back what was superseded, or something newer has come meanwhile. */
  private void takeNewer(Outgoing outgoing) {
    Outgoing other = loaded.get(outgoing.topic());
    long otherId = other == null ? Long.MAX_VALUE : other.accepted().sequence();
    boolean newer = otherId != 0 && otherId < outgoing.accepted().sequence();
    counters.droppedSuperseded++;
    log.settled(newer ? other : outgoing);
    if (newer) {
      tally.remove(other);
      load(outgoing);
    }
  }

  private void seen(long id, long itsBytes) {
    // What was parked by an earlier process was counted by its size on disk.
    long counted = unseen.messages == 1 ? unseen.bytes : Math.min(unseen.bytes, itsBytes);
    unseen.messages--;
    unseen.bytes -= counted;
    unseen.after = id;
    tally.park(-1, -counted);
  }

  private void lose(long id) {
    askedAfter = Math.max(askedAfter, id);
    if (unseen.covers(id)) {
      seen(id, unseen.bytes / unseen.messages);
    } else {
      Optional<TopicName> topic =
          parked.entrySet().stream()
              .filter(entry -> entry.getValue().id() == id)
              .map(Map.Entry::getKey)
              .findFirst();
      topic.ifPresent(this::forget);
    }
    log.settled(id);
    counters.droppedUnreadable++;
  }

  private void foundNothing() {
    long last = parked.values().stream().mapToLong(Parked::id).max().orElse(unseen.upTo);
    if (!log.isDurable(last)) {
      waitsForJournal = true;
      return;
    }
    counters.droppedUnreadable += parked.size() + unseen.messages;
    List.copyOf(parked.keySet()).forEach(this::forget);
    tally.park(-unseen.messages, -unseen.bytes);
    unseen.messages = 0;
    unseen.bytes = 0;
  }

  @Override
  public boolean isFetching() {
    return request != 0;
  }

  @Override
  public boolean waitsForJournal() {
    return waitsForJournal;
  }

  @Override
  public void journalHasMore() {
    waitsForJournal = false;
  }

  @Override
  public void restore(int messages, long bytes, long firstId, long lastId) {
    unseen.messages = messages;
    unseen.bytes = bytes;
    unseen.after = firstId - 1;
    unseen.upTo = lastId;
    tally.park(messages, bytes);
  }

  @Override
  public long loadedUpTo() {
    return 0;
  }

  @Override
  public List<Outgoing> inOrder() {
    return List.copyOf(loaded.values());
  }
}
