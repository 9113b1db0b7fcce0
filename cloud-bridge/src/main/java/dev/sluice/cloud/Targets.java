package dev.sluice.cloud;

import dev.sluice.cloud.admin.CloudMetrics;
import dev.sluice.cloud.admin.TargetStats;
import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.cloud.forward.LaneReaders;
import dev.sluice.cloud.target.DeadLetterFolder;
import dev.sluice.target.delivery.DeliveryLoop;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The targets of one bridge. Lives on the loop, but for its thread that keeps dead letters. */
final class Targets {
  private final List<TargetOutlet> outlets = new ArrayList<>();
  private final LaneReaders readers;
  private final ExecutorService disk =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "dead-letters");
            thread.setDaemon(true);
            return thread;
          });

  private Targets(LaneReaders readers) {
    this.readers = readers;
  }

  /**
   * @throws StartException for a kind that is not installed, or settings that it does not take
   */
  static Targets open(CloudConfig config, Path storeFolder, LaneReaders readers, Executor loop)
      throws StartException {
    var targets = new Targets(readers);
    try {
      for (var one : new TreeMap<>(config.targets()).entrySet()) {
        CloudConfig.Target said = one.getValue();
        var selection = TargetKinds.selection(one.getKey(), said);
        targets.outlets.add(
            new TargetOutlet(
                one.getKey(),
                said,
                TargetKinds.open(one.getKey(), said),
                selection,
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

  void meter(CloudMetrics metrics) {
    outlets.forEach(outlet -> metrics.registerTarget(outlet.name(), outlet::stats));
  }

  /** How each is, by name; on the loop. */
  List<TargetStats> stats() {
    return outlets.stream().map(TargetOutlet::stats).toList();
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
    readers.onTick();
  }

  void close() {
    outlets.forEach(TargetOutlet::close);
    disk.shutdown();
  }
}
