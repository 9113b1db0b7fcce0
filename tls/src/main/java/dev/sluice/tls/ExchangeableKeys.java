package dev.sluice.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The server's keys as TLS asks for them, chosen by the host that a client names (RFC 6066); the
 * first one where none is named or known. A handshake that began with the keys before finds them
 * still.
 */
final class ExchangeableKeys extends X509ExtendedKeyManager {
  private record Held(List<ServerKey> current, List<ServerKey> before) {}

  private volatile Held held;

  ExchangeableKeys(List<ServerKey> keys) {
    held = new Held(List.copyOf(keys), List.of());
  }

  void exchange(List<ServerKey> keys) {
    held = new Held(List.copyOf(keys), held.current());
  }

  List<ServerKey> current() {
    return held.current();
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    List<ServerKey> keys = held.current();
    return hostOf(engine)
        .flatMap(host -> keys.stream().filter(key -> key.isFor(host)).findFirst())
        .or(() -> Optional.of(keys.get(0)))
        .filter(key -> key.suits(keyType))
        .map(ServerKey::alias)
        .orElse(null);
  }

  private static Optional<String> hostOf(SSLEngine engine) {
    if (!(engine.getHandshakeSession() instanceof ExtendedSSLSession session)) {
      return Optional.empty();
    }
    for (SNIServerName name : session.getRequestedServerNames()) {
      if (name instanceof SNIHostName host) {
        return Optional.of(host.getAsciiName());
      }
    }
    return Optional.empty();
  }

  private Optional<ServerKey> find(String alias) {
    Held now = held;
    List<ServerKey> all = new ArrayList<>(now.current());
    all.addAll(now.before());
    return all.stream().filter(key -> key.alias().equals(alias)).findFirst();
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return find(alias).map(key -> key.chain().toArray(X509Certificate[]::new)).orElse(null);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return find(alias).map(ServerKey::key).orElse(null);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return held.current().stream()
        .filter(key -> key.suits(keyType))
        .map(ServerKey::alias)
        .toArray(String[]::new);
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    String[] aliases = getServerAliases(keyType, issuers);
    return aliases.length == 0 ? null : aliases[0];
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return new String[0];
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return null;
  }
}
