package dev.sluice.edge;

import dev.sluice.broker.Authorizer;
import dev.sluice.config.ConfigException;
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
import dev.sluice.edge.tls.TlsFiles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.X509TrustManager;

/**
 * What decides who comes in and what he may do: the parts of it, as the configuration wants them.
 */
final class AccessParts implements AutoCloseable {
  private final AccessConfig config;
  private final List<Listener> listeners;
  private final AccessControl control;
  private final Optional<Tokens> tokens;
  private final List<Optional<TlsFiles>> tls = new ArrayList<>();
  private final Authentication authentication;

  /**
   * @throws ConfigException when a file that it needs is faulty
   */
  AccessParts(EdgeConfig edge) throws ConfigException {
    config = edge.access();
    listeners = edge.allListeners();
    control = AccessControl.open(config.users(), config.acl());
    tokens =
        config.jwt().isPresent()
            ? Optional.of(Tokens.open(settings(config.jwt().get())))
            : Optional.empty();
    for (Listener listener : listeners) {
      tls.add(
          listener.tls().isPresent()
              ? Optional.of(TlsFiles.open(settings(listener.tls().get()), Instant::now))
              : Optional.empty());
    }
    authentication =
        new Authentication(
            new Authentication.Settings(
                config.workers(), config.waiting(), config.failuresPerMinute()),
            control,
            tokens,
            config.certificates().map(this::certificates),
            System::nanoTime);
  }

  private static Tokens.Settings settings(AccessConfig.Jwt jwt) {
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
