package dev.sluice.sim;

import dev.sluice.sim.check.Outcome;
import dev.sluice.sim.config.SimConfig;
import dev.sluice.sim.fleet.Report;
import dev.sluice.sim.fleet.ReportJson;
import dev.sluice.sim.fleet.Simulation;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A simulation as a foreground process: its ready line, progress, report, and an orderly end on
 * SIGTERM.
 */
final class SimRun {
  private static final int PROMISES_KEPT = 0;
  private static final int PROMISES_BROKEN = 1;
  private static final long STOP_SECONDS_MAX = 10;

  private final Simulation simulation;
  private final SimConfig config;
  private final Optional<Duration> length;
  private final Optional<Path> reportFile;
  private final boolean progress;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int exitCode = PROMISES_KEPT;

  SimRun(
      Simulation simulation,
      SimConfig config,
      Optional<Duration> length,
      Optional<Path> reportFile,
      boolean progress) {
    this.simulation = simulation;
    this.config = config;
    this.length = length;
    this.reportFile = reportFile;
    this.progress = progress;
  }

  /** The exit code. */
  int run() throws CannotStartException, InterruptedException {
    Thread stop = new Thread(this::stopInOrder, "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      awaitStart(simulation.connect());
      System.out.println(readyLine());
      publish();
      exitCode = conclude();
      return exitCode;
    } finally {
      ended.countDown();
    }
  }

  private String readyLine() {
    return "ready devices=%d groups=%d broker=%s:%d"
        .formatted(
            config.devices(),
            config.groups().size(),
            config.broker().host(),
            config.broker().port());
  }

  private void publish() throws InterruptedException {
    if (!progress) {
      await(simulation.publish(length));
      return;
    }
    ProgressLines lines =
        new ProgressLines(simulation, await(simulation.outcome()), System.nanoTime());
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    ScheduledFuture<?> ticks =
        clock.scheduleAtFixedRate(() -> lines.print(System.nanoTime()), 1, 1, TimeUnit.SECONDS);
    try {
      await(simulation.publish(length));
    } finally {
      ticks.cancel(false);
      clock.shutdown();
    }
  }

  private int conclude() throws InterruptedException {
    Report report = await(simulation.conclude());
    await(simulation.close());
    Outcome total = report.total();
    System.out.println(doneLine(total));
    if (reportFile.isPresent() && !written(report, reportFile.get())) {
      return PROMISES_BROKEN;
    }
    if (total.promisesKept()) {
      return PROMISES_KEPT;
    }
    System.err.println(brokenLine(report));
    return PROMISES_BROKEN;
  }

  private static String doneLine(Outcome total) {
    return "done published=%d acknowledged=%d results=%d delivered=%d lost=%d duplicates=%d unanswered=%d"
        .formatted(
            total.published(),
            total.acknowledged(),
            total.results(),
            total.delivered(),
            total.lost(),
            total.duplicates(),
            total.unanswered());
  }

  private static String brokenLine(Report report) {
    return report.perGroup().entrySet().stream()
        .filter(group -> !group.getValue().promisesKept())
        .map(
            group ->
                "%s lost=%d duplicates=%d unanswered=%d"
                    .formatted(
                        group.getKey(),
                        group.getValue().lost(),
                        group.getValue().duplicates(),
                        group.getValue().unanswered()))
        .collect(Collectors.joining("; ", "promises broken: ", ""));
  }

  private static boolean written(Report report, Path file) {
    try {
      Files.writeString(file, ReportJson.report(report));
      return true;
    } catch (IOException e) {
      System.err.println(file + ": the report cannot be written: " + e);
      return false;
    }
  }

  /**
   * Runs in the shutdown hook: the main thread ends the run as if its time were over, and its exit
   * code becomes the process's.
   */
  private void stopInOrder() {
    if (ended.getCount() == 0) {
      return;
    }
    simulation.stop();
    try {
      if (ended.await(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(exitCode);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitStart(Future<?> future)
      throws CannotStartException, InterruptedException {
    try {
      future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw new CannotStartException(e.getCause().getMessage());
    }
  }

  private static <T> T await(Future<T> future) throws InterruptedException {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the simulation's loop failed", e.getCause());
    }
  }
}
