package dev.sluice.edge.config;

import dev.sluice.broker.BrokerLimits;
import dev.sluice.config.DataSize;
import java.time.Duration;
import java.util.Optional;

/** The {@code limits} of the file; what each means stands in {@link BrokerLimits}. */
public record LimitsConfig(
    int connections,
    int sessions,
    Duration sessionExpiry,
    Duration keepAlive,
    DataSize clientIdSize,
    DataSize packetSize,
    int topicLevels,
    int receiveMaximum,
    int inflight,
    int queueMessages,
    DataSize queueSize,
    int backlogMessages,
    DataSize backlogSize,
    DataSize backlogMemory,
    DataSize transmitCredit,
    int subscriptionsPerClient,
    int retainedMessages,
    DataSize retainedSize,
    Duration willDelay,
    DataSize topicSize,
    int subscriptions,
    DataSize unansweredSize,
    int connectsPerSecond,
    int messagesPerSecond,
    Optional<DataSize> bytesPerSecond) {

  public BrokerLimits brokerLimits() {
    return new BrokerLimits(
        connections,
        sessions,
        sessionExpiry,
        keepAlive,
        clientIdSize.bytesAsInt(),
        packetSize.bytesAsInt(),
        topicLevels,
        receiveMaximum,
        inflight,
        queueMessages,
        queueSize.bytesAsInt(),
        backlogMessages,
        backlogSize.bytes(),
        backlogMemory.bytes(),
        transmitCredit.bytesAsInt(),
        subscriptionsPerClient,
        retainedMessages,
        retainedSize.bytesAsInt(),
        willDelay);
  }
}
