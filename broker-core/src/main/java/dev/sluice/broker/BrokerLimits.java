package dev.sluice.broker;

import java.time.Duration;

/**
 * A limit on everything the broker holds. Reaching one is a named, counted outcome, never an
 * exception.
 *
 * @param connectionsMax beyond it CONNECT is refused with SERVER_BUSY
 * @param sessionsMax connected and kept sessions together
 * @param sessionExpiryMax longest life of a session without connection
 * @param keepAliveMax longest keep-alive of an MQTT 5 client; a larger one, or none, is replaced by
 *     this (0 = leave it). A 3.1.1 client keeps its own: it cannot be told of another
 * @param clientIdBytesMax longest Client Identifier accepted
 * @param packetBytesMax largest packet accepted, announced as Maximum Packet Size
 * @param topicLevelsMax deepest Topic Name or Filter accepted
 * @param receiveMaximum unacknowledged QoS 1 and 2 publications accepted from one MQTT 5 client;
 *     3.1.1 knows no such announcement, its clients are bounded by their 65,535 Packet Identifiers
 * @param inflightMax unacknowledged QoS 1 and 2 deliveries to one client, at most its own Receive
 *     Maximum
 * @param queueMessagesMax messages waiting for one client beyond those in flight
 * @param queueBytesMax their bytes (topic, payload, properties); the same again may be in flight
 * @param backlogMessagesMax messages that a journal keeps for one client beyond those in flight;
 *     what is not kept has the limits of the queue
 * @param backlogBytesMax their bytes
 * @param heldBytesMax bytes of such messages that are in memory too, of all clients together; the
 *     rest is on disk only
 * @param transmitCreditBytes bytes of PUBLISH handed to one connection and not yet flushed
 * @param subscriptionsPerClientMax filters of one session
 * @param retainedMessagesMax retained messages of the broker
 * @param retainedBytesMax their bytes
 * @param willDelayMax longest Will Delay honoured
 * @param memoryBytesMax bytes of memory for messages, whoever holds them; see {@link
 *     MemoryPressure} for what happens before it is reached
 * @param publisherWaitMax how long a publisher is held at most because one client lags; zero to
 *     hold nobody
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
    int backlogMessagesMax,
    long backlogBytesMax,
    long heldBytesMax,
    int transmitCreditBytes,
    int subscriptionsPerClientMax,
    int retainedMessagesMax,
    int retainedBytesMax,
    Duration willDelayMax,
    long memoryBytesMax,
    Duration publisherWaitMax) {

  public BrokerLimits {
    atLeastOne("connectionsMax", connectionsMax);
    atLeastOne("sessionsMax", sessionsMax);
    notNegative("sessionExpiryMax", sessionExpiryMax);
    notNegative("keepAliveMax", keepAliveMax);
    atLeastOne("clientIdBytesMax", clientIdBytesMax);
    atLeastOne("packetBytesMax", packetBytesMax);
    atLeastOne("topicLevelsMax", topicLevelsMax);
    atMost16Bits("receiveMaximum", receiveMaximum);
    atMost16Bits("inflightMax", inflightMax);
    atLeastOne("queueMessagesMax", queueMessagesMax);
    atLeastOne("queueBytesMax", queueBytesMax);
    atLeastOne("backlogMessagesMax", backlogMessagesMax);
    atLeastOne("backlogBytesMax", backlogBytesMax);
    atLeastOne("heldBytesMax", heldBytesMax);
    atLeastOne("transmitCreditBytes", transmitCreditBytes);
    atLeastOne("subscriptionsPerClientMax", subscriptionsPerClientMax);
    atLeastOne("retainedMessagesMax", retainedMessagesMax);
    atLeastOne("retainedBytesMax", retainedBytesMax);
    notNegative("willDelayMax", willDelayMax);
    atLeastOne("memoryBytesMax", memoryBytesMax);
    notNegative("publisherWaitMax", publisherWaitMax);
  }

  private static void atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }

  private static void atMost16Bits(String name, int value) {
    if (value < 1 || value > 65_535) {
      throw new IllegalArgumentException(name + " must be 1 to 65535, not " + value);
    }
  }

  private static void notNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, as " + value + " is");
    }
  }

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
          1_000_000,
          128 << 20,
          8 << 20,
          256 << 10,
          1_000,
          100_000,
          64 << 20,
          Duration.ofDays(1),
          128 << 20,
          Duration.ofSeconds(5));
}
