package dev.sluice.cloud;

import dev.sluice.cloud.admin.CloudMetrics;
import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.cloud.gate.LinkGate;
import dev.sluice.cloud.gate.Refusal;
import dev.sluice.cloud.pairing.Admission;
import dev.sluice.cloud.pairing.Invitations;
import dev.sluice.cloud.pairing.PairServer;
import dev.sluice.cloud.pairing.PairingFolder;
import dev.sluice.cloud.pairing.Roster;
import dev.sluice.config.ConfigException;
import dev.sluice.tls.TlsFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way in for edge nodes of other machines, put together: gate, pairing, own certificate. */
final class EdgeGate implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EdgeGate.class);
  private static final Duration RENEW_EVERY = Duration.ofDays(30);
  private static final long PATIENCE_SECONDS = 10;

  private final LinkGate gate;
  private final PairServer pairing;
  private final int pairPort;
  private final ScheduledExecutorService renewal =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "sluice-gate-renewal");
            thread.setDaemon(true);
            return thread;
          });

  private Optional<ScheduledFuture<?>> renewals = Optional.empty();

  private EdgeGate(LinkGate gate, PairServer pairing, int pairPort) {
    this.gate = gate;
    this.pairing = pairing;
    this.pairPort = pairPort;
  }

  /**
   * Listens when it returns.
   *
   * @param brokerPort on loopback
   */
  static EdgeGate open(CloudConfig config, Path store, int brokerPort) throws StartException {
    CloudConfig.Gate asked = config.gate().orElseThrow();
    Path place = StorePlace.pairing(store);
    try {
      PairingFolder folder = PairingFolder.open(place, Instant::now);
      TlsFiles tls = folder.serverTls(asked.names());
      Roster roster = new Roster(folder);
      LinkGate gate =
          LinkGate.open(
              new LinkGate.Settings(
                  asked.host(),
                  asked.port(),
                  new InetSocketAddress(config.broker().host(), brokerPort),
                  config.broker().packetSize().bytesAsInt(),
                  asked.connections(),
                  asked.connectTimeout()),
              tls.keyManager(),
              tls.trustManager().orElseThrow(),
              roster::admits);
      var admission =
          new Admission(folder, new Invitations(folder), roster, asked.certificateLife());
      EdgeGate open = openPairing(asked, gate, tls, admission);
      open.renewBeforeExpiry(folder, tls, asked.names());
      return open;
    } catch (ConfigException e) {
      throw new StartException(e.getMessage(), e);
    } catch (IOException e) {
      throw new StartException(
          "cannot open the gate on %s:%d with %s: %s; correct gate.host, stop what uses the port, or give --set gate.port=N"
              .formatted(asked.host(), asked.port(), place, e.getMessage()),
          e);
    }
  }

  private static EdgeGate openPairing(
      CloudConfig.Gate asked, LinkGate gate, TlsFiles tls, Admission admission)
      throws StartException {
    var settings =
        new PairServer.Settings(asked.host(), asked.pairPort(), asked.names().get(0), gate.port());
    PairServer server = new PairServer(settings, tls, admission);
    try {
      int port =
          server
              .start()
              .toCompletionStage()
              .toCompletableFuture()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return new EdgeGate(gate, server, port);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      gate.close();
      throw new StartException(
          "cannot listen on %s:%d; stop what uses it or give --set gate.pair-port=N"
              .formatted(asked.host(), asked.pairPort()),
          e);
    }
  }

  private void renewBeforeExpiry(PairingFolder folder, TlsFiles tls, List<String> names) {
    Runnable renew =
        () -> {
          try {
            folder.renewServer(names);
            LOG.info("event=gate-renewed what=\"{}\"", tls.reload());
          } catch (IOException | ConfigException e) {
            LOG.warn("event=gate-not-renewed cause=\"{}\"", e.getMessage());
          }
        };
    renewals =
        Optional.of(
            renewal.scheduleAtFixedRate(
                renew, RENEW_EVERY.toSeconds(), RENEW_EVERY.toSeconds(), TimeUnit.SECONDS));
  }

  int port() {
    return gate.port();
  }

  int pairPort() {
    return pairPort;
  }

  void meter(CloudMetrics metrics) {
    metrics.gauge("gate.edges", "Edge nodes connected by the gate", gate::open);
    for (Refusal reason : Refusal.values()) {
      metrics.countOf(
          "gate.refused",
          "Connections that the gate ended",
          reason.word(),
          () -> gate.refused(reason));
    }
  }

  @Override
  public void close() {
    renewals.ifPresent(next -> next.cancel(true));
    renewal.shutdownNow();
    gate.close();
    pairing.close();
  }
}
