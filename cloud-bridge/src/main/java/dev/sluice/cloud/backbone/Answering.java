package dev.sluice.cloud.backbone;

import dev.sluice.target.backbone.Backbone;
import dev.sluice.target.backbone.BackboneRecord;
import dev.sluice.uplink.Envelope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker: has what the backbone gives it run, and puts the result back. A request is done when
 * its result is in the backbone; one that comes again meanwhile, or soon after, is not run again.
 *
 * <p>Owned by the loop.
 */
public final class Answering {
  private static final Logger LOG = LoggerFactory.getLogger(Answering.class);
  private static final int REMEMBERED_MAX = 10_000;

  /**
   * @param results the stream of them
   * @param skew by how much the clocks of ingress and worker may differ
   */
  public record Settings(String requests, String group, String results, int taken, Duration skew) {}

  /** What runs requests. */
  @FunctionalInterface
  public interface Models {
    /**
     * @param deadlineNanos monotonic, {@link Long#MAX_VALUE} for none; what is past is not run
     * @param answer once, on the loop
     */
    void run(Envelope.Request request, long deadlineNanos, Consumer<Envelope.Answer> answer);
  }

  /**
   * Counts since the start, and what is open now.
   *
   * @param open taken, and not done
   * @param repeated requests that came again and were not run again
   * @param malformed records that are no requests
   * @param putAgain results that the backbone had not taken
   */
  public record Stats(int open, long repeated, long malformed, long putAgain) {}

  /** A request that has come; {@code waiting} hears when its result is in the backbone. */
  private static final class Known {
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean done;
  }

  private record Result(Known known, BackboneRecord record) {}

  private final Settings settings;
  private final Backbone backbone;
  private final Executor loop;
  private final Models models;
  private final Map<String, Known> known = new LinkedHashMap<>();
  private final List<Result> again = new ArrayList<>();
  private int open;
  private long repeated;
  private long malformed;
  private long putAgain;

  public Answering(Settings settings, Backbone backbone, Executor loop, Models models) {
    this.settings = settings;
    this.backbone = backbone;
    this.loop = loop;
    this.models = models;
  }

  /** Begins to take requests. */
  public void start() {
    backbone.share(
        settings.requests(),
        settings.group(),
        settings.taken(),
        (record, done) -> loop.execute(() -> onTaken(record, done)));
  }

  /** What the backbone did not take is put again. */
  public void onTick() {
    if (again.isEmpty() || backbone.fault().isPresent()) {
      return;
    }
    List<Result> now = List.copyOf(again);
    again.clear();
    putAgain += now.size();
    now.forEach(this::put);
  }

  public Stats stats() {
    return new Stats(open, repeated, malformed, putAgain);
  }

  private void onTaken(BackboneRecord record, Runnable done) {
    Asked asked;
    try {
      asked = Records.asked(record);
    } catch (IllegalArgumentException e) {
      malformed++;
      LOG.warn("event=no-request stream={} cause=\"{}\"", settings.requests(), e.getMessage());
      done.run();
      return;
    }
    Known before = known.get(asked.ask());
    if (before != null) {
      repeated++;
      onceDone(before, done);
    } else {
      run(asked, done);
    }
  }

  private static void onceDone(Known request, Runnable done) {
    if (request.done) {
      done.run();
    } else {
      request.waiting.add(done);
    }
  }

  private void run(Asked asked, Runnable done) {
    var request = new Known();
    request.waiting.add(done);
    known.put(asked.ask(), request);
    open++;
    forgetOldest();
    models.run(
        asked.request(),
        deadlineNanos(asked),
        answer ->
            put(new Result(request, Records.result(asked, answer, System.currentTimeMillis()))));
  }

  private long deadlineNanos(Asked asked) {
    long remainingMs = asked.remainingMs(System.currentTimeMillis(), settings.skew());
    return remainingMs == Long.MAX_VALUE
        ? Long.MAX_VALUE
        : System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(remainingMs);
  }

  private void put(Result result) {
    backbone.put(
        settings.results(),
        result.record(),
        fault ->
            loop.execute(
                () -> {
                  if (fault.isPresent()) {
                    again.add(result);
                  } else {
                    end(result.known());
                  }
                }));
  }

  private void end(Known request) {
    open--;
    request.done = true;
    request.waiting.forEach(Runnable::run);
    request.waiting.clear();
  }

  /** Those that are not done are few, and have to be remembered. */
  private void forgetOldest() {
    var oldest = known.values().iterator();
    for (boolean more = known.size() > REMEMBERED_MAX; more && oldest.hasNext(); ) {
      if (oldest.next().done) {
        oldest.remove();
        more = false;
      }
    }
  }
}
