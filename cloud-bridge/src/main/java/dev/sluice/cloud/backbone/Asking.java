package dev.sluice.cloud.backbone;

import dev.sluice.cloud.core.Job;
import dev.sluice.cloud.core.JobResult;
import dev.sluice.target.backbone.Backbone;
import dev.sluice.target.backbone.BackboneRecord;
import dev.sluice.uplink.Envelope;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * The ingress: puts each job into the backbone, and ends it with the first result that comes back,
 * or when its time is over by this process's own clock. What the backbone does not take is put
 * again until then.
 *
 * <p>Owned by the loop. A result whose job has ended, because it came twice or late, is counted and
 * nothing else.
 */
public final class Asking {
  private static final long NANOS_PER_MS = 1_000_000;
  private static final String TOO_LATE = "no worker answered in time";

  /**
   * @param requests the stream of them
   * @param results the stream of them
   * @param byEdge whether an edge's requests have one key, or each its own
   * @param openMax jobs that have not ended; one more is shed
   * @param keep how long a job without deadline may take
   */
  public record Settings(
      String requests, String results, boolean byEdge, int openMax, Duration keep) {}

  /** Told on the loop; each job ends once. */
  @FunctionalInterface
  public interface Ended {
    void onResult(Job job, JobResult result, long startedNanos);
  }

  /**
   * Counts since the start, and what is open now.
   *
   * @param putAgain requests that the backbone had not taken
   * @param surplus results that nobody waited for: repetitions, and late ones
   */
  public record Stats(int open, long putAgain, long surplus) {}

  /** One that a result is awaited for. */
  private static final class Open {
    private final Job job;
    private final long endNanos;
    private boolean put;
    private String fault = "";

    Open(Job job, long endNanos) {
      this.job = job;
      this.endNanos = endNanos;
    }
  }

  /** Of this life of the process: what was asked by the one before is not awaited by anybody. */
  private final String self = UUID.randomUUID() + "/";

  private final Settings settings;
  private final Backbone backbone;
  private final Executor loop;
  private final Ended ended;
  private final Map<String, Open> open = new LinkedHashMap<>();
  private long putAgain;
  private long surplus;

  public Asking(Settings settings, Backbone backbone, Executor loop, Ended ended) {
    this.settings = settings;
    this.backbone = backbone;
    this.loop = loop;
    this.ended = ended;
    backbone.follow(settings.results(), this::onRecord);
  }

  /** Ends by {@link Ended}, and never before this returns. */
  public void run(Job job) {
    if (open.size() >= settings.openMax()) {
      String detail = "the cloud's queue of " + settings.openMax() + " is full";
      loop.execute(() -> end(job, new JobResult.Refused(Envelope.Status.SHED, detail, 0)));
      return;
    }
    long now = System.nanoTime();
    long end =
        job.deadlineNanos() == Long.MAX_VALUE
            ? now + settings.keep().toNanos()
            : job.deadlineNanos();
    var asked = new Open(job, end);
    open.put(self + job.order(), asked);
    put(asked, now);
  }

  /** Often: deadlines are kept no better than that. */
  public void onTick() {
    long now = System.nanoTime();
    expire(now);
    if (backbone.fault().isEmpty()) {
      for (Open asked : open.values().stream().filter(one -> !one.put).toList()) {
        putAgain++;
        put(asked, now);
      }
    }
  }

  private void expire(long nowNanos) {
    List<String> late =
        open.entrySet().stream()
            .filter(one -> one.getValue().endNanos - nowNanos <= 0)
            .map(Map.Entry::getKey)
            .toList();
    for (String ask : late) {
      Open asked = open.remove(ask);
      String detail =
          asked.fault.isEmpty() ? TOO_LATE : TOO_LATE + "; the backbone: " + asked.fault;
      end(asked.job, new JobResult.Refused(Envelope.Status.EXPIRED, detail, 0));
    }
  }

  public Stats stats() {
    return new Stats(open.size(), putAgain, surplus);
  }

  /** Before results can come back nothing is put: an early one would be missed. */
  private void put(Open asked, long nowNanos) {
    Optional<String> fault = backbone.fault();
    if (fault.isPresent()) {
      asked.fault = fault.get();
      return;
    }
    asked.put = true;
    Envelope.Request request = asked.job.request();
    String ask = self + asked.job.order();
    String key = settings.byEdge() ? request.link().edgeId() : ask;
    backbone.put(
        settings.requests(),
        Records.request(
            ask, key, request, remainingMs(asked, nowNanos), System.currentTimeMillis()),
        failed -> failed.ifPresent(why -> loop.execute(() -> onFault(asked, why))));
  }

  private static long remainingMs(Open asked, long nowNanos) {
    return asked.job.deadlineNanos() == Long.MAX_VALUE
        ? Envelope.Request.NO_DEADLINE
        : Math.max(0, (asked.endNanos - nowNanos) / NANOS_PER_MS);
  }

  private void onFault(Open asked, String why) {
    asked.put = false;
    asked.fault = why;
  }

  /** On the backbone's thread: results of other ingresses go no further. */
  private void onRecord(BackboneRecord record) {
    if (record.header(Records.ASK).startsWith(self)) {
      loop.execute(() -> onOwn(record));
    }
  }

  private void onOwn(BackboneRecord record) {
    JobResult result;
    try {
      result = Records.result(record);
    } catch (IllegalArgumentException e) {
      surplus++;
      return;
    }
    Open asked = open.remove(record.header(Records.ASK));
    if (asked == null) {
      surplus++;
    } else {
      end(asked.job, result);
    }
  }

  private void end(Job job, JobResult result) {
    ended.onResult(job, result, System.nanoTime() - result.serviceNanos());
  }
}
