package dev.sluice.bench.trial;

import dev.sluice.bench.check.Deliveries;
import dev.sluice.bench.load.LoadException;
import dev.sluice.bench.load.Throughput;
import dev.sluice.bench.load.Traffic;
import dev.sluice.bench.load.TrafficRun;
import dev.sluice.bench.peer.BrokerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is left of a broker's throughput while it is asked for twice as much. First the peak is
 * found in a closed loop, then messages become due at twice that rate; publishers have far more
 * under way than at the peak. Whatever the broker acknowledges it has to deliver.
 *
 * @param peak the closed loop
 * @param window messages of one publisher under way at most, under overload
 */
record OverloadTrial(Traffic peak, int window) implements Trial {
  private static final int TIMES = 2;
  private static final double PERCENT = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Override
  public Outcome run(BrokerProcess broker, Timing timing) throws LoadException {
    Map<Metric, Double> atPeak = peak(broker, timing);
    double most = atPeak.get(Metric.PEAK_PER_SECOND);
    Traffic overload =
        Traffic.openLoop(
                peak.topology(), peak.qos(), peak.payloadBytes(), (int) Math.ceil(TIMES * most))
            .within(window);
    try (TrafficRun run = TrafficRun.open(broker.address(), overload, PATIENCE)) {
      // Until as much is under way as there may be, and a JVM has compiled what that needs.
      run.warmUp(timing.warmUpMin(), timing.warmUpMax());
      Meter meter = Meter.start(broker);
      Throughput throughput = run.measure(timing.measured());
      Map<Metric, Double> figures = meter.stop(throughput.messages());
      // The generator spins so that no message leaves late: its share says nothing here.
      figures.remove(Metric.GENERATOR_BUSY);
      figures.putAll(atPeak);
      figures.put(Metric.MESSAGES_PER_SECOND, throughput.perSecond());
      figures.put(Metric.PERCENT_OF_PEAK, PERCENT * throughput.perSecond() / most);
      Deliveries deliveries = run.drain();
      List<String> breaches = new ArrayList<>(deliveries.breaches(peak.qos()));
      if (run.unacknowledged() > 0) {
        breaches.add(run.unacknowledged() + " without acknowledgement");
      }
      return new Outcome(figures, breaches, Meter.remarks(figures));
    }
  }

  private Map<Metric, Double> peak(BrokerProcess broker, Timing timing) throws LoadException {
    try (TrafficRun run = TrafficRun.open(broker.address(), peak, PATIENCE)) {
      run.warmUp(timing.warmUpMin(), timing.warmUpMax());
      Meter meter = Meter.start(broker);
      Throughput throughput = run.measure(timing.measured());
      Map<Metric, Double> used = meter.stop(throughput.messages());
      run.drain();
      if (throughput.messages() == 0) {
        throw new LoadException("nothing arrived while the peak was measured");
      }
      Map<Metric, Double> figures = new EnumMap<>(Metric.class);
      figures.put(Metric.PEAK_PER_SECOND, throughput.perSecond());
      // On a machine that is not quiet the two processor times tell more than the two rates.
      Optional.ofNullable(used.get(Metric.CPU_MICROS_PER_MESSAGE))
          .ifPresent(micros -> figures.put(Metric.PEAK_CPU_MICROS, micros));
      return figures;
    }
  }
}
