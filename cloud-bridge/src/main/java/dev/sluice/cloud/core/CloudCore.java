package dev.sluice.cloud.core;

import dev.sluice.uplink.CloudLink;
import dev.sluice.uplink.Envelope;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The cloud bridge without its sockets and threads: requests from many edge nodes, earliest
 * deadline first, onto a fixed number of workers; each gets exactly one outcome. Requests for
 * models that other servers have are started at once: what waits for a server waits at its guard.
 *
 * <p>Owned by one loop. {@code nowNanos} is monotonic. The output consumer must not call back into
 * the core.
 */
public final class CloudCore {
  /**
   * @param models names of the models that every worker has
   * @param workers jobs that run on them at one time
   * @param queueMax jobs that wait for a worker; beyond, the least urgent is shed
   * @param remote names of the models that model servers have
   */
  public record Settings(
      CloudLink.Settings link, Set<String> models, int workers, int queueMax, Set<String> remote) {
    /** Without model servers. */
    public Settings(CloudLink.Settings link, Set<String> models, int workers, int queueMax) {
      this(link, models, workers, queueMax, Set.of());
    }

    public Settings {
      models = Set.copyOf(models);
      remote = Set.copyOf(remote);
      if (workers < 1 || queueMax < 1) {
        throw new IllegalArgumentException("a limit is below 1: " + workers + ", " + queueMax);
      }
    }
  }

  /** What the core asks. */
  public sealed interface Output {
    /** Publish these bytes on the edge's down topic. */
    record Publish(String edgeId, byte[] bytes, CloudLink.Delivery delivery) implements Output {}

    /**
     * Run this job, on a free worker or on the server of its model; answer by {@link
     * CloudCore#onResult}, always, once.
     */
    record Start(Job job) implements Output {}

    /**
     * Run these jobs of one model on one free worker, together; answer each by {@link
     * CloudCore#onResult}, always, once.
     *
     * @param jobs two or more
     */
    record StartTogether(List<Job> jobs) implements Output {
      public StartTogether {
        jobs = List.copyOf(jobs);
      }
    }

    /** This is the outcome of a request that no edge node sent: its asker waits for it. */
    record Served(Envelope.Answer answer) implements Output {}

    /** This request has ended, for the metrics. */
    record Ended(String model, Envelope.Answer answer) implements Output {}
  }

  private final Settings settings;
  private final Consumer<? super Output> output;
  private final CloudLink link;
  private final Fleet fleet;
  private final Map<Long, Together> together = new HashMap<>();
  private JobQueue queue = new JobQueue(Batching.NONE);
  private final Map<Envelope.Status, Long> outcomes = new EnumMap<>(Envelope.Status.class);
  private final ArrayDeque<Job> arrived = new ArrayDeque<>();
  private long arrivals;
  private int running;
  private int runningRemote;

  public CloudCore(Settings settings, Consumer<? super Output> output) {
    this.settings = settings;
    this.output = output;
    this.link = new CloudLink(settings.link(), this::onLink);
    this.fleet = new Fleet(settings.link().edgesMax());
    for (Envelope.Status status : Envelope.Status.values()) {
      outcomes.put(status, 0L);
    }
  }

  /** The jobs of one worker of which so many have not ended. */
  private static final class Together {
    private int open;

    Together(int jobs) {
      this.open = jobs;
    }
  }

  /** Before the first input, when it is known what the models can. */
  public void use(Batching batching) {
    queue = new JobQueue(batching);
  }

  /** Bytes that arrived on the up topic of an edge node. */
  public void onBytes(String edgeId, byte[] bytes, long nowNanos) {
    link.onBytes(edgeId, bytes, nowNanos);
    turn(nowNanos);
  }

  /**
   * A request that came to this bridge itself; its outcome is given as {@link Output.Served}.
   *
   * @param request whose link and id are the asker's own
   * @param deadlineNanos monotonic here
   */
  public void onDirect(Envelope.Request request, long deadlineNanos, long nowNanos) {
    arrived.add(new Job(request, arrivals++, nowNanos, deadlineNanos, true));
    turn(nowNanos);
  }

  /**
   * A job that was started has ended.
   *
   * @param startedNanos when its model began, monotonic
   */
  public void onResult(Job job, JobResult result, long startedNanos, long nowNanos) {
    if (settings.remote().contains(job.request().model())) {
      runningRemote--;
    } else {
      freeWorker(job);
    }
    end(job, result.answer(job, startedNanos), nowNanos);
    turn(nowNanos);
  }

  private void freeWorker(Job job) {
    Together jobs = together.remove(job.order());
    if (jobs == null || --jobs.open == 0) {
      running--;
    }
  }

  public void onTimer(long nowNanos) {
    link.onTimer(nowNanos);
    turn(nowNanos);
  }

  /** When {@link #onTimer} is next needed; {@link Long#MAX_VALUE} for not by itself. */
  public long nextTimerNanos() {
    boolean free = running < settings.workers();
    return Math.min(link.nextTimerNanos(), free ? queue.closesNanos() : Long.MAX_VALUE);
  }

  /** What each edge node last said of itself, by name. */
  public List<Fleet.Member> fleet(long nowNanos) {
    return fleet.members(nowNanos);
  }

  public Stats stats() {
    return new Stats(link.stats(), outcomes, queue.size(), running + runningRemote);
  }

  /**
   * @param outcomes requests ended since the start, each status present
   * @param queued jobs that wait for a worker
   * @param running jobs on workers and with model servers
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
      arrived.add(
          new Job(run.request(), arrivals++, run.arrivalNanos(), run.deadlineNanos(), false));
    } else if (request instanceof CloudLink.Output.Reported reported) {
      fleet.onReport(reported.report(), reported.arrivalNanos());
    }
  }

  /** What every input ends with, when the link is no longer in the middle of its own turn. */
  private void turn(long nowNanos) {
    while (!arrived.isEmpty()) {
      admit(arrived.poll(), nowNanos);
    }
    for (Optional<Job> late = queue.removeExpired(nowNanos);
        late.isPresent();
        late = queue.removeExpired(nowNanos)) {
      endWithout(late.get(), Envelope.Status.EXPIRED, "too late to run it", nowNanos);
    }
    boolean more = true;
    while (more && running < settings.workers()) {
      more = start(queue.removeNext(nowNanos));
    }
  }

  /** False where there is nothing to start. */
  private boolean start(List<Job> jobs) {
    if (jobs.isEmpty()) {
      return false;
    }
    running++;
    if (jobs.size() == 1) {
      output.accept(new Output.Start(jobs.get(0)));
    } else {
      Together open = new Together(jobs.size());
      jobs.forEach(job -> together.put(job.order(), open));
      output.accept(new Output.StartTogether(jobs));
    }
    return true;
  }

  private void admit(Job job, long nowNanos) {
    String model = job.request().model();
    if (settings.remote().contains(model)) {
      startRemote(job, nowNanos);
      return;
    }
    if (!settings.models().contains(model)) {
      String detail = "the cloud has no model '" + model + "'";
      endWithout(job, Envelope.Status.REJECTED, detail, nowNanos);
      return;
    }
    queue.add(job);
    if (queue.size() > settings.queueMax()) {
      String detail = "the cloud's queue of " + settings.queueMax() + " is full";
      endWithout(queue.removeLeastUrgent(), Envelope.Status.SHED, detail, nowNanos);
    }
  }

  private void startRemote(Job job, long nowNanos) {
    if (job.expired(nowNanos)) {
      endWithout(job, Envelope.Status.EXPIRED, "too late to run it", nowNanos);
      return;
    }
    runningRemote++;
    output.accept(new Output.Start(job));
  }

  private void endWithout(Job job, Envelope.Status status, String detail, long nowNanos) {
    Envelope.Request request = job.request();
    var answer = Envelope.Answer.without(request.link(), request.requestId(), status, detail);
    end(job, answer, nowNanos);
  }

  private void end(Job job, Envelope.Answer answer, long nowNanos) {
    outcomes.merge(answer.status(), 1L, Long::sum);
    if (job.direct()) {
      output.accept(new Output.Served(answer));
    } else {
      link.onOutcome(answer, nowNanos);
    }
    output.accept(new Output.Ended(job.request().model(), answer));
  }
}
