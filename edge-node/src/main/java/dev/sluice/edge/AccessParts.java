package dev.sluice.edge;

import dev.sluice.broker.Authorizer;
import dev.sluice.config.ConfigException;
import dev.sluice.edge.admin.AdminServer;
import dev.sluice.edge.admin.AdminToken;
import dev.sluice.edge.auth.AccessControl;
import dev.sluice.edge.auth.Authentication;
import dev.sluice.edge.auth.Certificates;
import dev.sluice.edge.auth.Proof;
import dev.sluice.edge.auth.Refusal;
import dev.sluice.edge.auth.Tokens;
import dev.sluice.edge.auth.Verdict;
import dev.sluice.edge.config.AccessConfig;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.config.EdgeConfig.Listener;
import dev.sluice.edge.config.TlsConfig;
import dev.sluice.edge.mqtt.Arrival;
import dev.sluice.edge.mqtt.Door;
import dev.sluice.edge.mqtt.Doorkeeper;
import dev.sluice.tls.TlsFiles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What decides who comes in and what he may do: the parts of it, as the configuration wants them.
 */
final class AccessParts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessParts.class);

  private final AccessConfig config;
  private final List<Listener> listeners;
  private final AccessControl control;
  private final Optional<Tokens> tokens;
  private final List<Optional<TlsFiles>> tls = new ArrayList<>();
  private final Optional<AdminToken> adminToken;
  private final Optional<TlsFiles> adminTls;
  private final Authentication authentication;

  /**
   * @throws ConfigException when a file that it needs is faulty
   */
  AccessParts(EdgeConfig edge) throws ConfigException {
    config = edge.access();
    listeners = edge.allListeners();
    control = AccessControl.open(config.users(), config.acl());
    tokens = open(config.jwt(), jwt -> Tokens.open(settings(jwt)));
    for (Listener listener : listeners) {
      warnOfPlainText(listener);
      tls.add(open(listener.tls(), found -> TlsFiles.open(settings(found), Instant::now)));
    }
    adminToken = open(edge.admin().tokenFile(), AdminToken::open);
    adminTls = open(edge.admin().tls(), pair -> TlsFiles.open(settings(pair), Instant::now));
    authentication =
        new Authentication(
            new Authentication.Settings(
                config.workers(), config.waiting(), config.failuresPerMinute()),
            control,
            tokens,
            config.certificates().map(this::certificates),
            System::nanoTime);
  }

  /** Makes a part out of what the configuration says of it. */
  private interface Opening<F, T> {
    T open(F from) throws ConfigException;
  }

  private static <F, T> Optional<T> open(Optional<F> from, Opening<F, T> opening)
      throws ConfigException {
    return from.isPresent() ? Optional.of(opening.open(from.get())) : Optional.empty();
  }

  private static void warnOfPlainText(Listener listener) {
    if (!listener.isLocal() && listener.tls().isEmpty()) {
      LOG.warn("listener={} tls=none: passwords can be read on their way to it", listener.label());
    }
  }

  static Tokens.Settings settings(AccessConfig.Jwt jwt) {
    return new Tokens.Settings(
        jwt.keys(),
        Set.copyOf(jwt.algorithms()),
        jwt.userClaim(),
        jwt.rolesClaim(),
        jwt.issuer(),
        jwt.audience(),
        jwt.required(),
        jwt.clockTolerance(),
        jwt.closeAtExpiry());
  }

  private Certificates certificates(AccessConfig.Certificates asked) {
    return new Certificates(
        Certificates.Name.valueOf(asked.name().name()), Set.copyOf(asked.roles()), control);
  }

  private static TlsFiles.Settings settings(TlsConfig.Pair pair) {
    return new TlsFiles.Settings(
        List.of(new TlsFiles.Pair(pair.certificate(), pair.key())),
        Optional.empty(),
        Optional.empty());
  }

  private static TlsFiles.Settings settings(TlsConfig config) {
    List<TlsFiles.Pair> pairs = new ArrayList<>();
    pairs.add(new TlsFiles.Pair(config.certificate(), config.key()));
    config.sni().forEach(pair -> pairs.add(new TlsFiles.Pair(pair.certificate(), pair.key())));
    return new TlsFiles.Settings(pairs, config.clientCa(), config.clientCrl());
  }

  Authorizer authorizer() {
    return control;
  }

  /** Refusals so far by their words; any thread. */
  Map<Refusal, Long> refusals() {
    return authentication.refusals();
  }

  /** The way to the operators' pages. */
  AdminServer.Entry adminEntry(EdgeConfig.Admin admin) {
    return new AdminServer.Entry(
        admin.host(), admin.port(), adminToken, adminTls.map(TlsFiles::keyManager));
  }

  /** The way in of that listener. */
  Door door(int number) {
    Listener listener = listeners.get(number);
    Optional<TlsFiles> files = tls.get(number);
    Optional<X509TrustManager> trust =
        files.flatMap(TlsFiles::trustManager).map(X509TrustManager.class::cast);
    boolean anonymous = listener.takesAnonymous(config);
    Doorkeeper keeper =
        (arrival, answer) ->
            authentication.check(
                proof(arrival, listener.isLocal(), anonymous, trust),
                verdict -> answer.accept(answer(verdict)));
    return new Door(
        number,
        keeper,
        files.map(found -> tls(listener.tls().orElseThrow(), found, trust)),
        listener
            .websocket()
            .map(socket -> new Door.WebSocket(socket.path(), Set.copyOf(socket.origins()))));
  }

  private static Door.Tls tls(TlsConfig config, TlsFiles files, Optional<X509TrustManager> trust) {
    return new Door.Tls(
        files.keyManager(),
        trust,
        Door.ClientCertificates.valueOf(config.clientCertificates().name()));
  }

  private static Proof proof(
      Arrival arrival, boolean local, boolean anonymous, Optional<X509TrustManager> trust) {
    return new Proof(
        arrival.address(),
        local,
        anonymous,
        arrival.userName(),
        arrival.password(),
        trust
            .filter(judge -> !arrival.certificates().isEmpty())
            .map(judge -> new Proof.ClientCertificate(arrival.certificates(), judge)));
  }

  private static Doorkeeper.Answer answer(Verdict verdict) {
    if (verdict instanceof Verdict.Accepted accepted) {
      return new Doorkeeper.Answer.Admitted(
          accepted.identity(),
          accepted.until().map(until -> Duration.between(Instant.now(), until)));
    }
    return new Doorkeeper.Answer.Refused(((Verdict.Refused) verdict).why().reason());
  }

  /** Everything that is read again when its files change. */
  List<Reloads.Item> reloads() {
    List<Reloads.Item> items = new ArrayList<>();
    if (!control.watched().isEmpty()) {
      items.add(new Reloads.Item("access", control.watched(), control::reload));
    }
    tokens.ifPresent(found -> items.add(new Reloads.Item("jwt", found.watched(), found::reload)));
    adminToken.ifPresent(
        found -> items.add(new Reloads.Item("admin token", found.watched(), found::reload)));
    adminTls.ifPresent(
        found -> items.add(new Reloads.Item("admin tls", found.watched(), found::reload)));
    for (int i = 0; i < tls.size(); i++) {
      String label = listeners.get(i).label();
      tls.get(i)
          .ifPresent(
              found -> items.add(new Reloads.Item("tls " + label, found.watched(), found::reload)));
    }
    return items;
  }

  @Override
  public void close() {
    authentication.close();
  }
}
