package dev.sluice.broker;

import java.time.Duration;

/** The broker's tallies; each owner counts its own outcomes, {@link BrokerStats} is their copy. */
final class Counters {
  // Totals since the process started.
  long published;
  long publishedBytes;
  long delivered;
  long deliveredBytes;
  long droppedQueueFull;
  long droppedExpired;
  long droppedPacketTooLarge;
  long droppedOffline;
  long redeliveredShared;
  long droppedUnreadable;
  long droppedOldest;
  long droppedSuperseded;
  long droppedOutranked;
  long droppedMemory;
  long refusedConnects;
  long refusedNotAuthorized;
  long refusedReservedTopic;
  long refusedTopicTooDeep;
  long refusedRetained;
  long refusedJournal;
  long refusedQueueFull;
  long refusedMemory;
  long refusedPayloadFormat;
  long refusedSubscriptions;
  long protocolErrors;
  long connects;
  long takeOvers;
  long willsSent;
  long keepAliveTimeouts;
  long faults;
  long holds;
  long heldNanos;
  long holdsTimedOut;

  // What is held now.
  long queuedMessages;
  long queuedBytes;
  long parkedMessages;
  int subscriptions;
  int heldPublishers;

  BrokerStats snapshot(SessionTable sessions, RetainedMessages retained, MemoryBudget memory) {
    return new BrokerStats(
        published,
        publishedBytes,
        delivered,
        deliveredBytes,
        droppedQueueFull,
        droppedExpired,
        droppedPacketTooLarge,
        droppedOffline,
        redeliveredShared,
        droppedUnreadable,
        refusedConnects,
        refusedNotAuthorized,
        refusedReservedTopic,
        refusedTopicTooDeep,
        refusedRetained,
        refusedJournal,
        refusedPayloadFormat,
        refusedSubscriptions,
        protocolErrors,
        connects,
        takeOvers,
        willsSent,
        keepAliveTimeouts,
        faults,
        sessions.connectionCount(),
        sessions.sessionCount(),
        subscriptions,
        retained.size(),
        retained.bytes(),
        queuedMessages,
        queuedBytes,
        parkedMessages,
        new BrokerStats.Quotas(
            droppedOldest,
            droppedSuperseded,
            droppedOutranked,
            droppedMemory,
            refusedQueueFull,
            refusedMemory),
        new BrokerStats.Memory(memory.held(), memory.max(), memory.pressure()),
        new BrokerStats.Holds(heldPublishers, holds, Duration.ofNanos(heldNanos), holdsTimedOut));
  }
}
