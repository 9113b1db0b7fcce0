package dev.sluice.cloud;

import dev.sluice.cloud.admin.CloudMetrics;
import dev.sluice.cloud.core.Batching;
import dev.sluice.cloud.core.CloudCore;
import dev.sluice.cloud.core.Fleet;
import dev.sluice.cloud.core.Job;
import dev.sluice.cloud.core.JobResult;
import dev.sluice.cloud.inference.WorkerPool;
import dev.sluice.uplink.CloudLink;
import dev.sluice.uplink.Envelope;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Gives the core its inputs, one at a time, and does what it asks when its turn is over. */
final class CloudLoop {
  private static final long NANOS_PER_MS = 1_000_000;

  /** What is due later than that is seen by the tick that comes anyway. */
  private static final long TICK_NANOS = 200 * NANOS_PER_MS;

  private final ArrayDeque<CloudCore.Output> outputs = new ArrayDeque<>();
  private final CloudCore core;
  private Downward bridge;
  private WorkerPool workers;
  private Consumer<Job> run;
  private CloudMetrics metrics;
  private LongConsumer wake = millis -> {};
  private long alarmNanos = Long.MAX_VALUE;
  private Consumer<Envelope.Answer> direct = answer -> {};

  CloudLoop(CloudCore.Settings settings) {
    this.core = new CloudCore(settings, outputs::add);
  }

  /** To edge nodes. */
  interface Downward {
    void publish(String edgeId, byte[] bytes, CloudLink.Delivery delivery);
  }

  /**
   * Before the first input: what performs the outputs also brings the inputs.
   *
   * @param toRun one job on its own, wherever its model is
   */
  void connect(Downward toEdges, WorkerPool toModels, Consumer<Job> toRun, CloudMetrics toMetrics) {
    this.bridge = toEdges;
    this.workers = toModels;
    this.run = toRun;
    this.metrics = toMetrics;
  }

  /**
   * Before the first input.
   *
   * @param alarm calls {@link #onTick} after so many milliseconds
   */
  void use(Batching batching, LongConsumer alarm) {
    core.use(batching);
    wake = alarm;
  }

  /** Where the answers to {@link #onDirect} go. */
  void answerTo(Consumer<Envelope.Answer> asker) {
    direct = asker;
  }

  void onDirect(Envelope.Request request, long deadlineNanos) {
    core.onDirect(request, deadlineNanos, System.nanoTime());
    perform();
  }

  CloudCore.Stats stats() {
    return core.stats();
  }

  List<Fleet.Member> fleet() {
    return core.fleet(System.nanoTime());
  }

  void onBytes(String edgeId, byte[] bytes) {
    core.onBytes(edgeId, bytes, System.nanoTime());
    perform();
  }

  void onResult(Job job, JobResult result, long startedNanos) {
    core.onResult(job, result, startedNanos, System.nanoTime());
    perform();
  }

  /**
   * Often enough: what the core does by time is to forget, and forgetting a little late is safe.
   */
  void onTick() {
    long nowNanos = System.nanoTime();
    if (core.nextTimerNanos() <= nowNanos) {
      core.onTimer(nowNanos);
      perform();
    }
  }

  /** What waits for company cannot wait for the next tick. */
  private void setAlarm() {
    long next = core.nextTimerNanos();
    long aheadNanos = next - System.nanoTime();
    if (aheadNanos < TICK_NANOS && (next < alarmNanos || alarmNanos <= System.nanoTime())) {
      alarmNanos = next;
      wake.accept(Math.max(1, (aheadNanos + NANOS_PER_MS - 1) / NANOS_PER_MS));
    }
  }

  private void perform() {
    performAll();
    setAlarm();
  }

  private void performAll() {
    while (!outputs.isEmpty()) {
      CloudCore.Output output = outputs.poll();
      if (output instanceof CloudCore.Output.Publish publish) {
        bridge.publish(publish.edgeId(), publish.bytes(), publish.delivery());
      } else if (output instanceof CloudCore.Output.Start start) {
        run.accept(start.job());
      } else if (output instanceof CloudCore.Output.StartTogether start) {
        workers.runTogether(start.jobs());
        metrics.onBatch(start.jobs().size());
      } else if (output instanceof CloudCore.Output.Served served) {
        direct.accept(served.answer());
      } else if (output instanceof CloudCore.Output.Ended ended) {
        metrics.onEnded(ended.model(), ended.answer());
      }
    }
  }
}
