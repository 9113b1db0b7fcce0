package dev.sluice.edge.core;

import dev.sluice.broker.KeptRequest;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import java.util.Optional;

/**
 * Where and how a request is answered.
 *
 * @param correlationData returned as received
 * @param onlyTo the one client that may see the answer; empty when every subscriber may
 * @param kept as what the journal has the request until it is answered
 */
record Reply(
    TopicName topic,
    Qos qos,
    Optional<Payload> correlationData,
    Optional<ClientId> onlyTo,
    Optional<KeptRequest.Ref> kept) {
  /** To a request that a crash forgets. */
  Reply(TopicName topic, Qos qos, Optional<Payload> correlationData, Optional<ClientId> onlyTo) {
    this(topic, qos, correlationData, onlyTo, Optional.empty());
  }
}
