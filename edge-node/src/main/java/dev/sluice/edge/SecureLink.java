package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import dev.sluice.edge.cloudlink.LinkSecurity;
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

/** What this node shows of itself on one or more ways to the cloud, and what it shows next. */
final class SecureLink implements AutoCloseable {
  /** Often enough to see that the clock was set. */
  private static final Duration LOOK_MAX = Duration.ofMinutes(1);

  /** No clock that is right shows less. */
  private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

  private final EdgeConfig.UplinkTls files;
  private final MutualTls tls;
  private final Supplier<Instant> clock;
  private final Instant past;
  private Optional<ScheduledExecutorService> renewing = Optional.empty();
  private Optional<ScheduledFuture<?>> looks = Optional.empty();

  private SecureLink(
      EdgeConfig.UplinkTls files, MutualTls tls, Supplier<Instant> clock, Instant past) {
    this.files = files;
    this.tls = tls;
    this.clock = clock;
    this.past = past;
  }

  /**
   * @param node its name
   * @param clock of the wall
   * @param past a moment that has certainly been
   * @throws ConfigException when the files are faulty, or name another node
   */
  static SecureLink open(
      EdgeConfig.UplinkTls files, String node, Supplier<Instant> clock, Instant past)
      throws ConfigException {
    return new SecureLink(files, new MutualTls(identity(node, files), clock, past), clock, past);
  }

  /**
   * @throws ConfigException when a file is faulty, or the certificate is for another node
   */
  private static LinkIdentity identity(String node, EdgeConfig.UplinkTls files)
      throws ConfigException {
    LinkIdentity identity = LinkIdentity.load(files.identity(), files.ca());
    if (!identity.name().equals(node)) {
      throw new ConfigException(
          "%s: is for '%s', and this node is '%s'; correct node.id, or pair under this name"
              .formatted(files.identity(), identity.name(), node));
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
    return tls;
  }

  /** As it is now; any thread. */
  EdgeStatus.Certificate certificate() {
    return new EdgeStatus.Certificate(tls.identity().term().left(clock.get()), tls.obstacle());
  }

  /**
   * Renews from now on, if there is somebody to ask.
   *
   * @param onRenewed told by another thread that the next certificate is in force
   */
  synchronized void start(Runnable onRenewed) {
    files.renew().ifPresent(url -> renew(url, onRenewed));
  }

  private void renew(String url, Runnable onRenewed) {
    PairingClient bridge = new PairingClient();
    LinkRenewal renewal =
        new LinkRenewal(
            files.identity(),
            files.ca(),
            tls.identity(),
            (identity, key) -> bridge.renew(identity, url, key),
            next -> {
              tls.exchange(next);
              onRenewed.run();
            });
    Duration pause = tls.identity().term().renewalPause();
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
