package dev.sluice.edge;

import dev.sluice.broker.Effect;
import dev.sluice.broker.KeptRequest;
import dev.sluice.config.ConfigException;
import dev.sluice.edge.admin.AdminServer;
import dev.sluice.edge.admin.EdgeMetrics;
import dev.sluice.edge.admin.ModelPages;
import dev.sluice.edge.admin.SelfReport;
import dev.sluice.edge.admin.StatusBoard;
import dev.sluice.edge.cloudlink.CloudConnection;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.config.EdgeConfigFile;
import dev.sluice.edge.config.TopicConfig;
import dev.sluice.edge.core.DownPlane;
import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.EdgeStatus;
import dev.sluice.edge.core.ForwardPlane;
import dev.sluice.edge.decisionlog.DecisionLog;
import dev.sluice.edge.host.HostWatch;
import dev.sluice.edge.inference.CaffeineAnswers;
import dev.sluice.edge.inference.FeatureStage;
import dev.sluice.edge.inference.ModelStore;
import dev.sluice.edge.journal.Journal;
import dev.sluice.edge.journal.JournalException;
import dev.sluice.edge.journal.SyncPolicy;
import dev.sluice.edge.mqtt.MqttListeners;
import dev.sluice.edge.systemd.ServiceNotice;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelTrust;
import dev.sluice.inference.trial.GuardedRuntime;
import dev.sluice.policy.PolicyConfig;
import dev.sluice.policy.PolicyFile;
import dev.sluice.topic.TopicFilter;
import dev.sluice.uplink.EdgeLink;
import dev.sluice.uplink.LinkId;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A running edge node: the parts list, and the order in which parts start and stop. */
final class Gateway implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final EdgeConfig config;
  private final Vertx vertx;
  private final Context context;
  private final GuardedRuntime runtime;
  private final Optional<Journal> journal;
  private final LongSupplier clock;
  private final EdgeLoop loop;
  private final EdgeCore core;
  private final AccessParts access;
  private final MqttListeners listeners;
  private final Reloads reloads;
  private final FeatureStage features;
  private final LivePolicy live;
  private final ModelServing models;
  private final Optional<Forwarding> forwarding;
  private final Optional<Downward> downward;
  private final Uplinks uplinks;
  private final CloudConnection cloud;
  private final EdgeMetrics metrics;
  private final Optional<DecisionLog> decisions;
  private final StatusReporter status;
  private final SelfReport report;
  private final AdminServer admin;
  private final HostWatch host;
  private final Optional<ServiceNotice> systemd;

  /**
   * Where a node can be reached.
   *
   * @param mqttPorts in the order of the listeners
   */
  record Addresses(List<Integer> mqttPorts, int adminPort) {
    Addresses {
      mqttPorts = List.copyOf(mqttPorts);
    }

    int mqttPort() {
      return mqttPorts.get(0);
    }
  }

  Gateway(EdgeConfigFile file, Path journalFolder)
      throws ModelException, ConfigException, JournalException, StartupException {
    this(file, journalFolder, EarlyVertx::make);
  }

  /**
   * Puts the parts together; nothing is open yet.
   *
   * @throws ModelException when a model cannot be loaded
   * @param journalFolder where the journal is, unless the file says so or wants none
   * @param loops asked once; the node closes what it is given
   * @throws ConfigException when a route names a model that is not there
   * @throws JournalException when the journal cannot be used
   * @throws StartupException when the decision log cannot
   */
  Gateway(EdgeConfigFile file, Path journalFolder, Supplier<Vertx> loops)
      throws ModelException, ConfigException, JournalException, StartupException {
    this.config = file.config();
    access = new AccessParts(config);
    ModelStore store = new ModelStore(journalFolder.resolveSibling("models"));
    ModelTrust trust =
        ModelTrust.of(config.inference().trustedKeys(), config.inference().unsigned());
    runtime = ModelNews.runtime(journalFolder.resolveSibling("runtime-trials"));
    ModelShelf shelf = ModelShelf.load(config.inference().models(), trust, store, runtime);
    PolicyFile policy = file.policy();
    RouteTable table =
        new RouteTable(policy, shelf, config.durability() != EdgeConfig.Durability.MEMORY);
    SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());
    uplinks = Uplinks.open(config, journalFolder, Instant::now);
    journal = openJournal(journalFolder);
    clock =
        journal.map(Journal::clock).<LongSupplier>map(own -> own::nanos).orElse(System::nanoTime);
    vertx = loops.get();
    context = vertx.getOrCreateContext();
    loop = new EdgeLoop(vertx, context, clock);
    core = core(policy.config(), table, random);
    listeners = Listeners.of(config, vertx, access, core.broker(), clock, loop);
    StatusBoard board = new StatusBoard(System::nanoTime);
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    metrics = new EdgeMetrics(board, registry);
    features =
        new FeatureStage(
            core, loop, table.inputs(), Gateway::localTime, config.inference().devices());
    live = new LivePolicy(file, policy.config(), table, core, features, loop);
    core.publishLateAnswers(table.lateAnswers());
    core.useTexts(TextRouteTable.of(policy.config(), RouteTable.FIRST_VERSION), clock.getAsLong());
    decisions = openDecisionLog();
    models =
        new ModelServing(
            config.inference(), shelf, table, trust, store, runtime, core, loop, metrics::inferred);
    cloud =
        new CloudConnection(vertx, uplinkSettings(), uplinks.ways(), core, loop, random.split());
    status =
        new StatusReporter(
            config,
            shelf,
            runtime,
            listeners,
            access,
            core,
            cloud,
            uplinks,
            models.pool(),
            journal,
            live::status,
            decisions,
            clock,
            this::lanes,
            this::forward,
            this::down,
            board);
    report = new SelfReport(board, config.uplink().reportEvery());
    admin =
        new AdminServer(
            vertx,
            access.adminEntry(config.admin()),
            board,
            metrics,
            registry,
            new ModelPages(this::rollBack));
    core.broker().treatBy(config.topics().stream().map(TopicConfig::treatment).toList());
    host = new HostWatch(vitals -> loop.submit(now -> core.onVitals(vitals)));
    systemd = ServiceNotice.open(System.getenv(), vertx, context);
    loop.start(core, this::perform, this::perform);
    List<TopicFilter> neverLeave = policy.config().neverLeave();
    forwarding = journal.flatMap(kept -> Forwarding.start(config, neverLeave, kept, core, loop));
    downward = journal.flatMap(kept -> Downward.start(config, kept, core, loop));
    List<Reloads.Item> watched = new ArrayList<>(access.reloads());
    watched.add(new LiveForward(file, forwarding, downward).item());
    reloads = new Reloads(watched, new RightsNews(loop, core.broker()));
    journal.ifPresent(this::restore);
  }

  private Optional<Journal> openJournal(Path folder) throws JournalException {
    if (config.durability() == EdgeConfig.Durability.MEMORY) {
      return Optional.empty();
    }
    EdgeConfig.Journal asked = config.journal();
    SyncPolicy policy =
        config.durability() == EdgeConfig.Durability.OS ? SyncPolicy.OS : SyncPolicy.FSYNC;
    Path place = asked.dir().orElse(folder);
    Journal.Settings settings =
        new Journal.Settings(
            policy,
            asked.maxSize().bytes(),
            asked.segmentSize().bytesAsInt(),
            Forwarding.queues(config, place));
    return Optional.of(Journal.open(place, settings, System::nanoTime, System::currentTimeMillis));
  }

  private List<EdgeStatus.Lane> lanes() {
    return forwarding.map(Forwarding::status).orElse(List.of());
  }

  private Optional<ForwardPlane.Stats> forward() {
    return forwarding.map(Forwarding::stats);
  }

  private Optional<DownPlane.Stats> down() {
    return downward.flatMap(Downward::stats);
  }

  /** For guards: what the clock on the wall says. */
  private static LocalDateTime localTime() {
    return LocalDateTime.now(ZoneId.systemDefault());
  }

  private Optional<DecisionLog> openDecisionLog() throws StartupException {
    if (config.decisionLog().isEmpty()) {
      return Optional.empty();
    }
    EdgeConfig.DecisionLog asked = config.decisionLog().get();
    try {
      DecisionLog log =
          new DecisionLog(asked.dir(), asked.maxSize().bytes(), System::currentTimeMillis);
      core.recordDecisions();
      log.start();
      return Optional.of(log);
    } catch (IOException e) {
      throw new StartupException(
          "decision-log.dir: " + asked.dir() + " cannot be used: let it name a folder", e);
    }
  }

  /** Before the first turn: nobody else has the core yet. */
  private void restore(Journal opened) {
    core.broker().keepBy(KeepRules.of(config));
    List<KeptRequest> unanswered =
        core.broker().restore(opened.state(), opened.messages(), clock.getAsLong());
    opened.start(
        new JournalTurns(
            core.broker(),
            loop,
            now -> {
              forwarding.ifPresent(parts -> parts.onDurable(now));
              downward.ifPresent(parts -> parts.onDurable(now));
            }));
    // Whose time was over before the start is gone before anybody connects.
    loop.submit(
        now -> {
          core.resume(unanswered, now);
          core.onTimer(now);
        });
  }

  private EdgeCore core(PolicyConfig policy, RouteTable table, SplittableRandom random) {
    EdgeConfig.Uplink uplink = config.uplink();
    EdgeCore.Settings settings =
        new EdgeCore.Settings(
            config.limits().brokerLimits(),
            config.mqtt().brokerOptions(config.limits(), "sluice " + Version.STRING),
            // Nothing survives the process, so each start is a new life to the cloud.
            new LinkId(config.node().id(), random.nextLong()),
            new EdgeLink.Settings(uplink.pingInterval(), uplink.stallAfter(), uplink.resendAfter()),
            config.inference().requests(),
            config.inference().decodeQueue());
    return new EdgeCore(
        settings,
        access.authorizer(),
        new CaffeineAnswers(),
        table.routes(),
        PlacementParts.engine(config, policy, table),
        random.split(),
        loop.networkSink(),
        loop.workSink());
  }

  private CloudConnection.Settings uplinkSettings() {
    EdgeConfig.Uplink uplink = config.uplink();
    return new CloudConnection.Settings(
        config.node().id(),
        uplink.reconnectMin(),
        uplink.reconnectMax(),
        uplink.connectTimeout(),
        uplink.stallAfter(),
        uplink.failBackAfter(),
        uplink.packetSize().bytesAsInt());
  }

  /**
   * Opens the ports.
   *
   * @throws StartupException when a port cannot be had
   */
  Addresses open() throws StartupException {
    List<Integer> mqttPorts = new ArrayList<>();
    for (EdgeConfig.Listener one : config.allListeners()) {
      int number = mqttPorts.size();
      mqttPorts.add(
          PortOpening.await(
              config.fieldOf(number) + ".port",
              one.host(),
              one.port(),
              onLoop(() -> listeners.listen(number))));
    }
    int adminPort =
        PortOpening.await(
            "admin.port", config.admin().host(), config.admin().port(), admin.listen());
    context.runOnContext(
        now -> {
          loop.submit(core.broker()::begin);
          status.start(vertx);
          models.start();
          if (config.uplink().enabled()) {
            cloud.open();
            vertx.setPeriodic(report.every().toMillis(), timer -> reportToCloud());
            uplinks.start(changed -> context.runOnContext(renewed -> cloud.renew(changed)));
          }
        });
    reloads.start();
    live.watch();
    host.start();
    systemd.ifPresent(ServiceNotice::ready);
    return new Addresses(mqttPorts, adminPort);
  }

  /** Which policy serves; any thread. */
  EdgeStatus.Policy policy() {
    return live.status();
  }

  private void reportToCloud() {
    report.latest().ifPresent(latest -> loop.submit(now -> core.report(latest, now)));
  }

  private Future<Integer> onLoop(Supplier<Future<Integer>> action) {
    Promise<Integer> promise = Promise.promise();
    context.runOnContext(now -> action.get().onComplete(promise));
    return promise.future();
  }

  private void perform(Effect effect) {
    if (effect instanceof Effect.Transmit transmit) {
      listeners.perform(transmit);
    } else if (effect instanceof Effect.Close close) {
      listeners.perform(close);
    } else if (effect instanceof Effect.Hold hold) {
      listeners.perform(hold);
    } else if (effect instanceof Effect.Release release) {
      listeners.perform(release);
    } else if (effect instanceof Effect.Append append) {
      journal.orElseThrow().append(append);
    } else if (effect instanceof Effect.Fetch fetch) {
      journal.orElseThrow().fetch(fetch);
    }
  }

  private Future<Boolean> rollBack(String model) {
    Promise<Boolean> done = Promise.promise();
    loop.submit(
        now -> {
          try {
            done.complete(models.pool().rollBack(model, "asked for"));
          } catch (IllegalArgumentException e) {
            done.fail(e);
          }
        });
    return done.future();
  }

  private void perform(EdgeEffect effect) {
    if (effect instanceof EdgeEffect.Prepare prepare) {
      features.perform(prepare);
    } else if (effect instanceof EdgeEffect.RunModel run) {
      models.pool().perform(run);
    } else if (effect instanceof EdgeEffect.SendUplink send) {
      cloud.perform(send);
    } else if (effect instanceof EdgeEffect.ResetUplink) {
      cloud.reset();
    } else if (effect instanceof EdgeEffect.SendForward send) {
      cloud.perform(send);
    } else if (effect instanceof EdgeEffect.Subscribed told) {
      Downward.perform(told);
    } else if (effect instanceof EdgeEffect.Recorded recorded) {
      decisions.orElseThrow().perform(recorded);
    } else {
      forwarding.ifPresent(parts -> parts.perform(effect));
    }
  }

  /** Reads everything again that is read while the node runs, whether it has changed or not. */
  void reload() {
    reloads.all();
  }

  /** Says goodbye to clients and cloud, then ends the threads. */
  @Override
  public void close() {
    systemd.ifPresent(ServiceNotice::close);
    reloads.close();
    live.close();
    host.close();
    uplinks.close();
    Promise<Void> quiet = Promise.promise();
    context.runOnContext(
        now -> {
          cloud.close();
          loop.submit(core.broker()::shutDown);
          listeners.close().<Void>mapEmpty().onComplete(quiet);
        });
    try {
      quiet
          .future()
          .eventually(() -> vertx.close())
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // The process ends anyway; whoever still waits sees the socket close.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    forwarding.ifPresent(Forwarding::close);
    journal.ifPresent(Journal::close);
    access.close();
    decisions.ifPresent(DecisionLog::close);
    features.close();
    models.close();
    runtime.close();
  }
}
