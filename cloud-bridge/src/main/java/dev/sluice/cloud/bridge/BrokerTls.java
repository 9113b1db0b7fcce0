package dev.sluice.cloud.bridge;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.TrustOptions;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS towards a broker, whose certificate has to be for the host that was asked for.
 *
 * @param keys what is shown; empty for nothing
 * @param trust who vouches for the broker; empty for the authorities of the JDK
 */
public record BrokerTls(
    Optional<X509ExtendedKeyManager> keys, Optional<X509ExtendedTrustManager> trust) {

  void secure(NetClientOptions options) {
    options.setSsl(true);
    options.setHostnameVerificationAlgorithm("HTTPS");
    keys.ifPresent(own -> options.setKeyCertOptions(KeyCertOptions.wrap(own)));
    trust.ifPresent(believed -> options.setTrustOptions(TrustOptions.wrap(believed)));
  }
}
