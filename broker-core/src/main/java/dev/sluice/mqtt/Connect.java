package dev.sluice.mqtt;

import java.time.Duration;
import java.util.Optional;

/**
 * CONNECT, decoded and well formed; the core decides whether to accept it.
 *
 * @param clientId as sent, possibly empty
 * @param keepAliveSeconds 0 switches the keep-alive off
 * @param sessionExpiry zero ends the session with the connection; 3.1.1 maps CleanSession=0 to the
 *     broker's limit and 1 to zero. The adapter passes {@link #NEVER} for 0xFFFFFFFF.
 * @param receiveMaximum the client's limit of unacknowledged QoS 1 and 2 publications, 65,535 when
 *     absent
 * @param maximumPacketSize the client's limit in bytes, {@link Integer#MAX_VALUE} when absent
 */
public record Connect(
    ProtocolVersion version,
    String clientId,
    boolean cleanStart,
    int keepAliveSeconds,
    Duration sessionExpiry,
    int receiveMaximum,
    int maximumPacketSize,
    Optional<Will> will) {

  public static final Duration NEVER = Duration.ofSeconds(0xFFFFFFFFL);
}
