package dev.sluice.edge.mqtt;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.mqtt.MqttServerOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** TLS in front of MQTT, by the JDK; signatures are made by the workers of Vert.x. */
final class TlsLayer {
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

  private TlsLayer() {}

  /**
   * @param handshakeTimeout from the accepted socket to the end of the handshake
   */
  static void configure(MqttServerOptions options, Door.Tls tls, Duration handshakeTimeout) {
    options.setSsl(true);
    options.setKeyCertOptions(KeyCertOptions.wrap(tls.keys()));
    tls.trust().ifPresent(trust -> options.setTrustOptions(TrustOptions.wrap(trust)));
    options.setClientAuth(
        switch (tls.certificates()) {
          case NONE -> ClientAuth.NONE;
          case OPTIONAL -> ClientAuth.REQUEST;
          case REQUIRED -> ClientAuth.REQUIRED;
        });
    options.setEnabledSecureTransportProtocols(PROTOCOLS);
    options.setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true));
    options.setSslHandshakeTimeout(Math.max(1, handshakeTimeout.toMillis()));
    options.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
  }
}
