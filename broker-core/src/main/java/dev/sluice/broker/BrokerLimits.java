package dev.sluice.broker;

import java.time.Duration;

/**
 * A limit on everything the broker holds. Reaching one is a named, counted outcome, never an
 * exception.
 *
 * @param connectionsMax beyond it CONNECT is refused with SERVER_BUSY
 * @param sessionsMax connected and kept sessions together
 * @param sessionExpiryMax longest life of a session without connection
 * @param keepAliveMax longest keep-alive; a larger one, or none, is replaced by this (0 = leave it)
 * @param clientIdBytesMax longest Client Identifier accepted
 * @param packetBytesMax largest packet accepted, announced as Maximum Packet Size
 * @param topicLevelsMax deepest Topic Name or Filter accepted
 * @param receiveMaximum unacknowledged QoS 1 and 2 publications accepted from one client
 * @param inflightMax unacknowledged QoS 1 and 2 deliveries to one client, at most its own Receive
 *     Maximum
 * @param queueMessagesMax messages waiting for one client beyond those in flight
 * @param queueBytesMax their bytes (topic, payload, properties)
 * @param transmitCreditBytes bytes of PUBLISH handed to one connection and not yet flushed
 * @param subscriptionsPerClientMax filters of one session
 * @param retainedMessagesMax retained messages of the broker
 * @param retainedBytesMax their bytes
 * @param willDelayMax longest Will Delay honoured
 */
public record BrokerLimits(
    int connectionsMax,
    int sessionsMax,
    Duration sessionExpiryMax,
    Duration keepAliveMax,
    int clientIdBytesMax,
    int packetBytesMax,
    int topicLevelsMax,
    int receiveMaximum,
    int inflightMax,
    int queueMessagesMax,
    int queueBytesMax,
    int transmitCreditBytes,
    int subscriptionsPerClientMax,
    int retainedMessagesMax,
    int retainedBytesMax,
    Duration willDelayMax) {

  /** What a gateway with 512 MB runs on. */
  public static final BrokerLimits DEFAULT =
      new BrokerLimits(
          10_000,
          20_000,
          Duration.ofDays(7),
          Duration.ofMinutes(30),
          256,
          1 << 20,
          64,
          1_024,
          1_024,
          10_000,
          8 << 20,
          256 << 10,
          1_000,
          100_000,
          64 << 20,
          Duration.ofDays(1));
}
