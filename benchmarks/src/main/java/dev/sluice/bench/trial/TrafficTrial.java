package dev.sluice.bench.trial;

import dev.sluice.bench.check.Deliveries;
import dev.sluice.bench.load.LoadException;
import dev.sluice.bench.load.Throughput;
import dev.sluice.bench.load.Traffic;
import dev.sluice.bench.load.TrafficRun;
import dev.sluice.bench.peer.BrokerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How much a broker delivers when its publishers keep their windows full. */
record TrafficTrial(Traffic traffic) implements Trial {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Override
  public Outcome run(BrokerProcess broker, Timing timing) throws LoadException {
    try (TrafficRun run = TrafficRun.open(broker.address(), traffic, PATIENCE)) {
      run.warmUp(timing.warmUpMin(), timing.warmUpMax());
      Meter meter = Meter.start(broker);
      Throughput throughput = run.measure(timing.measured());
      Map<Metric, Double> figures = meter.stop(throughput.messages());
      if (throughput.messages() == 0) {
        throw new LoadException("nothing arrived while it was measured");
      }
      figures.put(Metric.MESSAGES_PER_SECOND, throughput.perSecond());
      return new Outcome(figures, breaches(run), Meter.remarks(figures));
    }
  }

  private List<String> breaches(TrafficRun run) throws LoadException {
    Deliveries deliveries = run.drain();
    List<String> breaches = new ArrayList<>(deliveries.breaches(traffic.qos()));
    if (run.unacknowledged() > 0) {
      breaches.add(run.unacknowledged() + " without acknowledgement");
    }
    return breaches;
  }
}
