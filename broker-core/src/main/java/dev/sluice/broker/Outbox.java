package dev.sluice.broker;

import dev.sluice.broker.durable.Consumers;
import dev.sluice.mqtt.OutboundPacket;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.ReasonCode;
import java.util.Optional;
import java.util.function.Consumer;

/** Where a turn leaves its effects, in order. */
final class Outbox {
  private final Consumer<? super Effect> effects;
  private final Counters counters;

  Outbox(Consumer<? super Effect> effects, Counters counters) {
    this.effects = effects;
    this.counters = counters;
  }

  /** Any packet but PUBLISH: those are never held back, hence never charged. */
  void transmit(ConnectionId connection, OutboundPacket packet) {
    effects.accept(new Effect.Transmit(connection, packet, 0));
  }

  void transmit(Connection connection, Delivery packet, int cost) {
    connection.charge(cost);
    counters.delivered++;
    counters.deliveredBytes += packet.message().payload().size();
    effects.accept(new Effect.Transmit(connection.id(), packet, cost));
  }

  /** Tells an MQTT 5 client why, then closes; 3.1.1 has no DISCONNECT from the server. */
  void disconnect(Connection connection, ReasonCode reason) {
    if (connection.speaksMqtt5()) {
      transmit(connection.id(), new OutboundPacket.Disconnect(reason));
    }
    close(connection.id(), reason);
  }

  void close(ConnectionId connection, ReasonCode reason) {
    effects.accept(new Effect.Close(connection, reason));
  }

  void hold(ConnectionId publisher) {
    effects.accept(new Effect.Hold(publisher));
  }

  void release(ConnectionId publisher) {
    effects.accept(new Effect.Release(publisher));
  }

  void deliver(InternalSubscriber consumer, AcceptedMessage accepted) {
    Optional<KeptRequest.Ref> kept =
        consumer
            .keptFor()
            .filter(name -> accepted.isAcknowledged() && accepted.sequence() != 0)
            .map(name -> new KeptRequest.Ref(Consumers.nameOf(name), accepted.sequence()));
    accepted
        .publisher()
        .ifPresent(
            publisher ->
                effects.accept(
                    new Effect.Deliver(consumer.consumer(), publisher, accepted.message(), kept)));
  }
}
