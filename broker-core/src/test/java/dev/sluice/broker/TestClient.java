package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.mqtt.Subscribe.RetainHandling;
import dev.sluice.mqtt.Unsubscribe;
import dev.sluice.topic.TopicName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One connection as its client sees it; flushes at once unless told to hold. */
final class TestClient {
  private final TestBroker broker;
  private final ConnectionId id;
  private final ProtocolVersion version;
  private final List<OutboundPacket> received = new ArrayList<>();
  private Optional<ReasonCode> closed = Optional.empty();
  private boolean holding;
  private boolean waits;
  private long held;
  private int lastPacketId;

  TestClient(TestBroker broker, ConnectionId id, ProtocolVersion version) {
    this.broker = broker;
    this.id = id;
    this.version = version;
  }

  ConnectionId id() {
    return id;
  }

  ProtocolVersion version() {
    return version;
  }

  void receive(Effect.Transmit transmit) {
    received.add(transmit.packet());
    held += transmit.cost();
    if (!holding) {
      flush();
    }
  }

  void closedByBroker(ReasonCode reason) {
    closed = Optional.of(reason);
  }

  void held(boolean now) {
    assertThat(waits).as("held before, of %s", id).isNotEqualTo(now);
    waits = now;
  }

  /** Whether it has to wait before it publishes more; nothing keeps it from it here. */
  boolean isHeld() {
    return waits;
  }

  /** So much of it waits that it is not read any more. */
  void isUnread() {
    broker.turn(core -> core.onUnread(id, broker.now()));
  }

  /** The socket takes no more: credit stays used. */
  TestClient holdFlushes() {
    holding = true;
    return this;
  }

  void flush() {
    long bytes = held;
    held = 0;
    if (bytes > 0) {
      broker.core().onFlushed(id, bytes, broker.now());
    }
  }

  /** Lets the socket take what it holds, and what that sets free. */
  void flushAll() {
    while (held > 0) {
      broker.turn(core -> flush());
    }
  }

  Optional<ReasonCode> closed() {
    return closed;
  }

  /** Everything received since last asked, in words. */
  List<String> packets() {
    List<String> words = received.stream().map(TestBroker::describe).toList();
    received.clear();
    return words;
  }

  /** The PUBLISH packets received since last asked; other packets are forgotten too. */
  List<Delivery> deliveries() {
    List<Delivery> deliveries =
        received.stream().filter(Delivery.class::isInstance).map(Delivery.class::cast).toList();
    received.clear();
    return deliveries;
  }

  TestClient forget() {
    received.clear();
    return this;
  }

  /** The only packet received since last asked. */
  <T extends OutboundPacket> T only(Class<T> type) {
    if (received.size() != 1) {
      throw new AssertionError("expected one packet, not " + packets());
    }
    return type.cast(received.remove(0));
  }

  TestClient subscribe(String filter, int qos) {
    return subscribe(
        new Subscribe.Item(filter, Qos.of(qos), false, false, RetainHandling.SEND_AT_SUBSCRIBE),
        OptionalInt.empty());
  }

  TestClient subscribe(Subscribe.Item item, OptionalInt identifier) {
    Subscribe subscribe = new Subscribe(nextPacketId(), List.of(item), identifier);
    broker.turn(core -> core.onSubscribe(id, subscribe, broker.now()));
    return this;
  }

  void unsubscribe(String... filters) {
    Unsubscribe unsubscribe = new Unsubscribe(nextPacketId(), List.of(filters));
    broker.turn(core -> core.onUnsubscribe(id, unsubscribe, broker.now()));
  }

  void publish(String topic, String payload, int qos) {
    publish(Message.of(TopicName.of(topic), Payload.utf8(payload), Qos.of(qos)));
  }

  void retain(String topic, String payload, int qos) {
    Message message = Message.of(TopicName.of(topic), Payload.utf8(payload), Qos.of(qos));
    publish(
        new Message(message.topic(), message.payload(), message.qos(), true, message.properties()));
  }

  void publish(Message message) {
    publish(message, message.qos() == Qos.AT_MOST_ONCE ? 0 : nextPacketId(), false);
  }

  void publish(Message message, int packetId, boolean dup) {
    Publish publish = new Publish(message, packetId, dup);
    broker.turn(core -> core.onPublish(id, publish, broker.now()));
  }

  void pubAck(int packetId) {
    broker.turn(core -> core.onPubAck(id, packetId, ReasonCode.SUCCESS, broker.now()));
  }

  void pubRec(int packetId) {
    broker.turn(core -> core.onPubRec(id, packetId, ReasonCode.SUCCESS, broker.now()));
  }

  void pubRel(int packetId) {
    broker.turn(core -> core.onPubRel(id, packetId, ReasonCode.SUCCESS, broker.now()));
  }

  /** PUBREL for the latest packet of this client that had an identifier, if any. */
  void releaseLast() {
    if (lastPacketId != 0) {
      pubRel(lastPacketId);
    }
  }

  void pubComp(int packetId) {
    broker.turn(core -> core.onPubComp(id, packetId, ReasonCode.SUCCESS, broker.now()));
  }

  void ping() {
    broker.turn(core -> core.onPingReq(id, broker.now()));
  }

  void disconnect() {
    broker.turn(core -> core.onDisconnect(id, ReasonCode.SUCCESS, broker.now()));
  }

  /** The network goes, without a word. */
  void lose() {
    broker.turn(core -> core.onClosed(id, broker.now()));
  }

  private int nextPacketId() {
    lastPacketId = lastPacketId % 65_535 + 1;
    return lastPacketId;
  }
}
