package dev.sluice.broker;

import java.time.Duration;

/**
 * What the broker has counted since it started (totals) and what it holds now. A snapshot.
 *
 * @param published PUBLISH packets accepted from clients
 * @param publishedBytes their payload bytes
 * @param delivered PUBLISH packets transmitted to clients, redeliveries included
 * @param deliveredBytes their payload bytes
 * @param droppedQueueFull deliveries given up because a client's queue was full
 * @param droppedExpired messages whose Message Expiry passed before delivery
 * @param droppedPacketTooLarge deliveries beyond the client's Maximum Packet Size
 * @param droppedOffline QoS 0 deliveries to sessions without connection
 * @param redeliveredShared messages of Shared Subscriptions that went to another member
 * @param droppedUnreadable deliveries given up because the journal cannot read the message any more
 * @param refusedConnects CONNECT packets answered with an error
 * @param refusedNotAuthorized publications and subscriptions that the authorizer denied
 * @param refusedReservedTopic publications to topics that begin with '$'
 * @param refusedTopicTooDeep publications and subscriptions beyond the limits of topic levels and
 *     bytes
 * @param refusedRetained messages not retained because the retained messages were at their limit
 * @param refusedJournal publications refused because the journal takes no more
 * @param refusedPayloadFormat publications that said they were UTF-8 and were not
 * @param refusedSubscriptions subscriptions that are not well formed, or beyond a limit
 * @param protocolErrors connections closed because the peer broke the rules
 * @param connects CONNECT packets accepted
 * @param takeOvers connections replaced by a newer one of the same Client Identifier
 * @param willsSent Will Messages published
 * @param keepAliveTimeouts connections closed for silence
 * @param faults turns in which an unexpected exception was caught: our bug, their connection closed
 * @param parkedMessages of those queued, the ones that are on disk only
 * @param quotas what limits of queues and memory have cost
 * @param memory what messages take of it
 * @param holds publishers that waited for those who hear them
 */
public record BrokerStats(
    long published,
    long publishedBytes,
    long delivered,
    long deliveredBytes,
    long droppedQueueFull,
    long droppedExpired,
    long droppedPacketTooLarge,
    long droppedOffline,
    long redeliveredShared,
    long droppedUnreadable,
    long refusedConnects,
    long refusedNotAuthorized,
    long refusedReservedTopic,
    long refusedTopicTooDeep,
    long refusedRetained,
    long refusedJournal,
    long refusedPayloadFormat,
    long refusedSubscriptions,
    long protocolErrors,
    long connects,
    long takeOvers,
    long willsSent,
    long keepAliveTimeouts,
    long faults,
    int connections,
    int sessions,
    int subscriptions,
    int retainedMessages,
    long retainedBytes,
    long queuedMessages,
    long queuedBytes,
    long parkedMessages,
    Quotas quotas,
    Memory memory,
    Holds holds) {

  /**
   * What became of messages for which there was no room.
   *
   * @param droppedOldest deliveries given up for a newer message of their class
   * @param droppedSuperseded deliveries given up because their topic has a newer message, and only
   *     that is wanted
   * @param droppedOutranked deliveries given up for a message of a greater priority
   * @param droppedMemory deliveries of QoS 0 given up because memory was short
   * @param refusedQueueFull publications refused because a subscriber's queue was full
   * @param refusedMemory publications refused because memory was short
   */
  public record Quotas(
      long droppedOldest,
      long droppedSuperseded,
      long droppedOutranked,
      long droppedMemory,
      long refusedQueueFull,
      long refusedMemory) {
    long dropped() {
      return droppedOldest + droppedSuperseded + droppedOutranked + droppedMemory;
    }
  }

  /** Bytes of memory that messages take and may take, and what is done about it. */
  public record Memory(long heldBytes, long maxBytes, MemoryPressure pressure) {}

  /**
   * Publishers that were held because those who hear them lag.
   *
   * @param publishers that are held now
   * @param begun how often that has begun
   * @param length how long those took together that are over
   * @param timedOut how many ended without that anybody had caught up
   */
  public record Holds(int publishers, long begun, Duration length, long timedOut) {}
}
