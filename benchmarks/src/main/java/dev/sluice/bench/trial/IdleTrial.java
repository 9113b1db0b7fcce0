package dev.sluice.bench.trial;

import dev.sluice.bench.load.Crowd;
import dev.sluice.bench.load.LoadException;
import dev.sluice.bench.peer.BrokerProcess;
import dev.sluice.bench.peer.OpenFiles;
import dev.sluice.bench.peer.ProcessUsage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What connections cost that do nothing, each with a subscription of its own. */
record IdleTrial(int clients) implements Trial {
  private static final int AT_ONCE = 200;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final double BYTES_PER_KB = 1 << 10;
  private static final double BYTES_PER_MB = 1 << 20;

  @Override
  public Outcome run(BrokerProcess broker, Timing timing) throws LoadException {
    Optional<String> shortage = OpenFiles.shortage(clients);
    if (shortage.isPresent()) {
      throw new LoadException(shortage.get());
    }
    long before = resident(broker);
    List<List<String>> filters =
        IntStream.range(0, clients).mapToObj(i -> List.of("bench/idle/" + i)).toList();
    try (Crowd crowd = Crowd.connect(broker.address(), filters, AT_ONCE, LIMIT)) {
      crowd.keepStill(timing.measured());
      ProcessUsage usage = usage(broker);
      double growth = usage.residentBytes() - before;
      return new Outcome(
          Map.of(
              Metric.CONNECTIONS_MB, usage.residentBytes() / BYTES_PER_MB,
              Metric.CONNECTION_KB, growth / BYTES_PER_KB / clients,
              Metric.RESIDENT_PEAK_MB, usage.residentPeakBytes() / BYTES_PER_MB),
          List.of(),
          List.of());
    }
  }

  private static long resident(BrokerProcess broker) throws LoadException {
    return usage(broker).residentBytes();
  }

  private static ProcessUsage usage(BrokerProcess broker) throws LoadException {
    return ProcessUsage.of(broker.pid())
        .orElseThrow(() -> new LoadException("this system does not tell the memory of a process"));
  }
}
