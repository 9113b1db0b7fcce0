package dev.sluice.target.redis;

import dev.sluice.target.settings.TargetSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * How one Redis is reached.
 *
 * @param password read once, from a file
 * @param tls empty for a connection in the clear
 * @param timeout of connecting, and of each answer
 * @param recordBytesMax below what the engine takes of one string, 512 MB by default
 */
record RedisSettings(
    String host,
    int port,
    Optional<String> user,
    Optional<String> password,
    Optional<SSLContext> tls,
    Duration timeout,
    long recordBytesMax) {
  private static final int PORT = 6_379;
  private static final int TIMEOUT_MS = 5_000;
  private static final int RECORD_BYTES = 1 << 20;
  private static final int RECORD_BYTES_LIMIT = 256 << 20;

  /**
   * @throws IllegalArgumentException that names the setting
   */
  static RedisSettings of(Map<String, String> said) {
    var settings = new TargetSettings("redis", said, known());
    String host = settings.text("host", "127.0.0.1");
    return new RedisSettings(
        host,
        settings.number("port", PORT, 65_535),
        settings.text("user"),
        settings.secret("password-file", host),
        settings.tls(),
        Duration.ofMillis(settings.number("timeout-ms", TIMEOUT_MS, 600_000)),
        settings.number("record-bytes-max", RECORD_BYTES, RECORD_BYTES_LIMIT));
  }

  private static Set<String> known() {
    Set<String> known = new HashSet<>(TargetSettings.TLS);
    known.addAll(
        List.of("host", "port", "user", "password-file", "timeout-ms", "record-bytes-max"));
    return known;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
