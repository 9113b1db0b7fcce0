package dev.sluice.bench.trial;

import dev.sluice.bench.load.LoadException;
import dev.sluice.bench.load.Throughput;
import dev.sluice.bench.load.Traffic;
import dev.sluice.bench.load.TrafficRun;
import dev.sluice.bench.peer.BrokerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * How long messages take that are due at fixed times, from when they were due. First the same
 * clients run at full speed for a while: at a low rate a JVM would be measured before it has
 * compiled anything.
 */
record LatencyTrial(Traffic traffic, Traffic warmUp) implements Trial {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration SETTLING = Duration.ofSeconds(1);
  private static final int SETTLINGS_MAX = 20;

  /** Percent of its core below which a broker has room for messages that come one by one. */
  private static final double BROKER_AT_EASE = 75;

  private static final double RATE_KEPT = 0.98;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double P50 = 50;
  private static final double P99 = 99;
  private static final double P999 = 99.9;

  @Override
  public Outcome run(BrokerProcess broker, Timing timing) throws LoadException {
    try (TrafficRun run = TrafficRun.open(broker.address(), warmUp, PATIENCE)) {
      run.warmUp(timing.warmUpMin(), timing.warmUpMax());
      run.drain();
    }
    try (TrafficRun run = TrafficRun.open(broker.address(), traffic, PATIENCE)) {
      boolean atEase = settle(run, broker);
      Meter meter = Meter.start(broker);
      Throughput throughput = run.measure(timing.measured());
      Map<Metric, Double> figures = meter.stop(throughput.messages());
      if (throughput.messages() == 0) {
        throw new LoadException("nothing arrived while it was measured");
      }
      // The generator spins so that no message leaves late: its share says nothing here.
      figures.remove(Metric.GENERATOR_BUSY);
      figures.put(Metric.MESSAGES_PER_SECOND, throughput.perSecond());
      put(figures, run.latencies().orElseThrow());
      List<String> remarks = new ArrayList<>(Meter.remarks(figures));
      if (!atEase) {
        remarks.add("the broker never had its core free: at this rate, latency is queueing");
      }
      if (throughput.perSecond() < RATE_KEPT * traffic.ratePerSecond()) {
        remarks.add("did not keep up with the rate: the longer the run, the longer the latencies");
      }
      return new Outcome(figures, run.drain().breaches(traffic.qos()), remarks);
    }
  }

  /**
   * Waits until the broker has room at this rate. A JVM goes on compiling what it met at full
   * speed, and where its compiler shares the one core, that is what would be measured.
   *
   * @return false when that did not come
   */
  private static boolean settle(TrafficRun run, BrokerProcess broker) throws LoadException {
    for (int i = 0; i < SETTLINGS_MAX; i++) {
      Meter meter = Meter.start(broker);
      run.warmUp(SETTLING, SETTLING);
      if (meter.stop(0).getOrDefault(Metric.BROKER_BUSY, 0.0) < BROKER_AT_EASE) {
        return true;
      }
    }
    return false;
  }

  private static void put(Map<Metric, Double> figures, Histogram latencies) {
    figures.put(Metric.LATENCY_P50_MICROS, micros(latencies, P50));
    figures.put(Metric.LATENCY_P99_MICROS, micros(latencies, P99));
    figures.put(Metric.LATENCY_P999_MICROS, micros(latencies, P999));
  }

  private static double micros(Histogram latencies, double percentile) {
    return latencies.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
  }
}
