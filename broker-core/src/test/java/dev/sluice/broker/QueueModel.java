package dev.sluice.broker;

import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.broker.durable.DurableRecord.SessionOpened;
import dev.sluice.broker.durable.DurableRecord.Settled;
import dev.sluice.broker.durable.QueueClass;
import dev.sluice.broker.durable.QueueClass.Keeping;
import dev.sluice.broker.durable.Recipient;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;

/** One queue under random orders, and what it should hold as one plain list. */
final class QueueModel {
  private static final ClientId CLIENT = new ClientId("s");
  private static final int ROOM = 40;
  private static final BrokerLimits LIMITS =
      Limits.with(
          l -> {
            l.queueMessagesMax = 12;
            l.backlogMessagesMax = ROOM;
          });

  /** What a queue could do wrong; the model must notice each. */
  enum Bug {
    NONE,
    /** A message gets lost on its way in. */
    SWALLOWS,
    /** Everything has the same priority. */
    KNOWS_NO_PRIORITY,
    /** What is least urgent waits for ever. */
    STARVES,
    /** Of a topic more than the newest waits. */
    KEEPS_THE_SUPERSEDED
  }

  private final SplittableRandom random;
  private final Bug bug;
  private final KeptLog log = new KeptLog();
  private final Queue<Effect> effects = new ArrayDeque<>();
  private final List<Outgoing> expected = new ArrayList<>();
  private final Map<QueueClass, Integer> passedOver = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private DeliveryQueue queue;
  private MemoryBudget budget;
  private Counters counters;
  private long lastId;
  private boolean topicsAreKnown = true;
  private long taken;

  QueueModel(SplittableRandom random, Bug bug) {
    this.random = random;
    this.bug = bug;
    log.add(1, new SessionOpened(CLIENT, Duration.ofDays(1), Optional.empty(), Optional.empty()));
    lastId = 1;
    start();
  }

  private void start() {
    counters = new Counters();
    budget = new MemoryBudget(1L << 30);
    Durability durability = new Durability(effects::add);
    durability.enable(1_000_000);
    SessionLog sessionLog = new SessionLog(durability, CLIENT);
    sessionLog.restored();
    queue = new DeliveryQueue(LIMITS, sessionLog, new HeldBytes(1 << 20, budget), counters);
    Map<QueueClass, List<Long>> parked = new HashMap<>();
    log.state()
        .forEachOwed(
            (id, bytes, queueClass, addressee) ->
                parked.computeIfAbsent(queueClass, any -> new ArrayList<>()).add(id));
    parked.forEach(
        (queueClass, ids) ->
            queue.restore(queueClass, ids.size(), ids.size(), ids.get(0), ids.get(ids.size() - 1)));
  }

  /** What was not as it should be; nothing else happens after the first. */
  List<String> run(int steps) {
    queue.attach();
    answer();
    for (int step = 0; step < steps && violations.isEmpty(); step++) {
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3, 4, 5 -> offer();
        case 6 -> goAndCome();
        case 7 -> burst();
        default -> take();
      }
      answer();
      checkSize();
    }
    drain();
    return violations;
  }

  private void checkSize() {
    if (bug != Bug.STARVES) {
      require(queue.size() == expected.size(), "size " + queue.size(), expected.size());
      require(counters.queuedMessages == expected.size(), "counted", expected.size());
    }
  }

  private void drain() {
    while (violations.isEmpty() && !expected.isEmpty()) {
      take();
      answer();
    }
    require(queue.isEmpty() && queue.size() == 0, "not empty", queue.size());
    require(counters.queuedBytes == 0, "bytes", counters.queuedBytes);
    require(budget.held() == 0, "memory", budget.held());
    require(log.state().messageCount() == 0, "kept for nobody", log.state().messageCount());
  }

  long taken() {
    return taken;
  }

  private void require(boolean holds, String what, Object seen) {
    if (!holds) {
      violations.add(what + ": " + seen);
    }
  }

  private void goAndCome() {
    queue.park();
    if (random.nextInt(4) == 0) {
      answer();
      start();
      passedOver.clear();
      topicsAreKnown = false;
    }
    int meanwhile = random.nextInt(20);
    for (int i = 0; i < meanwhile; i++) {
      offer();
      answer();
    }
    queue.attach();
    answer();
    topicsAreKnown = true;
  }

  private void burst() {
    for (int i = random.nextInt(30); i > 0; i--) {
      offer();
      answer();
    }
  }

  // Messages come.

  private void offer() {
    QueueClass[] some = {
      QueueClass.PLAIN,
      QueueClass.of(9, Keeping.FIRST),
      QueueClass.of(3, Keeping.LAST),
      // Never the least urgent: which of its topics would give way is the line's own choice.
      QueueClass.of(9, Keeping.LATEST),
      QueueClass.of(0, Keeping.FIRST)
    };
    QueueClass queueClass = some[random.nextInt(some.length)];
    if (queueClass.keeping() == Keeping.LATEST && !topicsAreKnown) {
      return; // What it supersedes is counted until it has come back.
    }
    String topic = queueClass.code() + "/" + random.nextInt(4);
    Outgoing outgoing = outgoing(topic, queueClass);
    expect(outgoing);
    if (bug != Bug.SWALLOWS || random.nextInt(20) > 0) {
      queue.offer(outgoing.of(wrong(outgoing.accepted())), 0);
      queue.refill();
    }
  }

  private AcceptedMessage wrong(AcceptedMessage accepted) {
    QueueClass right = accepted.queueClass();
    boolean superseded = bug == Bug.KEEPS_THE_SUPERSEDED && right.keeping() == Keeping.LATEST;
    QueueClass other =
        bug == Bug.KNOWS_NO_PRIORITY
            ? QueueClass.of(4, right.keeping())
            : superseded ? QueueClass.of(right.priority(), Keeping.FIRST) : right;
    return new AcceptedMessage(
        accepted.message(),
        accepted.publisher(),
        accepted.expiresAtNanos(),
        accepted.propertyBytes(),
        accepted.sequence(),
        other,
        accepted.level(),
        accepted.waits(),
        accepted.holders());
  }

  private Outgoing outgoing(String topic, QueueClass queueClass) {
    long id = ++lastId;
    Message message = Message.of(TopicName.of(topic), Payload.utf8("" + id), Qos.AT_LEAST_ONCE);
    Recipient recipient = Recipient.waiting(CLIENT, Qos.AT_LEAST_ONCE, false, List.of());
    MessageKept kept =
        new MessageKept(
            id,
            message,
            Optional.empty(),
            Long.MAX_VALUE,
            false,
            0,
            List.of(recipient),
            queueClass,
            Optional.empty());
    log.add(id, kept);
    return new Outgoing(AcceptedMessage.restored(kept), Qos.AT_LEAST_ONCE, false, List.of());
  }

  private void expect(Outgoing outgoing) {
    QueueClass queueClass = outgoing.queueClass();
    if (queueClass.keeping() == Keeping.LATEST) {
      expected.removeIf(older -> older.topic().equals(outgoing.topic()));
    }
    if (expected.size() >= ROOM) {
      Optional<Outgoing> victim =
          queueClass.keeping() == Keeping.LAST ? firstOf(queueClass) : Optional.empty();
      victim
          .or(() -> leastUrgent().filter(least -> priority(least) < queueClass.priority()))
          .ifPresent(expected::remove);
    }
    if (expected.size() < ROOM) {
      expected.add(outgoing);
    }
  }

  private Optional<Outgoing> firstOf(QueueClass queueClass) {
    return expected.stream().filter(one -> one.queueClass().equals(queueClass)).findFirst();
  }

  private Optional<Outgoing> leastUrgent() {
    return expected.stream().min(Comparator.comparingInt(QueueModel::priority));
  }

  private static int priority(Outgoing outgoing) {
    return outgoing.queueClass().priority();
  }

  // Messages go.

  private void take() {
    Optional<Outgoing> next = bug == Bug.STARVES ? mostUrgent() : queue.peek();
    require(next.isPresent() || expected.isEmpty(), "nothing to take", expected.size());
    if (next.isEmpty() || !violations.isEmpty()) {
      return;
    }
    Outgoing got = next.get();
    if (bug != Bug.STARVES) {
      queue.remove();
      settle(got);
    }
    judge(got);
    queue.refill();
    taken++;
  }

  private Optional<Outgoing> mostUrgent() {
    return expected.stream()
        .max(Comparator.comparingInt(QueueModel::priority))
        .flatMap(most -> firstOf(most.queueClass()));
  }

  private void settle(Outgoing got) {
    log.add(1_000_000, new Settled(CLIENT, got.accepted().sequence()));
  }

  private void judge(Outgoing got) {
    long id = got.accepted().sequence();
    Optional<Outgoing> known =
        expected.stream().filter(one -> one.accepted().sequence() == id).findFirst();
    require(known.isPresent(), "not expected", got);
    if (known.isEmpty()) {
      return;
    }
    Outgoing right = known.get();
    require(
        right.queueClass().keeping() == Keeping.LATEST
            || firstOf(right.queueClass()).orElseThrow().accepted().sequence() == id,
        "out of order",
        got);
    boolean mostUrgent = priority(right) == mostUrgent().map(QueueModel::priority).orElseThrow();
    int waited = passedOver.getOrDefault(right.queueClass(), 0);
    require(mostUrgent || waited >= Lines.PASSED_OVER_MAX, "overtakes without a right", got);
    expected.remove(right);
    passedOver.remove(right.queueClass());
    expected.stream()
        .map(Outgoing::queueClass)
        .distinct()
        .filter(waiting -> !waiting.equals(right.queueClass()))
        .forEach(waiting -> passedOver.merge(waiting, 1, Integer::sum));
    require(
        passedOver.values().stream().allMatch(turns -> turns < Lines.PASSED_OVER_MAX + 5),
        "starves",
        passedOver);
  }

  /** Whatever the queue has asked of the journal, and told it. */
  private void answer() {
    for (Effect effect = effects.poll(); effect != null; effect = effects.poll()) {
      if (effect instanceof Effect.Append append) {
        log.add(append.sequence(), append.record());
      } else if (effect instanceof Effect.Fetch fetch) {
        queue.onFetched(log.fetch(fetch));
        queue.refill();
      }
    }
  }
}
