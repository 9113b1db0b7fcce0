package dev.sluice.cloud;

import dev.sluice.cloud.admin.TargetStats;
import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.cloud.forward.LanePublisher;
import dev.sluice.cloud.forward.LaneReaders;
import dev.sluice.cloud.forward.Origin;
import dev.sluice.cloud.forward.ReadWindow;
import dev.sluice.cloud.target.DeadLetterFolder;
import dev.sluice.cloud.target.Selection;
import dev.sluice.target.Target;
import dev.sluice.target.TargetRecord;
import dev.sluice.target.delivery.Delivery;
import dev.sluice.target.delivery.DeliveryCounts;
import dev.sluice.target.delivery.DeliveryLoop;
import dev.sluice.uplink.ForwardedMessage;
import java.util.Optional;
import java.util.SplittableRandom;

/** One target: a reader of the store that keeps no other one waiting. */
final class TargetOutlet implements LanePublisher.Outlet {
  private static final int WINDOW_MAX = 256;
  private static final int ATTEMPTS_MAX = 8;
  private static final long PAUSE_NANOS = 250_000_000L;
  private static final long PAUSE_MAX_NANOS = 30_000_000_000L;

  private final String name;
  private final String kind;
  private final Target target;
  private final Selection selection;
  private final DeliveryLoop delivery;
  private final LanePublisher publisher;
  private final TargetLog log;

  TargetOutlet(
      String name,
      CloudConfig.Target said,
      Target target,
      Selection selection,
      DeadLetterFolder deadLetters,
      DeliveryLoop.Threads threads,
      LaneReaders readers) {
    this.name = name;
    this.kind = said.kind();
    this.target = target;
    this.selection = selection;
    this.delivery =
        new DeliveryLoop(
            target, deadLetters, settings(), threads, System::nanoTime, new SplittableRandom());
    this.log = new TargetLog(name);
    this.publisher =
        readers.add(
            new LaneReaders.Settings(
                name,
                ReadWindow.TARGET,
                said.whenFull() == CloudConfig.Target.WhenFull.SKIP
                    ? LaneReaders.WhenFull.SKIP
                    : LaneReaders.WhenFull.WAIT),
            this,
            System::currentTimeMillis);
  }

  private static Delivery.Settings settings() {
    return new Delivery.Settings(WINDOW_MAX, ATTEMPTS_MAX, PAUSE_NANOS, PAUSE_MAX_NANOS);
  }

  String name() {
    return name;
  }

  LanePublisher publisher() {
    return publisher;
  }

  TargetStats stats() {
    DeliveryCounts counts = delivery.counts();
    return new TargetStats(
        name,
        kind,
        counts.trouble(),
        counts.grief(),
        publisher.backlog(),
        counts.confirmedTotal(),
        counts.retriedTotal(),
        counts.buriedTotal(),
        counts.unavailableTotal(),
        publisher.skipped(),
        publisher.expired());
  }

  void onTick() {
    publisher.onTick();
    delivery.onTick();
    log.look(delivery.counts(), publisher);
  }

  void close() {
    target.close();
  }

  /** Whether the engine is there or not: the delivery waits for it. */
  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void publish(Origin origin, ForwardedMessage message, Runnable done) {
    Optional<TargetRecord> record =
        selection.record(origin.id(), origin.edgeId(), origin.storedMillis(), message);
    if (record.isPresent()) {
      delivery.put(record.get(), done);
    } else {
      done.run();
    }
  }
}
