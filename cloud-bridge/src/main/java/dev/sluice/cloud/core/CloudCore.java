package dev.sluice.cloud.core;

import dev.sluice.uplink.CloudLink;
import dev.sluice.uplink.Envelope;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The cloud bridge without its sockets and threads: requests from many edge nodes, earliest
 * deadline first, onto a fixed number of workers; each gets exactly one outcome.
 *
 * <p>Owned by one loop. {@code nowNanos} is monotonic. The output consumer must not call back into
 * the core.
 */
public final class CloudCore {
  /**
   * @param models names of the models that every worker has
   * @param workers jobs that run at one time
   * @param queueMax jobs that wait for a worker; beyond, the least urgent is shed
   */
  public record Settings(CloudLink.Settings link, Set<String> models, int workers, int queueMax) {
    public Settings {
      models = Set.copyOf(models);
      if (workers < 1 || queueMax < 1) {
        throw new IllegalArgumentException("a limit is below 1: " + workers + ", " + queueMax);
      }
    }
  }

  /** What the core asks. */
  public sealed interface Output {
    /** Publish these bytes on the edge's down topic. */
    record Publish(String edgeId, byte[] bytes, CloudLink.Delivery delivery) implements Output {}

    /** Run this job on a free worker; answer by {@link CloudCore#onResult}, always, once. */
    record Start(Job job) implements Output {}

    /** This request has ended, for the metrics. */
    record Ended(String model, Envelope.Answer answer) implements Output {}
  }

  private final Settings settings;
  private final Consumer<? super Output> output;
  private final CloudLink link;
  private final TreeSet<Job> queue = new TreeSet<>(Job.MOST_URGENT_FIRST);
  private final Map<Envelope.Status, Long> outcomes = new EnumMap<>(Envelope.Status.class);
  private final ArrayDeque<Job> arrived = new ArrayDeque<>();
  private long arrivals;
  private int running;

  public CloudCore(Settings settings, Consumer<? super Output> output) {
    this.settings = settings;
    this.output = output;
    this.link = new CloudLink(settings.link(), this::onLink);
    for (Envelope.Status status : Envelope.Status.values()) {
      outcomes.put(status, 0L);
    }
  }

  /** Bytes that arrived on the up topic of an edge node. */
  public void onBytes(String edgeId, byte[] bytes, long nowNanos) {
    link.onBytes(edgeId, bytes, nowNanos);
    turn(nowNanos);
  }

  /**
   * A job that was started has ended.
   *
   * @param startedNanos when its model began, monotonic
   */
  public void onResult(Job job, JobResult result, long startedNanos, long nowNanos) {
    running--;
    end(job, result.answer(job, startedNanos), nowNanos);
    turn(nowNanos);
  }

  public void onTimer(long nowNanos) {
    link.onTimer(nowNanos);
    turn(nowNanos);
  }

  /** When {@link #onTimer} is next needed; {@link Long#MAX_VALUE} for not by itself. */
  public long nextTimerNanos() {
    return link.nextTimerNanos();
  }

  public Stats stats() {
    return new Stats(link.stats(), outcomes, queue.size(), running);
  }

  /**
   * @param outcomes requests ended since the start, each status present
   * @param queued jobs that wait for a worker
   * @param running jobs on workers
   */
  public record Stats(
      CloudLink.Stats link, Map<Envelope.Status, Long> outcomes, int queued, int running) {
    public Stats {
      outcomes = Map.copyOf(outcomes);
    }
  }

  private void onLink(CloudLink.Output request) {
    if (request instanceof CloudLink.Output.Send send) {
      output.accept(new Output.Publish(send.edgeId(), send.bytes(), send.delivery()));
    } else if (request instanceof CloudLink.Output.Run run) {
      arrived.add(new Job(run.request(), arrivals++, run.arrivalNanos(), run.deadlineNanos()));
    }
  }

  /** What every input ends with, when the link is no longer in the middle of its own turn. */
  private void turn(long nowNanos) {
    while (!arrived.isEmpty()) {
      admit(arrived.poll(), nowNanos);
    }
    while (!queue.isEmpty() && queue.first().expired(nowNanos)) {
      endWithout(queue.pollFirst(), Envelope.Status.EXPIRED, "too late to run it", nowNanos);
    }
    while (running < settings.workers() && !queue.isEmpty()) {
      running++;
      output.accept(new Output.Start(queue.pollFirst()));
    }
  }

  private void admit(Job job, long nowNanos) {
    String model = job.request().model();
    if (!settings.models().contains(model)) {
      String detail = "the cloud has no model '" + model + "'";
      endWithout(job, Envelope.Status.REJECTED, detail, nowNanos);
      return;
    }
    queue.add(job);
    if (queue.size() > settings.queueMax()) {
      String detail = "the cloud's queue of " + settings.queueMax() + " is full";
      endWithout(queue.pollLast(), Envelope.Status.SHED, detail, nowNanos);
    }
  }

  private void endWithout(Job job, Envelope.Status status, String detail, long nowNanos) {
    Envelope.Request request = job.request();
    var answer = Envelope.Answer.without(request.link(), request.requestId(), status, detail);
    end(job, answer, nowNanos);
  }

  private void end(Job job, Envelope.Answer answer, long nowNanos) {
    outcomes.merge(answer.status(), 1L, Long::sum);
    link.onOutcome(answer, nowNanos);
    output.accept(new Output.Ended(job.request().model(), answer));
  }
}
