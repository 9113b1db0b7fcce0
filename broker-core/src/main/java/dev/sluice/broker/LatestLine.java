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
import java.util.OptionalLong;
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

  private final QueueClass queueClass;
  private final SessionLog log;
  private final Asking asking;
  private final QueueTally tally;
  private final Counters counters;
  private final Map<TopicName, Outgoing> loaded = new LinkedHashMap<>();
  private final ParkedTopics parked;
  private final Unseen unseen;

  // For the connection.
  private long askedAfter;

  LatestLine(QueueClass queueClass, SessionLog log, HeldBytes memory, QueueTally tally) {
    this.queueClass = queueClass;
    this.log = log;
    this.asking = new Asking(queueClass, log, memory);
    this.tally = tally;
    this.counters = tally.counters();
    this.parked = new ParkedTopics(tally);
    this.unseen = new Unseen(tally);
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
    return !parked.isEmpty() || !unseen.isEmpty();
  }

  @Override
  public Optional<Outgoing> peek() {
    boolean mayGo = unseen.isEmpty() || loaded.size() >= LOADED_MAX;
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
      parked.forget(outgoing.topic()).ifPresent(this::supersede);
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

  private void supersede(long id) {
    counters.droppedSuperseded++;
    log.settled(id);
  }

  @Override
  public void add(Outgoing outgoing, boolean inMemory) {
    if (inMemory || !log.parks(outgoing)) {
      load(outgoing);
    } else {
      parked.add(outgoing);
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
    OptionalLong id = kept ? parked.forgetFirst() : OptionalLong.empty();
    id.ifPresent(log::settled);
    return id.isPresent();
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
      unload(outgoing);
      log.settled(outgoing);
    }
    parked.forgetIf(hidden).forEach(log::settled);
    unseen.giveUp(hidden);
  }

  // What is parked, and comes back.

  @Override
  public void park() {
    parkAllBut(0);
  }

  @Override
  public void relieve() {
    parkAllBut(1);
  }

  private void parkAllBut(int first) {
    List<Outgoing> inMemory = loaded.values().stream().skip(first).filter(log::parks).toList();
    for (Outgoing outgoing : inMemory) {
      unload(outgoing);
      add(outgoing, false);
    }
    asking.startAnew();
    askedAfter = 0;
  }

  @Override
  public int shed() {
    List<Outgoing> gone =
        loaded.values().stream().filter(outgoing -> !outgoing.needsAcknowledgement()).toList();
    gone.forEach(this::unload);
    return gone.size();
  }

  @Override
  public void clear() {
    List.copyOf(loaded.values()).forEach(this::unload);
    parked.forgetIf(any -> true);
    unseen.forgetAll();
    asking.startAnew();
  }

  private void unload(Outgoing outgoing) {
    loaded.remove(outgoing.topic());
    tally.remove(outgoing);
  }

  @Override
  public void refill() {
    int low = !unseen.isEmpty() ? LOADED_MAX : asking.hasMemory() ? FRONT_LOW : 1;
    if (isParked() && loaded.size() < low) {
      asking.ask(askedAfter, FRONT_LOW);
    }
  }

  @Override
  public boolean onFetched(Fetched fetched) {
    if (!asking.isAnsweredBy(fetched.request())) {
      return false;
    }
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
    TopicName topic = outgoing.topic();
    if (parked.contains(topic, id)) {
      parked.forget(topic);
      load(outgoing);
    } else if (unseen.covers(id)) {
      unseen.seen(id, outgoing.bytes());
      seen(outgoing);
    }
    // Anything else is on its way to the client, and not acknowledged yet.
  }

  private void seen(Outgoing outgoing) {
    if (unseen.isGivenUp(outgoing.topic())) {
      log.settled(outgoing);
    } else if (parked.contains(outgoing.topic()) || loaded.containsKey(outgoing.topic())) {
      takeNewer(outgoing);
    } else {
      load(outgoing);
    }
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

  private void lose(long id) {
    askedAfter = Math.max(askedAfter, id);
    boolean unknown = unseen.covers(id);
    if (unknown) {
      unseen.lost(id);
    }
    if (unknown || parked.forget(id)) {
      log.settled(id);
      counters.droppedUnreadable++;
    }
  }

  private void foundNothing() {
    if (!log.isDurable(Math.max(parked.lastId(), unseen.lastId()))) {
      asking.waitForJournal();
      return;
    }
    counters.droppedUnreadable += parked.size() + unseen.size();
    parked.forgetIf(any -> true);
    unseen.forgetAll();
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
    unseen.restore(messages, bytes, firstId, lastId);
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
