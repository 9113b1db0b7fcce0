package dev.sluice.cloud;

import dev.sluice.cloud.admin.AdminServer;
import dev.sluice.cloud.admin.CloudMetrics;
import dev.sluice.cloud.admin.ForwardStats;
import dev.sluice.cloud.backbone.Answering;
import dev.sluice.cloud.config.BackboneUse;
import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.cloud.core.CloudCore;
import dev.sluice.cloud.core.Job;
import dev.sluice.cloud.inference.ModelRefresh;
import dev.sluice.cloud.inference.RemoteModels;
import dev.sluice.cloud.inference.WorkerPool;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.ModelTrust;
import dev.sluice.uplink.CloudLink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A running worker of a backbone: models without edge nodes. It has no store and no broker. */
final class WorkerNode implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(250);

  private final CloudConfig config;
  private final ModelServers servers;
  private final BreakerNews breakers = new BreakerNews();
  private final StartedParts parts = new StartedParts();
  private final Map<String, String> names = new ConcurrentSkipListMap<>();
  private final NodeLoop on = NodeLoop.open();
  private final CloudLoop loop;
  private WorkerPool workers;
  private int adminPort;

  private WorkerNode(CloudConfig config, ModelServers servers, List<ModelManifest> manifests) {
    this.config = config;
    this.servers = servers;
    this.loop = new CloudLoop(settings(config, servers, manifests));
    manifests.forEach(manifest -> names.put(manifest.name(), manifest.version()));
  }

  /**
   * Takes requests as soon as the backbone is reached.
   *
   * @param servers owned by the node from here on
   * @throws StartException when a part cannot start; the others are stopped then
   */
  static WorkerNode start(
      CloudConfig config, ModelRuntime runtime, List<ModelManifest> manifests, ModelServers servers)
      throws StartException {
    var node = new WorkerNode(config, servers, manifests);
    try {
      node.startParts(runtime, manifests);
      return node;
    } catch (StartException e) {
      node.close();
      throw e;
    }
  }

  /** As {@link CloudNode#refresh}. */
  void refresh(Map<Path, ModelManifest> files, ModelTrust trust, ModelRuntime runtime) {
    var refresh =
        new ModelRefresh(
            files,
            trust,
            next -> {
              workers.replace(next, runtime);
              names.put(next.name(), next.version());
            });
    parts.add("models", refresh::close);
    refresh.start();
  }

  int adminPort() {
    return adminPort;
  }

  /** In reverse order. */
  @Override
  public void close() {
    parts.close();
  }

  private void startParts(ModelRuntime runtime, List<ModelManifest> manifests)
      throws StartException {
    parts.add("loop", on::close);
    parts.add("model-servers", servers::close);
    workers = startWorkers(runtime, manifests);
    parts.add("workers", workers::close);
    loop.use(
        CloudNode.batching(config.inference().batch(), workers),
        millis -> on.vertx().setTimer(millis, timer -> loop.onTick()));
    BackboneUse use = config.backbone().orElseThrow();
    OpenBackbone backbone = OpenBackbone.of(use);
    parts.add("backbone", backbone::close);
    CloudMetrics metrics = startMetrics();
    loop.connect((edge, bytes, delivery) -> {}, workers, runner(), metrics);
    Answering answering = answering(use, backbone);
    meter(metrics, backbone, answering);
    startAdmin(backbone, metrics);
    answering.start();
    on.run(() -> on.vertx().setPeriodic(TICK.toMillis(), timer -> onTick(backbone, answering)));
  }

  private CloudMetrics startMetrics() {
    var metrics = new CloudMetrics(loop::stats, () -> 0);
    parts.add("metrics", metrics::close);
    servers
        .backends()
        .forEach(
            (model, server) ->
                metrics.registerBackend(server.server().name(), model, server::stats));
    return metrics;
  }

  private void onTick(OpenBackbone backbone, Answering answering) {
    loop.onTick();
    breakers.look(servers.stats());
    backbone.onTick();
    answering.onTick();
  }

  private WorkerPool startWorkers(ModelRuntime runtime, List<ModelManifest> manifests)
      throws StartException {
    try {
      return WorkerPool.start(
          config.inference().workers(), runtime, manifests, on.executor(), loop::onResult);
    } catch (ModelException e) {
      throw new StartException(e.getMessage(), e);
    }
  }

  private Consumer<Job> runner() {
    var remote = new RemoteModels(servers.backends(), on.executor(), loop::onResult);
    return CloudNode.runner(remote, workers);
  }

  private Answering answering(BackboneUse use, OpenBackbone backbone) {
    var direct = new DirectRequests(loop, workers, servers.backends(), () -> true);
    var settings =
        new Answering.Settings(
            use.requests(), use.group(), use.results(), use.taken(), use.clockSkew());
    return new Answering(settings, backbone.engine(), on.executor(), direct::run);
  }

  private static void meter(CloudMetrics metrics, OpenBackbone backbone, Answering answering) {
    backbone.meter(metrics);
    metrics.gauge("backbone.open", "Requests taken and not done", () -> answering.stats().open());
    metrics.count(
        "backbone.repeated",
        "Requests that came again and were not run again",
        () -> answering.stats().repeated());
    metrics.count(
        "backbone.malformed", "Records that are no requests", () -> answering.stats().malformed());
    metrics.count(
        "backbone.put.again",
        "Results put again, as the backbone had not taken them",
        () -> answering.stats().putAgain());
  }

  private void startAdmin(OpenBackbone backbone, CloudMetrics metrics) throws StartException {
    var admin =
        new AdminServer(
            on.vertx(),
            backbone::fault,
            loop::stats,
            loop::fleet,
            () -> ForwardStats.NONE,
            this::names,
            servers::stats,
            List::of,
            metrics);
    CloudConfig.Admin at = config.admin();
    adminPort =
        on.start(
            CloudNode.cannotListen(at.host(), at.port(), "--set admin.port=N"),
            () -> admin.start(at.host(), at.port()));
    parts.add("admin", () -> NodeLoop.await(admin.close()));
  }

  private static CloudCore.Settings settings(
      CloudConfig config, ModelServers servers, List<ModelManifest> manifests) {
    CloudConfig.Link link = config.link();
    return new CloudCore.Settings(
        new CloudLink.Settings(link.grace(), link.keepDeferred(), link.requests(), link.edges()),
        manifests.stream().map(ModelManifest::name).collect(Collectors.toSet()),
        config.inference().workers(),
        config.inference().queue(),
        servers.models());
  }

  private List<String> names() {
    return names.entrySet().stream().map(one -> one.getKey() + " " + one.getValue()).toList();
  }
}
