package dev.sluice.cloud.bridge;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packets to and from a broker on one Network Connection at a time: says CONNECT, stays alive, and
 * connects again when cut. What the packets mean is its listener's business. Lives on the loop.
 */
final class MqttSocket {
  private static final Logger LOG = LoggerFactory.getLogger(MqttSocket.class);
  static final int KEEP_ALIVE_SECONDS = 30;
  private static final int CONNECT_MILLIS_MAX = 5_000;

  /** In the form of 3.1.1, and of 5. */
  private static final Set<MqttConnectReturnCode> OTHER_VERSION =
      EnumSet.of(
          MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION,
          MqttConnectReturnCode.CONNECTION_REFUSED_UNSUPPORTED_PROTOCOL_VERSION);

  private static final String OLDER = "say broker.external.protocol: mqtt-3.1.1";

  /** Told on the loop. */
  interface Listener {
    /** Connected, and accepted. */
    void onOpen(MqttConnAckMessage ack);

    /** Any packet but those that open the connection and keep it alive. */
    void onPacket(MqttMessage packet);

    /** It was open, or was not; it comes again by itself. */
    void onDown();
  }

  private final Vertx vertx;
  private final BrokerAccess access;
  private final MqttConnectMessage hello;
  private final int bytesMax;
  private final Listener listener;
  private final NetClient client;
  private final Pauses pauses;

  // for the life of the process
  private boolean closed;
  private Optional<String> fault = Optional.of("not connected yet");

  // for the connection
  private int number;
  private Optional<NetSocketInternal> socket = Optional.empty();
  private boolean accepted;
  private boolean heard;

  /**
   * @param bytesMax largest packet that is read
   */
  MqttSocket(
      Vertx vertx, BrokerAccess access, MqttConnectMessage hello, int bytesMax, Listener listener) {
    this.vertx = vertx;
    this.access = access;
    this.hello = hello;
    this.bytesMax = bytesMax;
    this.listener = listener;
    NetClientOptions options =
        new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(CONNECT_MILLIS_MAX);
    access.tls().ifPresent(tls -> tls.secure(options));
    this.client = vertx.createNetClient(options);
    this.pauses = access.pauses();
  }

  /** Connects, and keeps itself up from then on. */
  void start() {
    if (closed) {
      return;
    }
    int own = ++number;
    client
        .connect(access.port(), access.host())
        .onSuccess(made -> onConnected(own, (NetSocketInternal) made))
        .onFailure(e -> onDown(own, e.toString()));
  }

  /** Tells one connection from the next. */
  int number() {
    return number;
  }

  private void onConnected(int own, NetSocketInternal made) {
    if (own != number) {
      made.close();
      return;
    }
    ChannelPipeline pipeline = made.channelHandlerContext().pipeline();
    pipeline.addBefore("handler", "mqttEncoder", MqttEncoder.INSTANCE);
    if (speaksMqtt5()) {
      pipeline.addBefore("handler", "olderConnAck", new OlderConnAck());
    }
    pipeline.addBefore("handler", "mqttDecoder", new MqttDecoder(bytesMax));
    socket = Optional.of(made);
    accepted = false;
    heard = false;
    made.messageHandler(message -> onMessage(own, (MqttMessage) message));
    made.exceptionHandler(e -> onDown(own, e.toString()));
    made.closeHandler(gone -> onDown(own, whyClosed()));
    made.writeMessage(hello);
    vertx.setTimer(KEEP_ALIVE_SECONDS * 500L, timer -> ping(own));
  }

  private boolean speaksMqtt5() {
    return access.protocol() == BrokerAccess.Protocol.MQTT_5;
  }

  private String whyClosed() {
    if (accepted) {
      return "connection closed";
    }
    return speaksMqtt5()
        ? "closed instead of an answer to CONNECT; if it speaks no MQTT 5, " + OLDER
        : "closed instead of an answer to CONNECT";
  }

  /** Twice in the time of keep alive; an answer to what was said before has to be there. */
  private void ping(int own) {
    if (own != number || socket.isEmpty()) {
      return;
    }
    if (!heard) {
      onDown(own, "no answer");
      return;
    }
    heard = false;
    socket.get().writeMessage(MqttMessage.PINGREQ);
    vertx.setTimer(KEEP_ALIVE_SECONDS * 500L, timer -> ping(own));
  }

  private void onMessage(int own, MqttMessage message) {
    try {
      if (own == number) {
        heard = true;
        onHeard(own, message);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void onHeard(int own, MqttMessage message) {
    if (message.decoderResult().isFailure()) {
      onDown(own, message.decoderResult().cause().toString());
      return;
    }
    switch (message.fixedHeader().messageType()) {
      case CONNACK -> onConnAck(own, (MqttConnAckMessage) message);
      case PINGRESP -> heard = true;
      case DISCONNECT -> onDown(own, "the broker sent DISCONNECT" + reason(message));
      default -> listener.onPacket(message);
    }
  }

  private static String reason(MqttMessage message) {
    return message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader said
        ? " with reason code 0x%02x".formatted(said.reasonCode())
        : "";
  }

  private void onConnAck(int own, MqttConnAckMessage ack) {
    MqttConnectReturnCode code = ack.variableHeader().connectReturnCode();
    if (OTHER_VERSION.contains(code) && speaksMqtt5()) {
      onDown(own, "refused: it speaks no MQTT 5; " + OLDER);
      return;
    }
    if (code != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
      onDown(own, "refused: " + code);
      return;
    }
    accepted = true;
    fault = Optional.empty();
    pauses.reset();
    listener.onOpen(ack);
  }

  /** Nothing, while there is no connection. */
  void send(MqttMessage packet) {
    socket.ifPresent(open -> open.writeMessage(packet));
  }

  /** Why the broker does not hear this connection now, as it was found out last. */
  Optional<String> fault() {
    return fault;
  }

  /** Ends the connection, if it is that one; another follows. */
  void drop(int own, String why) {
    onDown(own, why);
  }

  /** The first sign that a connection is over ends it; later ones belong to an old number. */
  private void onDown(int own, String why) {
    if (own != number) {
      return;
    }
    number++;
    socket.ifPresent(NetSocketInternal::close);
    socket = Optional.empty();
    fault = Optional.of(why);
    listener.onDown();
    if (!closed) {
      long pause = pauses.next();
      LOG.warn(
          "event=disconnected client={} broker={} cause=\"{}\" retry_ms={}",
          hello.payload().clientIdentifier(),
          access.place(),
          why,
          pause);
      vertx.setTimer(pause, timer -> start());
    }
  }

  void close() {
    closed = true;
    onDown(number, "closed");
    client.close();
  }
}
