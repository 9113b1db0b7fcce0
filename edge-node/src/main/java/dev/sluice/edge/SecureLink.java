package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import dev.sluice.edge.cloudlink.CloudConnection;
import dev.sluice.edge.cloudlink.LinkSecurity;
import dev.sluice.edge.cloudlink.LoginFile;
import dev.sluice.edge.cloudlink.MutualTls;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.core.EdgeStatus;
import dev.sluice.edge.pairing.LinkRenewal;
import dev.sluice.edge.pairing.PairingClient;
import dev.sluice.tls.LinkIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How the uplink is secured, put together from the configuration: what it shows, and what next. */
final class SecureLink implements AutoCloseable {
  /** Often enough to see that the clock was set. */
  private static final Duration LOOK_MAX = Duration.ofMinutes(1);

  /** No clock that is right shows less. */
  private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

  private final EdgeConfig.Uplink uplink;
  private final Supplier<Instant> clock;
  private final Instant past;
  private final Optional<MutualTls> tls;
  private final Optional<CloudConnection.Login> login;
  private Optional<ScheduledExecutorService> renewing = Optional.empty();
  private Optional<ScheduledFuture<?>> looks = Optional.empty();

  private SecureLink(
      EdgeConfig.Uplink uplink,
      Supplier<Instant> clock,
      Instant past,
      Optional<MutualTls> tls,
      Optional<CloudConnection.Login> login) {
    this.uplink = uplink;
    this.clock = clock;
    this.past = past;
    this.tls = tls;
    this.login = login;
  }

  /**
   * @param journal whose files tell when this node last ran
   * @param clock of the wall
   * @throws ConfigException when the files of the link are faulty, or name another node
   */
  static SecureLink open(EdgeConfig config, Path journal, Supplier<Instant> clock)
      throws ConfigException {
    Instant past = lastSeen(config.journal().dir().orElse(journal));
    Optional<MutualTls> tls = Optional.empty();
    if (config.uplink().enabled() && config.uplink().tls().isPresent()) {
      LinkIdentity identity = identity(config, config.uplink().tls().get());
      tls = Optional.of(new MutualTls(identity, clock, past));
    }
    return new SecureLink(config.uplink(), clock, past, tls, login(config.uplink()));
  }

  private static Optional<CloudConnection.Login> login(EdgeConfig.Uplink uplink)
      throws ConfigException {
    if (!uplink.enabled() || uplink.login().isEmpty()) {
      return Optional.empty();
    }
    EdgeConfig.UplinkLogin said = uplink.login().get();
    return Optional.of(LoginFile.read(said.username(), said.passwordFile()));
  }

  /**
   * @throws ConfigException when a file is faulty, or the certificate is for another node
   */
  static LinkIdentity identity(EdgeConfig config, EdgeConfig.UplinkTls files)
      throws ConfigException {
    LinkIdentity identity = LinkIdentity.load(files.identity(), files.ca());
    if (!identity.name().equals(config.node().id())) {
      throw new ConfigException(
          "%s: is for '%s', and this node is '%s'; correct node.id, or pair under this name"
              .formatted(files.identity(), identity.name(), config.node().id()));
    }
    return identity;
  }

  /** When a file of that folder was last written, as far as can be seen. */
  static Instant lastSeen(Path folder) {
    if (!Files.isDirectory(folder)) {
      return EARLIEST;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> Instant.ofEpochMilli(file.toFile().lastModified()))
          .filter(EARLIEST::isBefore)
          .max(Instant::compareTo)
          .orElse(EARLIEST);
    } catch (IOException e) {
      return EARLIEST;
    }
  }

  LinkSecurity security() {
    return tls.<LinkSecurity>map(found -> found).orElse(LinkSecurity.NONE);
  }

  /** What the broker is told besides, if it asks. */
  Optional<CloudConnection.Login> login() {
    return login;
  }

  /** As it is now; any thread. */
  Optional<EdgeStatus.Certificate> certificate() {
    return tls.map(
        shown ->
            new EdgeStatus.Certificate(
                shown.identity().term().left(clock.get()), shown.obstacle()));
  }

  /**
   * Renews from now on.
   *
   * @param onRenewed told by another thread that the next certificate is in force
   */
  synchronized void start(Runnable onRenewed) {
    if (tls.isPresent() && uplink.tls().orElseThrow().renew().isPresent()) {
      renew(tls.get(), uplink.tls().get(), onRenewed);
    }
  }

  private void renew(MutualTls shown, EdgeConfig.UplinkTls files, Runnable onRenewed) {
    String url = files.renew().orElseThrow();
    PairingClient bridge = new PairingClient();
    LinkRenewal renewal =
        new LinkRenewal(
            files.identity(),
            files.ca(),
            shown.identity(),
            (identity, key) -> bridge.renew(identity, url, key),
            next -> {
              shown.exchange(next);
              onRenewed.run();
            });
    Duration pause = shown.identity().term().renewalPause();
    long millis = Math.min(LOOK_MAX.toMillis(), pause.toMillis());
    ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(this::thread);
    looks =
        Optional.of(
            looking.scheduleWithFixedDelay(
                () -> look(renewal), millis, millis, TimeUnit.MILLISECONDS));
    renewing = Optional.of(looking);
  }

  private void look(LinkRenewal renewal) {
    try {
      renewal.onTime(clock.get(), past);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "sluice-link-renewal");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public synchronized void close() {
    looks.ifPresent(look -> look.cancel(true));
    renewing.ifPresent(ScheduledExecutorService::shutdownNow);
  }
}
