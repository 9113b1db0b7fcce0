package dev.sluice.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.ConnectBuilder;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A device whose packets are written and read by Netty's codec, which has no part in how the node
 * writes and reads them. It acknowledges what it gets, as a client does, whenever it is told to
 * wait for something.
 */
final class CodecClient implements AutoCloseable {
  private static final int TIMEOUT_MS = 10_000;
  private static final int PACKET_BYTES_MAX = 1 << 20;
  private static final int READ_BYTES = 64 << 10;

  private final MqttVersion version;
  private final Socket socket;
  private final EmbeddedChannel codec =
      new EmbeddedChannel(new MqttDecoder(PACKET_BYTES_MAX), MqttEncoder.INSTANCE);
  private final List<Received> received = new ArrayList<>();

  /** QoS 2 messages between their PUBLISH and their PUBREL. */
  private final Map<Integer, Received> held = new HashMap<>();

  private boolean acknowledging = true;
  private int packetId;

  /** A message as it came, its topic empty where an alias stood for it. */
  record Received(
      String topic,
      String payload,
      int qos,
      boolean retained,
      int packetId,
      MqttProperties properties) {
    /** The value of a property that comes once; -1 without it. */
    int number(int property) {
      return CodecClient.number(properties, property);
    }

    Object value(int property) {
      return properties.getProperty(property).value();
    }
  }

  CodecClient(int port, MqttVersion version) throws IOException {
    this.version = version;
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MS);
    socket.setTcpNoDelay(true);
  }

  /** A CONNECT to be completed. */
  ConnectBuilder connect(String clientId, boolean clean) {
    return MqttMessageBuilders.connect()
        .protocolVersion(version)
        .clientId(clientId)
        .cleanSession(clean)
        .keepAlive(0);
  }

  MqttConnAckMessage begin(ConnectBuilder connect) throws IOException {
    send(connect.build());
    return (MqttConnAckMessage) read();
  }

  static MqttProperties properties(MqttProperties.MqttProperty<?>... all) {
    MqttProperties properties = new MqttProperties();
    for (MqttProperties.MqttProperty<?> one : all) {
      properties.add(one);
    }
    return properties;
  }

  static MqttProperties.IntegerProperty integer(int property, int value) {
    return new MqttProperties.IntegerProperty(property, value);
  }

  /** -1 without it. */
  static int number(MqttProperties properties, int property) {
    return properties.getProperty(property) instanceof MqttProperties.IntegerProperty found
        ? found.value()
        : -1;
  }

  /** The Reason Codes of SUBACK. */
  List<Integer> subscribe(String filter, int qos) throws IOException {
    return subscribe(filter, MqttSubscriptionOption.onlyFromQos(MqttQoS.valueOf(qos)));
  }

  List<Integer> subscribe(String filter, MqttSubscriptionOption option) throws IOException {
    return subscribe(filter, option, MqttProperties.NO_PROPERTIES);
  }

  List<Integer> subscribe(String filter, MqttSubscriptionOption option, MqttProperties properties)
      throws IOException {
    send(
        MqttMessageBuilders.subscribe()
            .messageId(nextId())
            .addSubscription(filter, option)
            .properties(properties)
            .build());
    return ((MqttSubAckMessage) await(MqttMessageType.SUBACK)).payload().reasonCodes();
  }

  static MqttSubscriptionOption option(
      int qos, boolean noLocal, boolean retainAsPublished, int retainHandling) {
    return new MqttSubscriptionOption(
        MqttQoS.valueOf(qos),
        noLocal,
        retainAsPublished,
        RetainedHandlingPolicy.valueOf(retainHandling));
  }

  void unsubscribe(String filter) throws IOException {
    send(MqttMessageBuilders.unsubscribe().messageId(nextId()).addTopicFilter(filter).build());
    await(MqttMessageType.UNSUBACK);
  }

  void publish(String topic, String payload, int qos, boolean retained) throws IOException {
    publish(topic, payload, qos, retained, MqttProperties.NO_PROPERTIES);
  }

  /** Returns when the node has taken the message over, as the QoS demands. */
  void publish(String topic, String payload, int qos, boolean retained, MqttProperties properties)
      throws IOException {
    int id = qos == 0 ? 0 : nextId();
    sendPublish(topic, payload, qos, retained, id, properties);
    if (qos == 1) {
      await(MqttMessageType.PUBACK);
    } else if (qos == 2) {
      await(MqttMessageType.PUBREC);
      send(reply(MqttMessageType.PUBREL, MqttQoS.AT_LEAST_ONCE, id));
      await(MqttMessageType.PUBCOMP);
    }
  }

  /** Waits for nothing. */
  void sendPublish(
      String topic, String payload, int qos, boolean retained, int id, MqttProperties properties)
      throws IOException {
    send(
        MqttMessageBuilders.publish()
            .topicName(topic)
            .qos(MqttQoS.valueOf(qos))
            .retained(retained)
            .messageId(id)
            .properties(properties)
            .payload(Unpooled.copiedBuffer(payload, StandardCharsets.UTF_8))
            .build());
  }

  private int nextId() {
    return ++packetId;
  }

  private static MqttMessage reply(MqttMessageType type, MqttQoS flags, int id) {
    return new MqttMessage(
        new MqttFixedHeader(type, false, flags, false, 0), MqttMessageIdVariableHeader.from(id));
  }

  /** From now on it gets messages and acknowledges none. */
  void stopAcknowledging() {
    acknowledging = false;
  }

  void acknowledge(Received message) throws IOException {
    send(reply(MqttMessageType.PUBACK, MqttQoS.AT_MOST_ONCE, message.packetId()));
  }

  /** Everything that was on its way to this client has come when this returns. */
  List<Received> all() throws IOException {
    do {
      send(MqttMessage.PINGREQ);
      await(MqttMessageType.PINGRESP);
      // A QoS 2 message arrives with its PUBREL.
    } while (acknowledging && !held.isEmpty());
    return List.copyOf(received);
  }

  /** Waits for that many messages, of all that came. */
  List<Received> atLeast(int count) throws IOException {
    while (received.size() < count) {
      take(read());
    }
    return List.copyOf(received);
  }

  void forget() {
    received.clear();
  }

  /** Reads up to the packet, dealing with what comes before it. */
  MqttMessage await(MqttMessageType type) throws IOException {
    MqttMessage next = read();
    while (next.fixedHeader().messageType() != type) {
      take(next);
      next = read();
    }
    return next;
  }

  private void take(MqttMessage message) throws IOException {
    switch (message.fixedHeader().messageType()) {
      case PUBLISH -> take((MqttPublishMessage) message);
      case PUBREL -> {
        int id = ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
        received.add(held.remove(id));
        send(reply(MqttMessageType.PUBCOMP, MqttQoS.AT_MOST_ONCE, id));
      }
      default -> throw new AssertionError("not awaited: " + message);
    }
  }

  private void take(MqttPublishMessage publish) throws IOException {
    int id = publish.variableHeader().packetId();
    Received message =
        new Received(
            publish.variableHeader().topicName(),
            publish.payload().toString(StandardCharsets.UTF_8),
            publish.fixedHeader().qosLevel().value(),
            publish.fixedHeader().isRetain(),
            id,
            publish.variableHeader().properties());
    publish.release();
    if (message.qos() == 2 && acknowledging) {
      held.put(id, message);
      send(reply(MqttMessageType.PUBREC, MqttQoS.AT_MOST_ONCE, id));
      return;
    }
    received.add(message);
    if (message.qos() == 1 && acknowledging) {
      acknowledge(message);
    }
  }

  /** The Reason Code of the node's DISCONNECT, after which it closes; empty when it says none. */
  OptionalInt endOfConnection() throws IOException {
    OptionalInt reason = OptionalInt.empty();
    try {
      while (true) {
        if (read().variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader end) {
          reason = OptionalInt.of(Byte.toUnsignedInt(end.reasonCode()));
        }
      }
    } catch (EOFException closed) {
      return reason;
    }
  }

  void disconnect(MqttProperties properties) throws IOException {
    send(MqttMessageBuilders.disconnect().properties(properties).build());
    endOfConnection();
    close();
  }

  void disconnect() throws IOException {
    disconnect(MqttProperties.NO_PROPERTIES);
  }

  void send(MqttMessage message) throws IOException {
    codec.writeOutbound(message);
    for (ByteBuf bytes = codec.readOutbound(); bytes != null; bytes = codec.readOutbound()) {
      socket.getOutputStream().write(ByteBufUtil.getBytes(bytes));
      bytes.release();
    }
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** The next packet. */
  MqttMessage read() throws IOException {
    MqttMessage message = codec.readInbound();
    while (message == null) {
      byte[] bytes = new byte[READ_BYTES];
      int count = socket.getInputStream().read(bytes);
      if (count < 0) {
        throw new EOFException("closed by the node");
      }
      codec.writeInbound(Unpooled.copiedBuffer(bytes, 0, count));
      message = codec.readInbound();
    }
    if (message.decoderResult().isFailure()) {
      throw new AssertionError("the node sent no MQTT", message.decoderResult().cause());
    }
    return message;
  }

  /** Cuts the connection without DISCONNECT. */
  @Override
  public void close() throws IOException {
    socket.close();
    codec.finishAndReleaseAll();
  }
}
