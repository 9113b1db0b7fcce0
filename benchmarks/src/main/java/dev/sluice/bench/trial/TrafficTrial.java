package dev.sluice.bench.trial;

import dev.sluice.bench.check.Deliveries;
import dev.sluice.bench.load.LoadException;
import dev.sluice.bench.load.Throughput;
import dev.sluice.bench.load.Topology;
import dev.sluice.bench.load.Traffic;
import dev.sluice.bench.load.TrafficRun;
import dev.sluice.bench.peer.BrokerProcess;
import dev.sluice.bench.peer.OpenFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How much a broker delivers when its publishers keep their windows full. */
record TrafficTrial(Traffic traffic) implements Trial {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Override
  public Outcome run(BrokerProcess broker, Timing timing) throws LoadException {
    Topology topology = traffic.topology();
    Optional<String> shortage = OpenFiles.shortage(topology.publishers() + topology.subscribers());
    if (shortage.isPresent()) {
      throw new LoadException(shortage.get());
    }
    try (TrafficRun run = TrafficRun.open(broker.address(), traffic, PATIENCE)) {
      run.warmUp(timing.warmUpMin(), timing.warmUpMax());
      Meter meter = Meter.start(broker);
      Throughput throughput = run.measure(timing.measured());
      Map<Metric, Double> figures = meter.stop(throughput.messages());
      figures.put(Metric.MESSAGES_PER_SECOND, throughput.perSecond());
      Deliveries deliveries = run.drain();
      List<String> remarks = new ArrayList<>(Meter.remarks(figures));
      if (traffic.qos() == 0 && deliveries.lost() > 0) {
        remarks.add(
            "lost %,d of %,d, which QoS 0 allows"
                .formatted(deliveries.lost(), deliveries.expected()));
      }
      return new Outcome(figures, breaches(throughput, deliveries, run), remarks);
    }
  }

  private List<String> breaches(Throughput throughput, Deliveries deliveries, TrafficRun run) {
    List<String> breaches = new ArrayList<>(deliveries.breaches(traffic.qos()));
    if (run.unacknowledged() > 0) {
      breaches.add(run.unacknowledged() + " without acknowledgement");
    }
    if (throughput.messages() == 0) {
      breaches.add("nothing arrived while it was measured");
    }
    return breaches;
  }
}
