package dev.sluice.cloud.bridge;

import dev.sluice.uplink.UplinkTopics;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.vertx.core.Vertx;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection on which one bridge of several gets its share of the requests: a shared
 * subscription of MQTT 5, in a session that ends with it, so that the broker gives the share of a
 * bridge that has died to the others. What it had been given and not answered, the edge node asks
 * for again. Lives on the loop.
 */
public final class RequestConnection {
  private static final Logger LOG = LoggerFactory.getLogger(RequestConnection.class);
  private static final String PREFIX = UplinkTopics.up("");

  /** Envelopes that the broker may send before the first is acknowledged: few die with us. */
  private static final int RECEIVE_MAXIMUM = 256;

  private static final int SUBSCRIBE_ID = 1;
  private static final int REFUSED = 0x80;

  private final String filter;
  private final BiConsumer<String, byte[]> listener;
  private final MqttSocket socket;
  private boolean subscribed;

  /**
   * @param listener told the edge node and the envelope
   */
  public RequestConnection(
      Vertx vertx, BrokerAccess access, BridgeGroup group, BiConsumer<String, byte[]> listener) {
    this.filter = group.shareOf(UplinkTopics.UP_FILTER);
    this.listener = listener;
    MqttConnectMessage hello =
        OutletPackets.hello(access, "-requests")
            .cleanSession(true)
            .properties(terms(access.packetBytesMax()))
            .build();
    this.socket = new MqttSocket(vertx, access, hello, access.packetBytesMax(), new Inputs());
  }

  private static MqttProperties terms(int packetBytesMax) {
    MqttProperties terms = new MqttProperties();
    terms.add(new IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, RECEIVE_MAXIMUM));
    terms.add(new IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, packetBytesMax));
    return terms;
  }

  /** Connects, and keeps itself up from then on; called on the loop. */
  public void start() {
    socket.start();
  }

  /** Whether this bridge gets its share now. */
  public boolean isSubscribed() {
    return subscribed;
  }

  public void close() {
    socket.close();
  }

  private final class Inputs implements MqttSocket.Listener {
    @Override
    public void onOpen(MqttConnAckMessage ack) {
      socket.send(
          MqttMessageBuilders.subscribe()
              .messageId(SUBSCRIBE_ID)
              .addSubscription(MqttQoS.AT_LEAST_ONCE, filter)
              .build());
    }

    @Override
    public void onPacket(MqttMessage packet) {
      switch (packet.fixedHeader().messageType()) {
        case PUBLISH -> onPublish((MqttPublishMessage) packet);
        case SUBACK -> onSubAck((MqttSubAckMessage) packet);
        default ->
            socket.drop(socket.number(), "the broker sent " + packet.fixedHeader().messageType());
      }
    }

    @Override
    public void onDown() {
      subscribed = false;
    }
  }

  private void onSubAck(MqttSubAckMessage ack) {
    subscribed = ack.payload().reasonCodes().stream().allMatch(code -> code < REFUSED);
    if (subscribed) {
      LOG.info("event=requests-shared filter={}", filter);
    } else {
      LOG.error("event=requests-refused filter={} codes={}", filter, ack.payload().reasonCodes());
    }
  }

  private void onPublish(MqttPublishMessage message) {
    String topic = message.variableHeader().topicName();
    if (topic.startsWith(PREFIX)) {
      listener.accept(topic.substring(PREFIX.length()), ByteBufUtil.getBytes(message.payload()));
    }
    if (message.fixedHeader().qosLevel() != MqttQoS.AT_MOST_ONCE) {
      int packetId = message.variableHeader().packetId();
      socket.send(OutletPackets.reply(MqttMessageType.PUBACK, packetId));
    }
  }
}
