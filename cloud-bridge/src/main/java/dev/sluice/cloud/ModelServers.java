package dev.sluice.cloud;

import dev.sluice.cloud.admin.BackendStats;
import dev.sluice.cloud.config.ModelServer;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelTrust;
import dev.sluice.inference.guard.CallGuard;
import dev.sluice.inference.openinference.MetadataCheck;
import dev.sluice.inference.openinference.OpenInferenceClient;
import dev.sluice.inference.openinference.RemoteName;
import dev.sluice.inference.remote.RemoteBackend;
import dev.sluice.inference.remote.ServerHttp;
import dev.sluice.inference.remote.ServerSettings;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model servers of the configuration, each model with its backend, and the one thread of all.
 */
final class ModelServers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelServers.class);
  private static final Duration CHECK_PATIENCE = Duration.ofSeconds(2);

  private final ScheduledThreadPoolExecutor owner =
      new ScheduledThreadPoolExecutor(1, this::daemon);
  private final ServerHttp usual = new ServerHttp();
  private final Map<String, RemoteBackend> backends = new LinkedHashMap<>();

  private ModelServers() {
    owner.setRemoveOnCancelPolicy(true);
  }

  private Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "sluice-model-servers");
    thread.setDaemon(true);
    return thread;
  }

  /** None at all. */
  static ModelServers none() {
    return new ModelServers();
  }

  /**
   * Reads the manifests, and asks each server for its models. One that is away is used when it is
   * there; each of its answers is checked anyway.
   *
   * @throws ModelException when a manifest cannot be used, or a server has another model than it
   *     says
   */
  static ModelServers open(List<ModelServer> servers, ModelTrust trust) throws ModelException {
    ModelServers opened = new ModelServers();
    for (ModelServer server : servers) {
      for (ModelServer.Served served : server.models()) {
        opened.add(server, served, trust.read(served.manifest()));
      }
    }
    return opened;
  }

  private void add(ModelServer config, ModelServer.Served served, ModelManifest manifest)
      throws ModelException {
    ServerSettings server =
        new ServerSettings(
            config.name(),
            URI.create(config.url().replaceAll("/+$", "")),
            config.tokenFile().isPresent()
                ? Optional.of(TokenFile.read(config.tokenFile().get()))
                : Optional.empty(),
            config.timeout(),
            config.concurrency(),
            config.answerSize().bytesAsInt());
    ServerHttp http = config.ca().isPresent() ? ServerHttp.trusting(config.ca().get()) : usual;
    RemoteName name = new RemoteName(served.name().orElse(manifest.name()), served.version());
    check(server, http, name, manifest);
    CallGuard.Settings guard =
        new CallGuard.Settings(
            config.concurrency(), config.queue(), config.timeout(), config.attempts(), true);
    RemoteBackend backend =
        new RemoteBackend(
            manifest, server, guard, new OpenInferenceClient(server, http, manifest, name), owner);
    if (backends.put(manifest.name(), backend) != null) {
      throw new ModelException(
          "model '%s' is named for two servers; take one of them out".formatted(manifest.name()));
    }
  }

  private void check(
      ServerSettings server, ServerHttp http, RemoteName name, ModelManifest manifest)
      throws ModelException {
    try {
      MetadataCheck.Result result =
          new MetadataCheck(server, http).run(manifest, name, CHECK_PATIENCE);
      if (result instanceof MetadataCheck.Result.Differs differs) {
        throw new ModelException(
            "model '%s' of server '%s' is another one: %s; correct the manifest or the name"
                .formatted(name.name(), server.name(), differs.faults()));
      }
      if (result instanceof MetadataCheck.Result.Unknown unknown) {
        LOG.warn(
            "event=model-server-unchecked server={} url={} model={} cause=\"{}\"",
            server.name(),
            server.url(),
            name.name(),
            unknown.why());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** By the name of the model. */
  Map<String, RemoteBackend> backends() {
    return backends;
  }

  Set<String> models() {
    return backends.keySet();
  }

  List<BackendStats> stats() {
    return backends.entrySet().stream()
        .map(
            one ->
                new BackendStats(
                    one.getValue().server().name(), one.getKey(), one.getValue().stats()))
        .toList();
  }

  @Override
  public void close() {
    backends.values().forEach(RemoteBackend::close);
    owner.shutdown();
  }
}
