package dev.sluice.sim.fleet;

import dev.sluice.sim.check.Checker;
import dev.sluice.sim.check.Outcome;
import dev.sluice.sim.config.GroupConfig;
import dev.sluice.sim.config.SimConfig;
import dev.sluice.sim.device.DeviceClients;
import dev.sluice.sim.signal.MalformedSeriesException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * One run of a fleet: connect, publish by the timetable, wait until everything acknowledged is
 * concluded, report. Its methods may be called from any thread; its state belongs to one loop.
 */
public final class Simulation {
  private static final long POLL_MILLIS = 20;

  /** Who was told to stop is not kept waiting for answers. */
  private static final Duration HURRIED_DRAIN = Duration.ofSeconds(3);

  private final Vertx vertx;
  private final Context loop;
  private final SimConfig config;
  private final Checker checker;
  private final Fleet fleet;
  private final Promise<Void> stopped = Promise.promise();

  // For the time of publishing.
  private long startNanos;
  private long stopNanos;
  private Duration drain;

  /**
   * @param run a tag that no other run at this broker has, lower-case letters and digits
   * @throws MalformedSeriesException when a series to replay cannot be
   */
  public Simulation(Vertx vertx, SimConfig config, ReplayFiles files, String run)
      throws MalformedSeriesException {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    this.config = config;
    this.drain = config.drain();
    checker = new Checker(config.groups().stream().map(GroupConfig::rules).toList());
    fleet = new Fleet(config, new MessageId(run), new DeviceClients(vertx, loop), this::after);
    for (GroupConfig group : config.groups()) {
      fleet.add(group, checker, files);
    }
  }

  /** Done when every device has connected; fails with one line when that takes too long. */
  public Future<Void> connect() {
    return onLoop(
        () -> {
          fleet.begin();
          return when(() -> fleet.complete() || stopped(), config.connectTimeout())
              .compose(done -> done ? Future.succeededFuture() : Future.failedFuture(missing()));
        });
  }

  private String missing() {
    return "%d of %d devices connected to %s:%d within %.1f s (%s): is the broker up?"
        .formatted(
            fleet.arrived(),
            fleet.size(),
            config.broker().host(),
            config.broker().port(),
            config.connectTimeout().toMillis() / 1e3,
            fleet.lastTrouble());
  }

  /** Publishes for this long, or until {@link #stop}; done when the last message was sent. */
  public Future<Void> publish(Optional<Duration> length) {
    return onLoop(
        () -> {
          startNanos = System.nanoTime();
          checker.measureFrom(startNanos + config.warmUp().toNanos());
          long endNanos = length.map(Duration::toNanos).orElse(Long.MAX_VALUE);
          tick(new Timetable(fleet.lines(), endNanos));
          return stopped.future();
        });
  }

  private void tick(Timetable timetable) {
    if (stopped()) {
      return;
    }
    OptionalLong next = timetable.nextNanos();
    long elapsed = System.nanoTime() - startNanos;
    while (next.isPresent() && next.getAsLong() <= elapsed) {
      Timetable.Departure departure = timetable.next();
      fleet.publish(departure.device(), startNanos + departure.atNanos());
      next = timetable.nextNanos();
    }
    if (next.isEmpty()) {
      finish();
    } else {
      after(millisUp(next.getAsLong() - elapsed), () -> tick(timetable));
    }
  }

  private void finish() {
    if (stopped.tryComplete()) {
      stopNanos = System.nanoTime();
    }
  }

  private boolean stopped() {
    return stopped.future().isComplete();
  }

  /** Ends connecting or publishing before its time, and keeps what follows short. */
  public void stop() {
    loop.runOnContext(
        ignored -> {
          drain = min(drain, HURRIED_DRAIN);
          finish();
        });
  }

  /** Waits, within the configured bound, until nothing is open, then a little for duplicates. */
  public Future<Report> conclude() {
    return onLoop(
        () ->
            when(checker::settled, drain)
                .compose(settled -> pause(config.linger()))
                .map(done -> report()));
  }

  private Report report() {
    double seconds = Math.max(0, stopNanos - startNanos) / 1e9;
    return new Report(
        checker.total(), checker.perGroup(), fleet.reconnects(), config.seed(), seconds);
  }

  /** The counts as they are now. */
  public Future<Outcome> outcome() {
    return onLoop(() -> Future.succeededFuture(checker.total()));
  }

  /** Leaves the broker. */
  public Future<Void> close() {
    return onLoop(
        () -> {
          fleet.close();
          return pause(Duration.ofMillis(POLL_MILLIS));
        });
  }

  private Future<Boolean> when(BooleanSupplier condition, Duration bound) {
    Promise<Boolean> promise = Promise.promise();
    poll(condition, System.nanoTime() + bound.toNanos(), promise);
    return promise.future();
  }

  private void poll(BooleanSupplier condition, long untilNanos, Promise<Boolean> promise) {
    boolean holds = condition.getAsBoolean();
    if (holds || System.nanoTime() - untilNanos >= 0) {
      promise.complete(holds);
    } else {
      after(POLL_MILLIS, () -> poll(condition, untilNanos, promise));
    }
  }

  private Future<Void> pause(Duration length) {
    Promise<Void> promise = Promise.promise();
    after(Math.max(1, length.toMillis()), promise::complete);
    return promise.future();
  }

  private void after(long millis, Runnable task) {
    vertx.setTimer(millis, ignored -> task.run());
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static long millisUp(long nanos) {
    return Math.max(1, (nanos + 999_999) / 1_000_000);
  }

  private interface Turn<T> {
    Future<T> take();
  }

  private <T> Future<T> onLoop(Turn<T> turn) {
    Promise<T> promise = Promise.promise();
    loop.runOnContext(ignored -> turn.take().onComplete(promise));
    return promise.future();
  }
}
