package dev.sluice.broker;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket;
import dev.sluice.mqtt.OutboundPacket.ConnAck;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.OutboundPacket.Disconnect;
import dev.sluice.mqtt.OutboundPacket.PingResp;
import dev.sluice.mqtt.OutboundPacket.PubAck;
import dev.sluice.mqtt.OutboundPacket.PubComp;
import dev.sluice.mqtt.OutboundPacket.PubRec;
import dev.sluice.mqtt.OutboundPacket.PubRel;
import dev.sluice.mqtt.OutboundPacket.SubAck;
import dev.sluice.mqtt.OutboundPacket.UnsubAck;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.mqtt.Subscribe.RetainHandling;
import dev.sluice.topic.TopicName;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** A correct client with a session of its own (section 4.3), over a {@link LossyLink}. */
final class ModelClient implements OutboundPacket.Visitor<Void> {
  private static final int WINDOW = 4;

  private final String name;
  private final Ledger ledger;
  private final LossyLink link;
  private final Memory memory;

  // For the session.
  private final Map<Integer, Publish> unacknowledged = new LinkedHashMap<>();
  private final Set<Integer> unreleased = new HashSet<>();
  private final Set<Integer> received = new HashSet<>();
  private boolean subscribed;
  private int lastPacketId;

  // For the connection.
  private boolean ready;

  /** Whether the client keeps what it must; a forgetful one shows that the ledger notices. */
  enum Memory {
    KEEPS,
    FORGETS_ON_RECONNECT
  }

  ModelClient(String name, Ledger ledger, LossyLink link, Memory memory) {
    this.name = name;
    this.ledger = ledger;
    this.link = link;
    this.memory = memory;
  }

  String name() {
    return name;
  }

  void connect() {
    ready = false;
    if (memory == Memory.FORGETS_ON_RECONNECT) {
      received.clear();
    }
    link.open(this, Connects.lasting(name, 3));
  }

  boolean isIdle() {
    return ready && unacknowledged.isEmpty() && unreleased.isEmpty();
  }

  boolean mayPublish() {
    return ready && unacknowledged.size() + unreleased.size() < WINDOW;
  }

  void publish(String topic, Qos qos) {
    byte[] number = ByteBuffer.allocate(4).putInt(ledger.publish(topic)).array();
    Message message = Message.of(TopicName.of(topic), Payload.of(number), qos);
    int packetId = nextPacketId();
    unacknowledged.put(packetId, new Publish(message, packetId, false));
    send(unacknowledged.get(packetId));
  }

  private int nextPacketId() {
    do {
      lastPacketId = lastPacketId % 10 + 1;
    } while (unacknowledged.containsKey(lastPacketId) || unreleased.contains(lastPacketId));
    return lastPacketId;
  }

  private void send(Publish publish) {
    link.send(this, (core, id, now) -> core.onPublish(id, publish, now));
  }

  private void sendPubRel(int packetId) {
    link.send(this, (core, id, now) -> core.onPubRel(id, packetId, ReasonCode.SUCCESS, now));
  }

  @Override
  public Void connAck(ConnAck packet) {
    ready = true;
    if (subscribed && !packet.sessionPresent()) {
      throw new AssertionError(name + " had a session and lost it");
    }
    if (!subscribed) {
      Subscribe.Item item =
          new Subscribe.Item("+", Qos.EXACTLY_ONCE, true, false, RetainHandling.SEND_AT_SUBSCRIBE);
      Subscribe subscribe = new Subscribe(99, List.of(item), OptionalInt.empty());
      link.send(this, (core, id, now) -> core.onSubscribe(id, subscribe, now));
    }
    unreleased.forEach(this::sendPubRel);
    unacknowledged
        .values()
        .forEach(publish -> send(new Publish(publish.message(), publish.packetId(), true)));
    return null;
  }

  boolean isSubscribed() {
    return subscribed;
  }

  @Override
  public Void publish(Delivery packet) {
    int id = packet.packetId();
    int number = ByteBuffer.wrap(packet.message().payload().bytes()).getInt();
    if (packet.qos() == Qos.AT_LEAST_ONCE || received.add(id)) {
      ledger.arrive(packet.message().topic().value(), number);
    }
    if (packet.qos() == Qos.AT_LEAST_ONCE) {
      link.send(this, (core, c, now) -> core.onPubAck(c, id, ReasonCode.SUCCESS, now));
    } else {
      link.send(this, (core, c, now) -> core.onPubRec(c, id, ReasonCode.SUCCESS, now));
    }
    return null;
  }

  @Override
  public Void pubAck(PubAck packet) {
    unacknowledged.remove(packet.packetId());
    return null;
  }

  @Override
  public Void pubRec(PubRec packet) {
    unacknowledged.remove(packet.packetId());
    unreleased.add(packet.packetId());
    sendPubRel(packet.packetId());
    return null;
  }

  @Override
  public Void pubRel(PubRel packet) {
    received.remove(packet.packetId());
    link.send(
        this, (core, id, now) -> core.onPubComp(id, packet.packetId(), ReasonCode.SUCCESS, now));
    return null;
  }

  @Override
  public Void pubComp(PubComp packet) {
    unreleased.remove(packet.packetId());
    return null;
  }

  @Override
  public Void subAck(SubAck packet) {
    subscribed = true;
    return null;
  }

  @Override
  public Void unsubAck(UnsubAck packet) {
    throw new AssertionError("never asked for");
  }

  @Override
  public Void pingResp(PingResp packet) {
    throw new AssertionError("never asked for");
  }

  @Override
  public Void disconnect(Disconnect packet) {
    if (packet.reason() != ReasonCode.SESSION_TAKEN_OVER) {
      throw new AssertionError(name + " was cut off: " + packet.reason());
    }
    return null;
  }
}
