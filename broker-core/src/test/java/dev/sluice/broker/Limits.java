package dev.sluice.broker;

import java.time.Duration;
import java.util.function.Consumer;

/** The default limits with some of them changed. */
final class Limits {
  int connectionsMax = 100;
  int sessionsMax = 100;
  Duration sessionExpiryMax = Duration.ofDays(7);
  int packetBytesMax = 1 << 20;
  int topicLevelsMax = 8;
  int receiveMaximum = 10;
  int inflightMax = 100;
  int queueMessagesMax = 100;
  int queueBytesMax = 1 << 20;
  int backlogMessagesMax = 10_000;
  long backlogBytesMax = 1 << 24;
  long heldBytesMax = 1 << 20;
  int transmitCreditBytes = 1 << 16;
  int subscriptionsPerClientMax = 10;
  int retainedMessagesMax = 100;
  int retainedBytesMax = 1 << 20;
  long memoryBytesMax = 1L << 40;
  Duration publisherWaitMax = Duration.ofSeconds(5);

  private Limits() {}

  static BrokerLimits with(Consumer<Limits> change) {
    Limits limits = new Limits();
    change.accept(limits);
    return new BrokerLimits(
        limits.connectionsMax,
        limits.sessionsMax,
        limits.sessionExpiryMax,
        Duration.ofMinutes(30),
        256,
        limits.packetBytesMax,
        limits.topicLevelsMax,
        limits.receiveMaximum,
        limits.inflightMax,
        limits.queueMessagesMax,
        limits.queueBytesMax,
        limits.backlogMessagesMax,
        limits.backlogBytesMax,
        limits.heldBytesMax,
        limits.transmitCreditBytes,
        limits.subscriptionsPerClientMax,
        limits.retainedMessagesMax,
        limits.retainedBytesMax,
        Duration.ofDays(1),
        limits.memoryBytesMax,
        limits.publisherWaitMax);
  }
}
