package dev.sluice.edge.cloudlink;

import io.vertx.mqtt.MqttClientOptions;

/** What this node says of itself and asks for when it connects. */
final class SessionOptions {
  /** The core owns the window; the client must never be the one that refuses. */
  private static final int IN_FLIGHT_MAX = 60_000;

  private static final int KEEP_ALIVE_SECONDS = 10;

  private SessionOptions() {}

  static MqttClientOptions of(Way way, CloudConnection.Settings settings) {
    MqttClientOptions options = new MqttClientOptions();
    options.setClientId("edge-" + settings.edgeId());
    way.login()
        .ifPresent(login -> options.setUsername(login.username()).setPassword(login.password()));
    options.setCleanSession(false);
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setMaxInflightQueue(IN_FLIGHT_MAX);
    options.setMaxMessageSize(settings.packetBytesMax());
    options.setConnectTimeout((int) settings.connectTimeout().toMillis());
    options.setTcpNoDelay(true);
    // Looked at only with TLS.
    options.setHostnameVerificationAlgorithm("HTTPS");
    way.security().secure(options);
    return options;
  }
}
