package dev.sluice.sim.device;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * How one device connects, publishes and listens.
 *
 * @param topic that it publishes on
 * @param filters that it subscribes to, at {@code qos} but at least 1
 * @param deadlineMillis sent along with each message as {@code x-deadline-ms} by MQTT 5 devices
 * @param ids names each message in {@code x-id} where its payload cannot, MQTT 5 devices only
 */
public record ClientSettings(
    String host,
    int port,
    String clientId,
    String topic,
    int qos,
    List<String> filters,
    OptionalLong deadlineMillis,
    Optional<LongFunction<String>> ids) {

  /** Messages sent and not acknowledged; beyond it a device holds back. */
  public static final int IN_FLIGHT_MAX = 1_000;

  static final int KEEP_ALIVE_SECONDS = 30;
  static final int CONNECT_TIMEOUT_SECONDS = 5;
  static final long SESSION_EXPIRY_SECONDS = 3_600;

  public ClientSettings {
    filters = List.copyOf(filters);
  }

  String uri() {
    return "tcp://" + host + ":" + port;
  }

  int subscriptionQos() {
    return Math.max(1, qos);
  }
}
