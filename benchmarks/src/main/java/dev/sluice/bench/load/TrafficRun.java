package dev.sluice.bench.load;

import dev.sluice.bench.check.Deliveries;
import dev.sluice.bench.check.Stream;
import dev.sluice.bench.wire.PublishTemplate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.HdrHistogram.Histogram;

/**
 * One traffic through one broker: connect, warm up, measure, let everything arrive, account for it.
 * The traffic flows only while one of its methods runs.
 */
public final class TrafficRun implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);
  private static final int CONNECTING_AT_ONCE = 200;

  /** A stall is told with all that is missing, whatever the QoS allows. */
  private static final int EVERYTHING_COUNTS = 2;

  private final Traffic traffic;
  private final LoadLoop loop;
  private final Receipts receipts;
  private final List<Publisher> publishers = new ArrayList<>();
  private final List<Subscriber> subscribers = new ArrayList<>();
  private final Pacing pacing;
  private final Progress progress;

  private TrafficRun(Traffic traffic, LoadLoop loop, Duration patience) {
    this.traffic = traffic;
    this.loop = loop;
    this.progress = new Progress(patience);
    this.receipts = traffic.isOpenLoop() ? Receipts.timing() : Receipts.counting();
    Queue<Publisher> eager = new ArrayDeque<>();
    makeClients(eager);
    this.pacing =
        traffic.isOpenLoop()
            ? new SchedulePacing(publishers, traffic.ratePerSecond())
            : new CreditPacing(eager);
  }

  /**
   * Connects and subscribes all clients.
   *
   * @param patience how long nothing may arrive
   */
  public static TrafficRun open(InetSocketAddress broker, Traffic traffic, Duration patience)
      throws LoadException {
    try {
      TrafficRun run = new TrafficRun(traffic, new LoadLoop(broker), patience);
      try {
        run.connect();
        return run;
      } catch (LoadException e) {
        run.close();
        throw e;
      }
    } catch (IOException e) {
      throw new LoadException("no selector: " + e.getMessage(), e);
    }
  }

  private void makeClients(Queue<Publisher> eager) {
    Topology topology = traffic.topology();
    for (int i = 0; i < topology.publishers(); i++) {
      PublishTemplate template =
          PublishTemplate.of(topology.topic(i), traffic.qos(), i, traffic.payloadBytes());
      Flow flow = new Flow(traffic.qos(), topology.copies(), traffic.windowInUse());
      publishers.add(new Publisher("bench-pub-" + i, template, flow, traffic.windowInUse(), eager));
    }
    for (int i = 0; i < topology.subscribers(); i++) {
      subscribers.add(
          new Subscriber(
              "bench-sub-" + i,
              topology.filters(i),
              traffic.qos(),
              traffic.lasting(),
              publishers,
              streams(topology, i),
              receipts));
    }
  }

  private static Stream[] streams(Topology topology, int subscriber) {
    Stream[] streams = new Stream[topology.publishers()];
    for (int i = 0; i < streams.length; i++) {
      if (topology.delivers(i, subscriber)) {
        streams[i] = new Stream();
      }
    }
    return streams;
  }

  private void connect() throws LoadException {
    if (traffic.lasting()) {
      forgetSessions();
    }
    connect(subscribers);
    connect(publishers);
    for (Publisher publisher : publishers) {
      publisher.flow().open();
      publisher.wake();
    }
  }

  /** What an earlier run has left in a session that lasts would count as a mistake in this one. */
  private void forgetSessions() throws LoadException {
    List<Client> clean =
        subscribers.stream().map(one -> new Client(one.id(), List.of(), traffic.qos())).toList();
    connect(clean);
    loop.remove(clean);
  }

  private void connect(List<? extends Client> clients) throws LoadException {
    for (int from = 0; from < clients.size(); from += CONNECTING_AT_ONCE) {
      List<? extends Client> batch =
          clients.subList(from, Math.min(clients.size(), from + CONNECTING_AT_ONCE));
      for (Client client : batch) {
        loop.add(client);
      }
      loop.awaitReady(batch, CONNECT_LIMIT);
    }
  }

  /**
   * Lets the traffic flow until its rate no longer rises, at least {@code min} and at most {@code
   * max}, but until something has arrived.
   */
  public void warmUp(Duration min, Duration max) throws LoadException {
    Steadiness steadiness = new Steadiness();
    long start = System.nanoTime();
    long elapsed = 0;
    while (elapsed < max.toNanos() || receipts.count() == 0) {
      Throughput slice = flow(Steadiness.SLICE);
      elapsed = System.nanoTime() - start;
      if (steadiness.isSteadyAfter(slice.perSecond()) && elapsed >= min.toNanos()) {
        return;
      }
    }
  }

  /** Lets the traffic flow and counts what arrives, with its latency on an open loop. */
  public Throughput measure(Duration length) throws LoadException {
    receipts.record();
    Throughput throughput = flow(length);
    receipts.stopRecording();
    return throughput;
  }

  private Throughput flow(Duration length) throws LoadException {
    long start = System.nanoTime();
    long end = start + length.toNanos();
    long countBefore = receipts.count();
    long now = start;
    progress.resume(now);
    while (now - end < 0) {
      pacing.publish(now);
      loop.flush();
      loop.pass(pacing.waitMillis());
      now = System.nanoTime();
      if (progress.isStalled(receipts.count(), now)) {
        throw stalled();
      }
    }
    return new Throughput(receipts.count() - countBefore, now - start);
  }

  private LoadException stalled() {
    return new LoadException(
        "nothing arrived for %d ms; %s"
            .formatted(
                progress.patience().toMillis(),
                String.join(", ", deliveries().breaches(EVERYTHING_COUNTS))));
  }

  /**
   * Publishes no more, waits for what is under way as long as something arrives, and accounts for
   * everything since the start.
   */
  public Deliveries drain() throws LoadException {
    publishers.forEach(publisher -> publisher.flow().close());
    progress.resume(System.nanoTime());
    while (!isSettled() && !progress.isStalled(receipts.count(), System.nanoTime())) {
      loop.flush();
      loop.pass(1);
    }
    return deliveries();
  }

  private boolean isSettled() {
    for (Publisher publisher : publishers) {
      if (!publisher.flow().isSettled(traffic.qos())) {
        return false;
      }
    }
    return true;
  }

  /** Publications without acknowledgement. */
  public long unacknowledged() {
    if (traffic.qos() == 0) {
      return 0;
    }
    return publishers.stream().mapToLong(p -> p.flow().sent() - p.flow().acked()).sum();
  }

  private Deliveries deliveries() {
    return subscribers.stream()
        .map(Subscriber::deliveries)
        .reduce(Deliveries.NONE, Deliveries::plus);
  }

  /** Of the measured messages of an open loop. */
  public Optional<Histogram> latencies() {
    return receipts.latencies();
  }

  @Override
  public void close() {
    loop.close();
  }
}
