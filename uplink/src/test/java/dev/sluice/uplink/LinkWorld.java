package dev.sluice.uplink;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Both halves of the link, a caller, a model and a bad network between them, on one thread and one
 * clock from one seed. What must always hold is checked at each event, the rest at the end.
 */
final class LinkWorld {
  /** A mistake built in on purpose, which the checks must find. */
  enum Mistake {
    NONE,
    /** The cloud has forgotten everything each time a request arrives. */
    CLOUD_WITHOUT_DEDUP,
    /** What the edge sends a second time never leaves it. */
    EDGE_ASKS_ONCE,
    /** Confirmations never arrive and time does not help: the cloud's timer is never called. */
    CLOUD_NEVER_FORGETS
  }

  private static final long MS = 1_000_000;
  private static final long NONE = Long.MAX_VALUE;
  private static final LinkId LINK = new LinkId("gateway", 42);
  private static final int REQUESTS = 300;
  private static final long FAULTS_UNTIL = 20_000 * MS;
  private static final long REQUESTS_UNTIL = 15_000 * MS;
  private static final long END = 600_000 * MS;

  private record Event(long atNanos, long order, Runnable action) {}

  private final SplittableRandom random;
  private final Mistake mistake;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::atNanos).thenComparing(Event::order));
  private long eventCount;
  private long nowNanos;

  private final ArrayDeque<EdgeLink.Output> edgeOutputs = new ArrayDeque<>();
  private final ArrayDeque<CloudLink.Output> cloudOutputs = new ArrayDeque<>();
  private final EdgeLink edge;
  private CloudLink cloud;
  private int cloudLife;
  private boolean connected;
  private int connection;

  private final Map<Long, Long> waiting = new HashMap<>();
  private final Set<Long> requestsOnTheirWay = new HashSet<>();
  private final Set<Long> ended = new HashSet<>();
  private final Set<Long> told = new HashSet<>();
  private final Map<String, Integer> runs = new HashMap<>();
  private int answeredByCloud;

  LinkWorld(long seed, Mistake mistake) {
    this.random = new SplittableRandom(seed);
    this.mistake = mistake;
    this.edge =
        new EdgeLink(
            LINK,
            new EdgeLink.Settings(
                Duration.ofMillis(500), Duration.ofMillis(1_200), Duration.ofMillis(300)),
            edgeOutputs::add);
    this.cloud = newCloud();
  }

  /**
   * Runs from the first request to long after the last, and returns how many the cloud answered.
   */
  int run() {
    for (long id = 0; id < REQUESTS; id++) {
      long requestId = id;
      at(random.nextLong(REQUESTS_UNTIL), () -> arrive(requestId));
    }
    at(0, this::connect);
    at(0, this::tick);
    while (!events.isEmpty() && events.peek().atNanos() <= END) {
      Event event = events.poll();
      nowNanos = event.atNanos();
      event.action().run();
      settle();
    }
    checkTheEnd();
    return answeredByCloud;
  }

  // the caller

  private void arrive(long requestId) {
    boolean deferred = random.nextInt(3) == 0;
    long deadlineNanos = deferred ? NONE : nowNanos + (50 + random.nextLong(2_000)) * MS;
    waiting.put(requestId, deadlineNanos);
    if (edge.responsive()) {
      send(requestId);
    }
    if (!deferred) {
      at(deadlineNanos, () -> giveUp(requestId));
    }
  }

  private void send(long requestId) {
    edge.send(requestId, "m", 5, new float[1], waiting.get(requestId), nowNanos);
  }

  private void giveUp(long requestId) {
    edge.forget(requestId);
    if (waiting.remove(requestId) != null) {
      ended.add(requestId);
    }
  }

  private void onEdge(EdgeLink.Output output) {
    if (output instanceof EdgeLink.Output.Send send) {
      leaveTheEdge(send.bytes());
    } else if (output instanceof EdgeLink.Output.Answered answered) {
      long requestId = answered.answer().requestId();
      check(told.add(requestId), "answered twice: " + requestId);
      boolean late = ended.contains(requestId);
      check(late || waiting.remove(requestId) != null, "answered unasked: " + requestId);
      if (ended.add(requestId)) {
        answeredByCloud++;
      }
    } else if (output instanceof EdgeLink.Output.Responsive) {
      new ArrayList<>(waiting.keySet())
          .stream()
              .filter(requestId -> !requestsOnTheirWay.contains(requestId))
              .forEach(this::send);
    }
  }

  private void leaveTheEdge(byte[] bytes) {
    Envelope envelope = decode(bytes);
    if (envelope instanceof Envelope.Request request
        && !requestsOnTheirWay.add(request.requestId())
        && mistake == Mistake.EDGE_ASKS_ONCE) {
      return;
    }
    carry(() -> reachTheCloud(envelope, bytes));
  }

  // the cloud

  private void reachTheCloud(Envelope envelope, byte[] bytes) {
    if (mistake == Mistake.CLOUD_WITHOUT_DEDUP && envelope instanceof Envelope.Request) {
      cloud = newCloud();
    }
    cloud.onBytes(LINK.edgeId(), bytes, nowNanos);
  }

  private void onCloud(CloudLink.Output output) {
    if (output instanceof CloudLink.Output.Send send) {
      carry(() -> edge.onBytes(send.bytes(), nowNanos));
    } else if (output instanceof CloudLink.Output.Run run) {
      long requestId = run.request().requestId();
      int life = cloudLife;
      int count = runs.merge(life + "/" + requestId, 1, Integer::sum);
      check(count == 1, "run " + count + " times in one life of the cloud: " + requestId);
      at(nowNanos + random.nextLong(400) * MS, () -> finish(life, run.request()));
    }
  }

  private void finish(int life, Envelope.Request request) {
    if (life == cloudLife) {
      cloud.onOutcome(
          Envelope.Answer.without(LINK, request.requestId(), Envelope.Status.OK, ""), nowNanos);
    }
  }

  private CloudLink newCloud() {
    return new CloudLink(
        new CloudLink.Settings(Duration.ofSeconds(10), Duration.ofSeconds(120), 1_000, 2),
        cloudOutputs::add);
  }

  // the network and the clock

  /** A packet may be lost, doubled, overtaken; what a cut catches on its way is gone. */
  private void carry(Runnable delivery) {
    boolean faulty = nowNanos < FAULTS_UNTIL;
    int copies = !faulty ? 1 : random.nextInt(10) == 0 ? 0 : random.nextInt(8) == 0 ? 2 : 1;
    int sentOn = connection;
    for (int copy = 0; copy < copies && connected; copy++) {
      long delayMs = random.nextInt(20) == 0 ? random.nextLong(900) : random.nextLong(40);
      at(nowNanos + delayMs * MS, () -> deliver(sentOn, delivery));
    }
  }

  private void deliver(int sentOn, Runnable delivery) {
    if (connected && (sentOn == connection || random.nextBoolean())) {
      delivery.run(); // a broker may keep a packet over a reconnect
    }
  }

  private void connect() {
    connected = true;
    connection++;
    edge.onUp(nowNanos);
    if (nowNanos < FAULTS_UNTIL) {
      at(nowNanos + random.nextLong(3_000) * MS, this::cut);
    }
  }

  private void cut() {
    connected = false;
    edge.onDown(nowNanos);
    if (random.nextInt(4) == 0) {
      cloudLife++;
      cloud = newCloud();
    }
    at(nowNanos + random.nextLong(1_500) * MS, this::connect);
  }

  private void tick() {
    if (edge.nextTimerNanos() <= nowNanos) {
      edge.onTimer(nowNanos);
    }
    if (mistake != Mistake.CLOUD_NEVER_FORGETS && cloud.nextTimerNanos() <= nowNanos) {
      cloud.onTimer(nowNanos);
    }
    at(nowNanos + 10 * MS, this::tick);
  }

  private void settle() {
    while (!edgeOutputs.isEmpty() || !cloudOutputs.isEmpty()) {
      if (edgeOutputs.isEmpty()) {
        onCloud(cloudOutputs.poll());
      } else {
        onEdge(edgeOutputs.poll());
      }
    }
  }

  private void at(long atNanos, Runnable action) {
    events.add(new Event(atNanos, eventCount++, action));
  }

  // the checks

  private void checkTheEnd() {
    check(waiting.isEmpty(), "never answered: " + waiting.keySet());
    check(ended.size() == REQUESTS, "ended: " + ended.size());
    check(edge.stats().unanswered() == 0, "the edge still holds " + edge.stats().unanswered());
    check(cloud.stats().remembered() == 0, "the cloud holds " + cloud.stats().remembered());
    check(edge.responsive(), "the cloud answers, but the edge does not think so");
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new BrokenRule(what);
    }
  }

  /** Something that must always hold did not. */
  static final class BrokenRule extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenRule(String what) {
      super(what);
    }
  }

  private static Envelope decode(byte[] bytes) {
    try {
      return EnvelopeCodec.decode(bytes);
    } catch (MalformedEnvelopeException e) {
      throw new AssertionError(e);
    }
  }
}
