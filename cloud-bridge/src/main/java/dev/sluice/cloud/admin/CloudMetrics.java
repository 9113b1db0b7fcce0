package dev.sluice.cloud.admin;

import dev.sluice.cloud.core.CloudCore;
import dev.sluice.inference.guard.GuardStats;
import dev.sluice.uplink.CloudLink;
import dev.sluice.uplink.Envelope;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The bridge's counts and times as Prometheus metrics. */
public final class CloudMetrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Supplier<CloudCore.Stats> stats;
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final List<BackendMeters> backends = new ArrayList<>();
  private final List<TargetMeters> targets = new ArrayList<>();
  private final DistributionSummary batches;
  private Optional<ForwardMeters> forward = Optional.empty();

  /**
   * @param stats read when scraped, on the core's loop
   * @param publishesDropped messages to edge nodes that the broker could not take
   */
  public CloudMetrics(Supplier<CloudCore.Stats> stats, LongSupplier publishesDropped) {
    this.stats = stats;
    for (Envelope.Status status : Envelope.Status.values()) {
      FunctionCounter.builder("sluice.cloud.requests", stats, s -> s.get().outcomes().get(status))
          .description("Requests ended, by outcome")
          .tag("status", status.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    counter("duplicates", "Requests that arrived again", CloudLink.Stats::duplicates);
    counter("replays", "Stored answers sent again", CloudLink.Stats::replays);
    counter("dropped", "Messages dropped: malformed or foreign", CloudLink.Stats::dropped);
    counter("shed", "Requests turned away: the edge's table is full", CloudLink.Stats::shed);
    counter("rival.epochs", "Times two lives of one edge id spoke", CloudLink.Stats::rivalEpochs);
    FunctionCounter.builder(
            "sluice.cloud.publishes.dropped", publishesDropped, LongSupplier::getAsLong)
        .description("Messages to edge nodes that the broker could not take")
        .register(registry);
    gauge("queue", "Requests waiting for a worker", s -> s.queued());
    gauge("running", "Requests on workers and with model servers", s -> s.running());
    gauge("edges", "Edge node lives remembered", s -> s.link().edges());
    gauge("remembered", "Request ids remembered", s -> s.link().remembered());
    batches =
        DistributionSummary.builder("sluice.cloud.batch")
            .description("Requests that were run together, two or more")
            .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  /**
   * @param stats read when scraped, on the core's loop
   */
  public void registerForwarding(Supplier<ForwardStats> stats) {
    forward = Optional.of(new ForwardMeters(registry, stats));
  }

  /**
   * @param stats of one model on one model server, from any thread
   */
  public void registerBackend(String server, String model, Supplier<GuardStats> stats) {
    backends.add(new BackendMeters(registry, server, model, stats));
  }

  /**
   * @param stats of one target, read when scraped, on the loop
   */
  public void registerTarget(String name, Supplier<TargetStats> stats) {
    targets.add(new TargetMeters(registry, name, stats));
  }

  /** A request has ended; only those that ran say something about time. */
  public void onEnded(String model, Envelope.Answer answer) {
    if (answer.status() == Envelope.Status.OK) {
      timer("sluice.cloud.service", "Time of the model itself", model)
          .record(Duration.ofNanos(answer.serviceMicros() * 1_000L));
      timer("sluice.cloud.queueing", "From arrival to the start of the model", model)
          .record(Duration.ofNanos(answer.queueMicros() * 1_000L));
    }
  }

  /** So many requests were given to one run together. */
  public void onBatch(int requests) {
    batches.record(requests);
  }

  /** A number of another part that only grows; read by any thread. */
  public void count(String name, String what, LongSupplier value) {
    // The meter holds its object weakly, so that the supplier alone would be gone soon.
    FunctionCounter.builder("sluice.cloud." + name, this, self -> value.getAsLong())
        .description(what)
        .register(registry);
  }

  /** As the other, one of several by their reason. */
  public void countOf(String name, String what, String reason, LongSupplier value) {
    FunctionCounter.builder("sluice.cloud." + name, this, self -> value.getAsLong())
        .description(what)
        .tag("reason", reason)
        .register(registry);
  }

  /** A number of another part as it is now; read by any thread. */
  public void gauge(String name, String what, LongSupplier value) {
    Gauge.builder("sluice.cloud." + name, this, self -> value.getAsLong())
        .description(what)
        .register(registry);
  }

  /** In the Prometheus text format. */
  String scrape() {
    forward.ifPresent(ForwardMeters::look);
    return registry.scrape();
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }

  private void counter(String name, String what, ToDoubleFunction<CloudLink.Stats> value) {
    FunctionCounter.builder("sluice.cloud." + name, stats, s -> value.applyAsDouble(s.get().link()))
        .description(what)
        .register(registry);
  }

  private void gauge(String name, String what, ToDoubleFunction<CloudCore.Stats> value) {
    Gauge.builder("sluice.cloud." + name, stats, s -> value.applyAsDouble(s.get()))
        .description(what)
        .register(registry);
  }

  private Timer timer(String name, String what, String model) {
    return Timer.builder(name)
        .description(what)
        .tag("model", model)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofNanos(50_000))
        .maximumExpectedValue(Duration.ofSeconds(10))
        .register(registry);
  }
}
