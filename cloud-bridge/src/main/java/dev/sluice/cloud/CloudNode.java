package dev.sluice.cloud;

import dev.sluice.cloud.admin.AdminServer;
import dev.sluice.cloud.admin.BackendStats;
import dev.sluice.cloud.admin.CloudMetrics;
import dev.sluice.cloud.bridge.BridgeConnection;
import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.cloud.config.Serving;
import dev.sluice.cloud.core.Batching;
import dev.sluice.cloud.core.CloudCore;
import dev.sluice.cloud.core.Job;
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
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A running cloud bridge: the parts, started in order and stopped in reverse. */
final class CloudNode implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(250);
  private static final int SEGMENT_BYTES_MAX = 1 << 20;
  private static final int SEGMENTS_MIN = 8;

  private final CloudConfig config;
  private final Path storeFolder;
  private final ModelServers servers;
  private final StartedParts parts = new StartedParts();
  private final CompletableFuture<String> failure = new CompletableFuture<>();
  private final Map<String, String> names = new ConcurrentSkipListMap<>();
  private Optional<WorkerPool> workers = Optional.empty();
  private int adminPort;
  private Optional<Integer> modelPort = Optional.empty();
  private Optional<LinkBroker> broker = Optional.empty();

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

  /** Of the embedded broker. */
  int mqttPort() {
    return broker()
        .filter(OwnBroker.class::isInstance)
        .map(OwnBroker.class::cast)
        .orElseThrow()
        .port();
  }

  /** Where edge nodes and the bridge meet. */
  Optional<LinkBroker> broker() {
    return broker;
  }

  int adminPort() {
    return adminPort;
  }

  /** Where edge nodes of other machines come in, if they do. */
  Optional<EdgeGate> gate() {
    return broker.flatMap(LinkBroker::gate);
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
    parts.close();
  }

  private void startParts(ModelRuntime runtime, List<ModelManifest> manifests)
      throws StartException {
    NodeLoop on = NodeLoop.open();
    started("loop", on::close);
    Vertx vertx = on.vertx();
    List<ModelManifest> here = config.backbone().isPresent() ? List.of() : manifests;
    var loop = new CloudLoop(coreSettings(here, manifests));

    started("model-servers", servers::close);
    WorkerPool pool = startWorkers(runtime, here, on, loop);
    workers = Optional.of(pool);
    loop.use(
        batching(config.inference().batch(), pool),
        millis -> vertx.setTimer(millis, timer -> loop.onTick()));
    manifests.forEach(manifest -> names.put(manifest.name(), manifest.version()));
    var remote = new RemoteModels(servers.backends(), on.executor(), loop::onResult);
    Optional<Ingress> ingress = Ingress.open(config, on, loop);
    ingress.ifPresent(open -> started("backbone", open::close));
    ChatService chats = ChatService.open(config.inference().chat(), on);
    started("chats", chats::close);
    LaneStore store = openStore(on);
    Downlink downlink = Downlink.open(config, storeFolder, on.context());
    started("down", downlink::close);
    LinkBroker meeting = openBroker(on, downlink);
    var forwarding = new ForwardLoop(store);
    var inputs = new LinkInputs(loop, chats.loop(), forwarding, downlink.loop());
    var bridge = new BridgeConnection(vertx, bridgeSettings(meeting), inputs);
    var metrics = new CloudMetrics(loop::stats, bridge::dropped);
    started("metrics", metrics::close);
    downlink.meter(metrics);
    meeting.gate().ifPresent(open -> open.meter(metrics));
    servers
        .backends()
        .forEach(
            (model, backend) ->
                metrics.registerBackend(backend.server().name(), model, backend::stats));
    chats.meter(metrics);
    chats.connect(bridge, vertx);
    ingress.ifPresent(open -> open.meter(metrics));
    Consumer<Job> runs = runner(remote, pool);
    loop.connect(
        bridge::publish, pool, ingress.<Consumer<Job>>map(open -> open::run).orElse(runs), metrics);
    var readers = new LaneReaders(store);
    ForwardOutlet outlet = ForwardOutlet.create(vertx, meeting, readers);
    Targets targets = Targets.open(config, storeFolder, readers, on.executor());
    started("targets", targets::close);
    targets.meter(metrics);
    forwarding.connect(bridge, outlet.publisher(), targets);
    downlink.loop().connect(bridge);
    meeting.start(on, bridge);
    started("bridge", () -> NodeLoop.await(on.call(bridge::close)));
    metrics.registerForwarding(() -> forwarding.stats(outlet));
    on.run(outlet::start);
    on.run(targets::start);
    on.run(downlink.loop()::onOpen);
    started("outlet", () -> on.run(outlet::close));
    started("readers", () -> on.run(readers::save));

    var admin =
        new AdminServer(
            vertx,
            () -> unready(bridge, outlet, ingress),
            loop::stats,
            loop::fleet,
            () -> forwarding.stats(outlet),
            this::names,
            () -> backendStats(chats),
            targets::stats,
            metrics);
    CloudConfig.Admin adminAt = config.admin();
    adminPort =
        on.start(
            cannotListen(adminAt.host(), adminAt.port(), "--set admin.port=N"),
            () -> admin.start(adminAt.host(), adminAt.port()));
    started("admin", () -> NodeLoop.await(admin.close()));
    if (config.inference().serve().isPresent()) {
      Serving serving = config.inference().serve().get();
      var direct = new DirectRequests(loop, pool, servers.backends(), () -> ready(bridge));
      modelPort = Optional.of(offerModels(on, serving, direct, metrics));
    }
    var breakers = new BreakerNews();
    on.run(
        () ->
            vertx.setPeriodic(
                TICK.toMillis(),
                timer -> {
                  loop.onTick();
                  forwarding.onTick();
                  downlink.loop().onTick();
                  chats.loop().onTick();
                  breakers.look(backendStats(chats));
                  ingress.ifPresent(Ingress::onTick);
                }));
  }

  private List<BackendStats> backendStats(ChatService chats) {
    return Stream.concat(servers.stats().stream(), chats.stats().stream()).toList();
  }

  private WorkerPool startWorkers(
      ModelRuntime runtime, List<ModelManifest> manifests, NodeLoop on, CloudLoop loop)
      throws StartException {
    try {
      WorkerPool workers =
          WorkerPool.start(
              config.inference().workers(), runtime, manifests, on.executor(), loop::onResult);
      started("workers", workers::close);
      return workers;
    } catch (ModelException e) {
      throw new StartException(e.getMessage(), e);
    }
  }

  private int offerModels(NodeLoop on, Serving at, DirectRequests models, CloudMetrics metrics)
      throws StartException {
    OpenInferenceServer server = ModelDoor.open(on.vertx(), at, models);
    ModelDoor.meter(metrics, server);
    String fault = cannotListen(at.host(), at.port(), "--set inference.serve.port=N");
    int port = on.start(fault, server::start);
    started("served models", () -> NodeLoop.await(server.close()));
    return port;
  }

  /** One job on its own. */
  static Consumer<Job> runner(RemoteModels servers, WorkerPool workers) {
    return job -> {
      if (servers.has(job.request().model())) {
        servers.run(job);
      } else {
        workers.run(job);
      }
    };
  }

  static Batching batching(CloudConfig.Batch batch, WorkerPool pool) {
    return new Batching(
        pool.batchSizes().entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, e -> Math.min(e.getValue(), batch.size()))),
        batch.maxWait().toNanos());
  }

  private LaneStore openStore(NodeLoop on) throws StartException {
    long laneBytes = config.store().laneSize().bytes();
    int segmentBytes = (int) Math.max(1, Math.min(SEGMENT_BYTES_MAX, laneBytes / SEGMENTS_MIN));
    try {
      LaneStore store =
          LaneStore.open(
              storeFolder, new LaneStore.Settings(laneBytes, segmentBytes), on.executor());
      started("store", store::close);
      return store;
    } catch (StoreException e) {
      throw new StartException(e.getMessage(), e);
    }
  }

  private LinkBroker openBroker(NodeLoop on, Downlink downlink) throws StartException {
    LinkBroker opened =
        config.broker().external().isPresent()
            ? OtherBroker.open(config, on, downlink)
            : OwnBroker.open(
                config,
                storeFolder,
                downlink,
                () -> failure.complete("a session loop of the MQTT broker has died"));
    started("broker", opened::close);
    broker = Optional.of(opened);
    return opened;
  }

  static String cannotListen(String host, int port, String option) {
    return "cannot listen on " + host + ":" + port + "; stop what uses it or give " + option;
  }

  private BridgeConnection.Settings bridgeSettings(LinkBroker meeting) {
    return new BridgeConnection.Settings(
        meeting.access(),
        config.readiness().interval(),
        config.readiness().within(),
        meeting.group());
  }

  /** What does not run here runs on model servers, or on workers behind the backbone. */
  private CloudCore.Settings coreSettings(List<ModelManifest> here, List<ModelManifest> all) {
    CloudConfig.Link link = config.link();
    return new CloudCore.Settings(
        new CloudLink.Settings(link.grace(), link.keepDeferred(), link.requests(), link.edges()),
        here.stream().map(ModelManifest::name).collect(Collectors.toSet()),
        config.inference().workers(),
        config.inference().queue(),
        Stream.concat(
                servers.models().stream(),
                all.stream().filter(one -> !here.contains(one)).map(ModelManifest::name))
            .collect(Collectors.toSet()));
  }

  private boolean ready(BridgeConnection bridge) {
    return !failure.isDone() && bridge.ready() && broker.filter(LinkBroker::isHeard).isPresent();
  }

  private Optional<String> unready(
      BridgeConnection bridge, ForwardOutlet outlet, Optional<Ingress> ingress) {
    if (ready(bridge)) {
      return unpublished(outlet).or(() -> ingress.flatMap(Ingress::fault));
    }
    return Optional.of(
        "no message of the bridge to itself has come back through the broker, or commands are not"
            + " subscribed there"
            + unpublished(outlet).map(why -> "; " + why).orElse(""));
  }

  /** The connection for requests may serve while the one that needs more of the broker does not. */
  private static Optional<String> unpublished(ForwardOutlet outlet) {
    return outlet.fault().map(why -> "messages cannot be published at the broker: " + why);
  }

  /** Name and version of each model. */
  private List<String> names() {
    return names.entrySet().stream().map(one -> one.getKey() + " " + one.getValue()).toList();
  }

  private void started(String name, StartedParts.Stop stop) {
    parts.add(name, stop);
  }
}
