package dev.sluice.cloud;

import dev.sluice.cloud.admin.CloudMetrics;
import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.cloud.forward.LaneReaders;
import dev.sluice.cloud.target.DeadLetterFolder;
import dev.sluice.cloud.target.Selection;
import dev.sluice.target.Target;
import dev.sluice.target.TargetKind;
import dev.sluice.target.delivery.DeliveryLoop;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The targets of one bridge. Lives on the loop, but for its thread that keeps dead letters. */
final class Targets {
  private final List<TargetOutlet> outlets = new ArrayList<>();
  private final ExecutorService disk =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "dead-letters");
            thread.setDaemon(true);
            return thread;
          });

  private Targets() {}

  /**
   * @throws StartException for a kind that is not installed, or settings that it does not take
   */
  static Targets open(CloudConfig config, Path storeFolder, LaneReaders readers, Executor loop)
      throws StartException {
    var targets = new Targets();
    try {
      for (var one : new TreeMap<>(config.targets()).entrySet()) {
        CloudConfig.Target said = one.getValue();
        targets.outlets.add(
            new TargetOutlet(
                one.getKey(),
                open(one.getKey(), said),
                selection(one.getKey(), said),
                new DeadLetterFolder(storeFolder, one.getKey()),
                new DeliveryLoop.Threads(loop, targets.disk),
                readers));
      }
      return targets;
    } catch (StartException e) {
      targets.close();
      throw e;
    }
  }

  private static Selection selection(String name, CloudConfig.Target said) throws StartException {
    try {
      return new Selection(said.topics(), said.key(), said.stream());
    } catch (IllegalArgumentException e) {
      throw new StartException("targets." + name + ": " + e.getMessage(), e);
    }
  }

  static Target open(String name, CloudConfig.Target said) throws StartException {
    List<TargetKind> kinds =
        ServiceLoader.load(TargetKind.class).stream().map(ServiceLoader.Provider::get).toList();
    TargetKind kind =
        kinds.stream()
            .filter(found -> found.name().equals(said.kind()))
            .findFirst()
            .orElseThrow(
                () ->
                    new StartException(
                        "targets.%s.kind: %s is not installed; there are %s"
                            .formatted(
                                name,
                                said.kind(),
                                kinds.stream().map(TargetKind::name).sorted().toList())));
    try {
      return kind.open(said.settings());
    } catch (IllegalArgumentException e) {
      throw new StartException("targets." + name + ".settings." + e.getMessage(), e);
    }
  }

  void meter(CloudMetrics metrics) {
    for (TargetOutlet outlet : outlets) {
      String name = "target." + outlet.name() + ".";
      var counts = outlet.counts();
      metrics.count(name + "confirmed", "Records that it has", counts::confirmedTotal);
      metrics.count(name + "retried", "Rejections retried", counts::retriedTotal);
      metrics.count(name + "dead.letters", "Records that it never took", counts::buriedTotal);
      metrics.count(name + "unavailable", "Puts without engine", counts::unavailableTotal);
      metrics.gauge(
          name + "up", "0 while it is not reached", () -> counts.trouble().isEmpty() ? 1 : 0);
    }
  }

  /** Begins to read what is stored. */
  void start() {
    outlets.forEach(outlet -> outlet.publisher().onOpen());
  }

  void onCommitted(Batch batch) {
    outlets.forEach(outlet -> outlet.publisher().onCommitted(batch));
  }

  void onTick() {
    outlets.forEach(TargetOutlet::onTick);
  }

  void close() {
    outlets.forEach(TargetOutlet::close);
    disk.shutdown();
  }
}
