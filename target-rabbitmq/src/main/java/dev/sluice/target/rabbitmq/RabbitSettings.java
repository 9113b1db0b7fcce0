package dev.sluice.target.rabbitmq;

import dev.sluice.target.settings.TargetSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * How one RabbitMQ is reached, and what becomes of queues that are not there.
 *
 * @param password read once, from a file
 * @param tls empty for a connection in the clear
 * @param exchange that records are published to, with the stream as routing key; empty for the
 *     default one, by which they get to the queue of that name
 * @param timeout of connecting, and of each confirmation
 * @param recordBytesMax below what the engine takes of one message, 128 MiB by default
 */
record RabbitSettings(
    String host,
    int port,
    String virtualHost,
    String user,
    Optional<String> password,
    Optional<SSLContext> tls,
    String exchange,
    Queues queues,
    Duration timeout,
    long recordBytesMax) {
  private static final int PORT = 5_672;
  private static final int TLS_PORT = 5_671;
  private static final int TIMEOUT_MS = 10_000;
  private static final int RECORD_BYTES = 1 << 20;
  private static final int RECORD_BYTES_LIMIT = 100 << 20;
  private static final String GUEST = "guest";

  /** What is declared before the first record of a stream. */
  enum Queues {
    /** A durable classic queue: first in, first out. */
    CLASSIC,
    /** A quorum queue: first in, first out, on several nodes. */
    QUORUM,
    /** A durable classic queue that gives urgent messages first, and so keeps no order of keys. */
    PRIORITY,
    /** Nothing: queues and bindings are somebody else's. */
    NONE
  }

  /**
   * @throws IllegalArgumentException that names the setting
   */
  static RabbitSettings of(Map<String, String> said) {
    var settings = new TargetSettings("rabbitmq", said, known());
    String host = settings.text("host", "127.0.0.1");
    Optional<SSLContext> tls = settings.tls();
    String exchange = settings.text("exchange", "");
    return new RabbitSettings(
        host,
        settings.number("port", tls.isPresent() ? TLS_PORT : PORT, 65_535),
        settings.text("virtual-host", "/"),
        settings.text("user", GUEST),
        settings.secret("password-file", host),
        tls,
        exchange,
        queues(settings.text("queues", exchange.isEmpty() ? "classic" : "none"), exchange),
        Duration.ofMillis(settings.number("timeout-ms", TIMEOUT_MS, 600_000)),
        settings.number("record-bytes-max", RECORD_BYTES, RECORD_BYTES_LIMIT));
  }

  private static Set<String> known() {
    Set<String> known = new HashSet<>(TargetSettings.TLS);
    known.addAll(
        List.of(
            "host",
            "port",
            "virtual-host",
            "user",
            "password-file",
            "exchange",
            "queues",
            "timeout-ms",
            "record-bytes-max"));
    return known;
  }

  private static Queues queues(String word, String exchange) {
    Queues queues;
    try {
      queues = Queues.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw TargetSettings.fault(
          "queues", "must be classic, quorum, priority or none (found " + word + ")");
    }
    if (queues != Queues.NONE && !exchange.isEmpty()) {
      throw TargetSettings.fault(
          "queues", "must be none with an exchange, whose bindings are yours");
    }
    return queues;
  }

  /** As the engine has it for whoever may do nothing from elsewhere. */
  String passwordOrGuest() {
    return password.orElse(GUEST);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
