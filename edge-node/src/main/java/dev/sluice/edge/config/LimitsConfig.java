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
    Optional<DataSize> memory,
    DataSize transmitCredit,
    int subscriptionsPerClient,
    int retainedMessages,
    DataSize retainedSize,
    Duration willDelay,
    DataSize topicSize,
    int subscriptions,
    DataSize unansweredSize,
    Duration publisherWait,
    int connectsPerSecond,
    int messagesPerSecond,
    Optional<DataSize> bytesPerSecond,
    int totalMessagesPerSecond,
    Optional<DataSize> totalBytesPerSecond) {

  /** Models, the journal's index and the library have the rest of the heap. */
  private static final int MEMORY_PERCENT = 40;

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
        willDelay,
        memoryBytes(),
        publisherWait);
  }

  /** What the file says, else a share of the heap. */
  private long memoryBytes() {
    return memory
        .map(DataSize::bytes)
        .orElse(Runtime.getRuntime().maxMemory() / 100 * MEMORY_PERCENT);
  }
}
