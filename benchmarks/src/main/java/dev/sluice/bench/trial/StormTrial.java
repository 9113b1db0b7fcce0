package dev.sluice.bench.trial;

import dev.sluice.bench.load.Crowd;
import dev.sluice.bench.load.LoadException;
import dev.sluice.bench.peer.BrokerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * How fast a crowd of clients is back that all connect and subscribe at once, as after a power cut.
 * Those whose SYN finds the broker's backlog full come again a second later, as TCP does.
 */
record StormTrial(int clients) implements Trial {
  private static final int STORMS_BEFORE = 3;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double P99 = 99;

  @Override
  public Outcome run(BrokerProcess broker, Timing timing) throws LoadException {
    for (int i = 0; i < STORMS_BEFORE; i++) {
      storm(broker).close();
    }
    Meter meter = Meter.start(broker);
    long start = System.nanoTime();
    try (Crowd crowd = storm(broker)) {
      long nanos = System.nanoTime() - start;
      Map<Metric, Double> figures = meter.stop(0);
      Histogram connAcks = crowd.connAckNanos();
      figures.put(Metric.CONNECTS_PER_SECOND, clients * NANOS_PER_SECOND / nanos);
      figures.put(Metric.CONNACK_P99_MILLIS, connAcks.getValueAtPercentile(P99) / NANOS_PER_MILLI);
      return new Outcome(figures, List.of(), Meter.remarks(figures));
    }
  }

  private Crowd storm(BrokerProcess broker) throws LoadException {
    List<List<String>> filters =
        IntStream.range(0, clients).mapToObj(i -> List.of("bench/storm/" + i)).toList();
    return Crowd.connect(broker.address(), filters, clients, LIMIT);
  }
}
