package dev.sluice.cloud;

import dev.sluice.cloud.admin.AdminServer;
import dev.sluice.cloud.admin.CloudMetrics;
import dev.sluice.cloud.bridge.BridgeConnection;
import dev.sluice.cloud.broker.BridgeCredentials;
import dev.sluice.cloud.broker.EmbeddedBroker;
import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.cloud.config.Serving;
import dev.sluice.cloud.core.Batching;
import dev.sluice.cloud.core.CloudCore;
import dev.sluice.cloud.forward.LaneReaders;
import dev.sluice.cloud.forward.LaneStore;
import dev.sluice.cloud.forward.StoreException;
import dev.sluice.cloud.inference.ModelRefresh;
import dev.sluice.cloud.inference.RemoteModels;
import dev.sluice.cloud.inference.WorkerPool;
import dev.sluice.cloud.served.OpenInferenceServer;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.ModelTrust;
import dev.sluice.uplink.CloudLink;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running cloud bridge: the parts, started in order and stopped in reverse. */
final class CloudNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CloudNode.class);
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration RECONNECT_AFTER = Duration.ofMillis(500);
  private static final int SEGMENT_BYTES_MAX = 1 << 20;
  private static final int SEGMENTS_MIN = 8;
  private static final long STEP_SECONDS_MAX = 10;

  private final CloudConfig config;
  private final Path storeFolder;
  private final ModelServers servers;
  private final ArrayDeque<Part> started = new ArrayDeque<>();
  private final CompletableFuture<String> failure = new CompletableFuture<>();
  private final Map<String, String> names = new ConcurrentSkipListMap<>();
  private Optional<WorkerPool> workers = Optional.empty();
  private int mqttPort;
  private int adminPort;
  private Optional<Integer> modelPort = Optional.empty();
  private Optional<EdgeGate> gate = Optional.empty();

  private CloudNode(CloudConfig config, Path storeFolder, ModelServers servers) {
    this.servers = servers;
    this.config = config;
    this.storeFolder = storeFolder;
  }

  /**
   * Serves when it returns.
   *
   * @throws StartException when a part cannot start; the others are stopped then
   */
  static CloudNode start(
      CloudConfig config, Path storeFolder, ModelRuntime runtime, List<ModelManifest> manifests)
      throws StartException {
    return start(config, storeFolder, runtime, manifests, ModelServers.none());
  }

  /**
   * As the other, with models that other servers have.
   *
   * @param servers owned by the node from here on
   */
  static CloudNode start(
      CloudConfig config,
      Path storeFolder,
      ModelRuntime runtime,
      List<ModelManifest> manifests,
      ModelServers servers)
      throws StartException {
    var node = new CloudNode(config, storeFolder, servers);
    try {
      node.startParts(runtime, manifests);
      return node;
    } catch (StartException e) {
      node.close();
      throw e;
    }
  }

  /**
   * From now on a model is replaced when its manifest changes.
   *
   * @param files of the manifests of the models that run
   */
  void refresh(Map<Path, ModelManifest> files, ModelTrust trust, ModelRuntime runtime) {
    var refresh =
        new ModelRefresh(
            files,
            trust,
            next -> {
              workers.orElseThrow().replace(next, runtime);
              names.put(next.name(), next.version());
            });
    started("models", refresh::close);
    refresh.start();
  }

  int mqttPort() {
    return mqttPort;
  }

  int adminPort() {
    return adminPort;
  }

  /** Where edge nodes of other machines come in, if they do. */
  Optional<EdgeGate> gate() {
    return gate;
  }

  /** Where models are offered by HTTP, if they are. */
  Optional<Integer> modelPort() {
    return modelPort;
  }

  /** Completes, with one line, when the process can no longer do its work. */
  CompletableFuture<String> failure() {
    return failure;
  }

  /** In reverse order. */
  @Override
  public void close() {
    while (!started.isEmpty()) {
      Part part = started.pop();
      try {
        part.stop().run();
      } catch (Exception e) {
        LOG.warn("event=stop-failed part={} cause=\"{}\"", part.name(), e.toString());
      }
    }
  }

  private void startParts(ModelRuntime runtime, List<ModelManifest> manifests)
      throws StartException {
    // One event loop: the core, the bridge's connection and the admin port share it without locks.
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    started("loop", () -> await(vertx.close()));
    Context context = vertx.getOrCreateContext();
    var loop = new CloudLoop(coreSettings(manifests));

    started("model-servers", servers::close);
    WorkerPool pool = startWorkers(runtime, manifests, context, loop);
    workers = Optional.of(pool);
    loop.use(batching(pool), millis -> vertx.setTimer(millis, timer -> loop.onTick()));
    manifests.forEach(manifest -> names.put(manifest.name(), manifest.version()));
    var remote = new RemoteModels(servers.backends(), onLoop(context), loop::onResult);
    BridgeCredentials credentials = BridgeCredentials.random();
    LaneStore store = openStore(context);
    Downlink downlink = Downlink.open(config, storeFolder, context);
    started("down", downlink::close);
    EmbeddedBroker broker = startBroker(credentials, downlink);
    gate = openGate();
    BridgeConnection.Settings connection = bridgeSettings(credentials, broker);
    var forwarding = new ForwardLoop(store);
    var inputs = new LinkInputs(loop, forwarding, downlink.loop());
    var bridge = new BridgeConnection(vertx, connection, inputs);
    var metrics = new CloudMetrics(loop::stats, bridge::dropped);
    started("metrics", metrics::close);
    downlink.meter(metrics);
    gate.ifPresent(open -> open.meter(metrics));
    servers
        .backends()
        .forEach(
            (model, backend) ->
                metrics.registerBackend(backend.server().name(), model, backend::stats));
    loop.connect(bridge, pool, remote, metrics);
    var readers = new LaneReaders(store);
    ForwardOutlet outlet = ForwardOutlet.create(vertx, connection, readers);
    Targets targets = Targets.open(config, storeFolder, readers, onLoop(context));
    started("targets", targets::close);
    targets.meter(metrics);
    forwarding.connect(bridge, outlet.publisher(), targets);
    downlink.loop().connect(bridge);
    startOnLoop(context, "the bridge cannot connect to its own broker", bridge::start);
    started("bridge", () -> await(onLoop(context, bridge::close)));
    metrics.registerForwarding(() -> forwarding.stats(outlet));
    context.runOnContext(none -> outlet.start());
    context.runOnContext(none -> targets.start());
    context.runOnContext(none -> downlink.loop().onOpen());
    started("outlet", () -> context.runOnContext(none -> outlet.close()));
    started("readers", () -> context.runOnContext(none -> readers.save()));

    var admin =
        new AdminServer(
            vertx,
            () -> ready(bridge),
            loop::stats,
            loop::fleet,
            () -> forwarding.stats(outlet),
            this::names,
            servers::stats,
            targets::stats,
            metrics);
    CloudConfig.Admin adminAt = config.admin();
    adminPort =
        startOnLoop(
            context,
            cannotListen(adminAt.host(), adminAt.port(), "--set admin.port=N"),
            () -> admin.start(adminAt.host(), adminAt.port()));
    started("admin", () -> await(admin.close()));
    if (config.inference().serve().isPresent()) {
      Serving serving = config.inference().serve().get();
      var direct = new DirectRequests(loop, pool, servers.backends(), () -> ready(bridge));
      modelPort = Optional.of(offerModels(vertx, context, serving, direct, metrics));
    }
    context.runOnContext(
        none ->
            vertx.setPeriodic(
                TICK.toMillis(),
                timer -> {
                  loop.onTick();
                  forwarding.onTick();
                  downlink.loop().onTick();
                  servers.onTick();
                }));
  }

  private WorkerPool startWorkers(
      ModelRuntime runtime, List<ModelManifest> manifests, Context context, CloudLoop loop)
      throws StartException {
    try {
      WorkerPool workers =
          WorkerPool.start(
              config.inference().workers(), runtime, manifests, onLoop(context), loop::onResult);
      started("workers", workers::close);
      return workers;
    } catch (ModelException e) {
      throw new StartException(e.getMessage(), e);
    }
  }

  private int offerModels(
      Vertx vertx, Context context, Serving at, DirectRequests models, CloudMetrics metrics)
      throws StartException {
    OpenInferenceServer server = ModelDoor.open(vertx, at, models);
    ModelDoor.meter(metrics, server);
    String fault = cannotListen(at.host(), at.port(), "--set inference.serve.port=N");
    int port = startOnLoop(context, fault, server::start);
    started("served models", () -> await(server.close()));
    return port;
  }

  private Batching batching(WorkerPool pool) {
    CloudConfig.Batch batch = config.inference().batch();
    return new Batching(
        pool.batchSizes().entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, e -> Math.min(e.getValue(), batch.size()))),
        batch.maxWait().toNanos());
  }

  private LaneStore openStore(Context context) throws StartException {
    long laneBytes = config.store().laneSize().bytes();
    int segmentBytes = (int) Math.max(1, Math.min(SEGMENT_BYTES_MAX, laneBytes / SEGMENTS_MIN));
    try {
      LaneStore store =
          LaneStore.open(
              storeFolder, new LaneStore.Settings(laneBytes, segmentBytes), onLoop(context));
      started("store", store::close);
      return store;
    } catch (StoreException e) {
      throw new StartException(e.getMessage(), e);
    }
  }

  private EmbeddedBroker startBroker(BridgeCredentials credentials, Downlink downlink)
      throws StartException {
    CloudConfig.Broker settings = config.broker();
    try {
      EmbeddedBroker broker =
          EmbeddedBroker.start(
              new EmbeddedBroker.Settings(
                  settings.host(),
                  settings.port(),
                  settings.packetSize().bytesAsInt(),
                  settings.sessionExpiry()),
              credentials,
              downlink,
              () -> failure.complete("a session loop of the MQTT broker has died"));
      started("broker", broker::close);
      mqttPort = broker.port();
      return broker;
    } catch (IOException e) {
      throw new StartException(
          cannotListen(settings.host(), settings.port(), "--port N") + ": " + e.getMessage(), e);
    }
  }

  private Optional<EdgeGate> openGate() throws StartException {
    if (config.gate().isEmpty()) {
      return Optional.empty();
    }
    EdgeGate open = EdgeGate.open(config, storeFolder, mqttPort);
    started("gate", open::close);
    return Optional.of(open);
  }

  private static String cannotListen(String host, int port, String option) {
    return "cannot listen on " + host + ":" + port + "; stop what uses it or give " + option;
  }

  private BridgeConnection.Settings bridgeSettings(
      BridgeCredentials credentials, EmbeddedBroker broker) {
    return new BridgeConnection.Settings(
        config.broker().host(),
        broker.port(),
        credentials.username(),
        credentials.username(),
        credentials.password(),
        config.broker().packetSize().bytesAsInt(),
        config.readiness().interval(),
        config.readiness().within(),
        RECONNECT_AFTER);
  }

  private CloudCore.Settings coreSettings(List<ModelManifest> manifests) {
    CloudConfig.Link link = config.link();
    return new CloudCore.Settings(
        new CloudLink.Settings(link.grace(), link.keepDeferred(), link.requests(), link.edges()),
        manifests.stream().map(ModelManifest::name).collect(Collectors.toSet()),
        config.inference().workers(),
        config.inference().queue(),
        servers.models());
  }

  private boolean ready(BridgeConnection bridge) {
    return !failure.isDone() && bridge.ready();
  }

  /** Name and version of each model. */
  private List<String> names() {
    return names.entrySet().stream().map(one -> one.getKey() + " " + one.getValue()).toList();
  }

  private void started(String name, Stop stop) {
    started.push(new Part(name, stop));
  }

  private static <T> T startOnLoop(Context context, String fault, Start<T> start)
      throws StartException {
    try {
      return await(onLoop(context, start));
    } catch (ExecutionException e) {
      throw new StartException(fault + ": " + e.getCause().getMessage(), e);
    } catch (TimeoutException | InterruptedException e) {
      throw new StartException(fault + ": no answer in " + STEP_SECONDS_MAX + " s", e);
    }
  }

  private static <T> Future<T> onLoop(Context context, Start<T> start) {
    return Future.future(promise -> context.runOnContext(none -> start.run().onComplete(promise)));
  }

  private static Executor onLoop(Context context) {
    return task -> context.runOnContext(none -> task.run());
  }

  private static <T> T await(Future<T> future)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.toCompletionStage().toCompletableFuture().get(STEP_SECONDS_MAX, TimeUnit.SECONDS);
  }

  private record Part(String name, Stop stop) {}

  private interface Stop {
    void run() throws Exception;
  }

  private interface Start<T> {
    Future<T> run();
  }
}
