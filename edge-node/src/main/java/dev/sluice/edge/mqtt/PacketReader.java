package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.mqtt.Unsubscribe;
import dev.sluice.topic.TopicName;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.MqttUnsubscribeMessage;
import java.util.ArrayList;
import java.util.List;

/** Turns packets as Vert.x MQTT decoded them into the broker's values; one per connection. */
final class PacketReader {
  /** Before the first PUBLISH; shared, for most connections never publish this way. */
  static final TopicName NO_TOPIC_YET = TopicName.of("none");

  private final ProtocolVersion version;

  /** A device publishes to few topics: the last one is rarely parsed and encoded again. */
  private TopicName lastTopic = NO_TOPIC_YET;

  PacketReader(ProtocolVersion version) {
    this.version = version;
  }

  Publish publish(MqttPublishMessage packet) throws MalformedPacketException {
    String topic = packet.topicName();
    if (!topic.equals(lastTopic.value())) {
      // An empty name would stand for a Topic Alias: the properties say which fault it is.
      lastTopic = topic.isEmpty() ? refuseEmptyTopic(packet) : topicName(topic);
    }
    Qos qos = Qos.of(packet.qosLevel().value());
    Message message =
        new Message(
            lastTopic,
            takeOver(packet.payload()),
            qos,
            packet.isRetain(),
            PropertyReader.publish(packet.properties()));
    return new Publish(message, qos == Qos.AT_MOST_ONCE ? 0 : packet.messageId(), packet.isDup());
  }

  private static TopicName refuseEmptyTopic(MqttPublishMessage packet)
      throws MalformedPacketException {
    PropertyReader.publish(packet.properties());
    throw new MalformedPacketException(ReasonCode.TOPIC_NAME_INVALID);
  }

  static TopicName topicName(String sent) throws MalformedPacketException {
    return TopicName.parse(sent)
        .orElseThrow(() -> new MalformedPacketException(ReasonCode.TOPIC_NAME_INVALID));
  }

  /**
   * Vert.x has copied the payload out of the pooled read buffer into an array of its own; where
   * that array is exactly the payload it is taken over instead of being copied again.
   */
  static Payload takeOver(Buffer buffer) {
    ByteBuf bytes = ((BufferInternal) buffer).getByteBuf();
    boolean exact =
        bytes.hasArray()
            && bytes.arrayOffset() + bytes.readerIndex() == 0
            && bytes.array().length == bytes.readableBytes();
    return Payload.of(exact ? bytes.array() : buffer.getBytes());
  }

  Subscribe subscribe(MqttSubscribeMessage packet) throws MalformedPacketException {
    List<Subscribe.Item> items = new ArrayList<>(packet.topicSubscriptions().size());
    for (MqttTopicSubscription subscription : packet.topicSubscriptions()) {
      items.add(item(subscription));
    }
    requireFilters(items); // [MQTT-3.8.3-2]
    return new Subscribe(
        packet.messageId(), items, PropertyReader.subscriptionIdentifier(packet.properties()));
  }

  private Subscribe.Item item(MqttTopicSubscription subscription) throws MalformedPacketException {
    MqttSubscriptionOption option = subscription.subscriptionOption();
    Subscribe.RetainHandling retainHandling = retainHandling(option);
    // [MQTT-3.8.3-4]: for 3.1.1 these bits are reserved.
    if (version == ProtocolVersion.MQTT_3_1_1
        && (option.isNoLocal()
            || option.isRetainAsPublished()
            || retainHandling != Subscribe.RetainHandling.SEND_AT_SUBSCRIBE)) {
      throw new MalformedPacketException(ReasonCode.MALFORMED_PACKET);
    }
    return new Subscribe.Item(
        subscription.topicName(),
        Qos.of(option.qos().value()),
        option.isNoLocal(),
        option.isRetainAsPublished(),
        retainHandling);
  }

  private static Subscribe.RetainHandling retainHandling(MqttSubscriptionOption option) {
    return switch (option.retainHandling()) {
      case SEND_AT_SUBSCRIBE -> Subscribe.RetainHandling.SEND_AT_SUBSCRIBE;
      case SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS -> Subscribe.RetainHandling.SEND_IF_NEW;
      case DONT_SEND_AT_SUBSCRIBE -> Subscribe.RetainHandling.DO_NOT_SEND;
    };
  }

  Unsubscribe unsubscribe(MqttUnsubscribeMessage packet) throws MalformedPacketException {
    requireFilters(packet.topics()); // [MQTT-3.10.3-2]
    return new Unsubscribe(packet.messageId(), packet.topics());
  }

  private static void requireFilters(List<?> filters) throws MalformedPacketException {
    if (filters.isEmpty()) {
      throw new MalformedPacketException(ReasonCode.PROTOCOL_ERROR);
    }
  }
}
