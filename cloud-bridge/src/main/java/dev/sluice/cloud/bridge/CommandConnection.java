package dev.sluice.cloud.bridge;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection that hears commands of a broker that is not this process's own. Its session
 * outlives it, and a message is acknowledged when it is safe here and not before: what the broker
 * has been told is kept, and what it has not been told it sends again. Lives on the loop.
 */
public final class CommandConnection {
  private static final Logger LOG = LoggerFactory.getLogger(CommandConnection.class);

  /** Messages that the broker may send before the first is acknowledged. */
  private static final int RECEIVE_MAXIMUM = 1_000;

  private static final int SUBSCRIBE_ID = 1;
  private static final int REFUSED = 0x80;

  /** Told on the loop. */
  public interface Listener {
    /** The broker has no session of ours: no publication is open. */
    void onBegun();

    /**
     * @param message the caller's: what is needed of it later is copied
     * @param done told once, by any thread: true when it is safe, or nobody wants it
     */
    void onMessage(MqttPublishMessage message, Consumer<Boolean> done);

    /** PUBREL: the Packet Identifier may name another publication. */
    void onReleased(int packetId);
  }

  private final List<String> filters;
  private final Listener listener;
  private final Executor loop;
  private final MqttSocket socket;
  private boolean subscribed;

  /**
   * @param filters that no two of name one topic, or it could come twice
   * @param sessionExpiry how long the broker keeps what comes while the bridge is away
   */
  public CommandConnection(
      Vertx vertx,
      BrokerAccess access,
      Duration sessionExpiry,
      List<String> filters,
      Executor loop,
      Listener listener) {
    this.filters = List.copyOf(filters);
    this.listener = listener;
    this.loop = loop;
    MqttConnectMessage hello =
        OutletPackets.hello(access, "-commands")
            .cleanSession(false)
            .properties(terms(sessionExpiry, access.packetBytesMax()))
            .build();
    this.socket = new MqttSocket(vertx, access, hello, access.packetBytesMax(), new Inputs());
  }

  private static MqttProperties terms(Duration sessionExpiry, int packetBytesMax) {
    MqttProperties terms = new MqttProperties();
    int seconds = (int) Math.min(Integer.MAX_VALUE, Math.max(1, sessionExpiry.toSeconds()));
    terms.add(new IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, seconds));
    terms.add(new IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, RECEIVE_MAXIMUM));
    terms.add(new IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, packetBytesMax));
    return terms;
  }

  /** Connects, and keeps itself up from then on; called on the loop. */
  public void start() {
    socket.start();
  }

  /** Whether commands would be heard now. */
  public boolean isSubscribed() {
    return subscribed;
  }

  public void close() {
    socket.close();
  }

  private final class Inputs implements MqttSocket.Listener {
    @Override
    public void onOpen(MqttConnAckMessage ack) {
      if (!ack.variableHeader().isSessionPresent()) {
        listener.onBegun();
      }
      socket.send(subscribe());
    }

    @Override
    public void onPacket(MqttMessage packet) {
      switch (packet.fixedHeader().messageType()) {
        case PUBLISH -> onPublish((MqttPublishMessage) packet);
        case PUBREL ->
            onPubRel(((MqttMessageIdVariableHeader) packet.variableHeader()).messageId());
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

  /** At each connection: the filters may be others than those that the session knows. */
  private MqttMessage subscribe() {
    // A retained command was one when it was published, and is none for who comes later.
    var option =
        new MqttSubscriptionOption(
            MqttQoS.EXACTLY_ONCE, true, true, RetainedHandlingPolicy.DONT_SEND_AT_SUBSCRIBE);
    MqttMessageBuilders.SubscribeBuilder packet =
        MqttMessageBuilders.subscribe().messageId(SUBSCRIBE_ID);
    filters.forEach(filter -> packet.addSubscription(filter, option));
    return packet.build();
  }

  private void onSubAck(MqttSubAckMessage ack) {
    List<Integer> codes = ack.payload().reasonCodes();
    subscribed = codes.stream().allMatch(code -> code < REFUSED);
    if (subscribed) {
      LOG.info("event=commands-subscribed filters={}", filters.size());
    } else {
      LOG.error("event=commands-refused filters=\"{}\" codes={}", filters, codes);
    }
  }

  private void onPublish(MqttPublishMessage message) {
    int connection = socket.number();
    int packetId = message.variableHeader().packetId();
    MqttQoS qos = message.fixedHeader().qosLevel();
    listener.onMessage(
        message, safe -> loop.execute(() -> onKept(connection, packetId, qos, safe)));
  }

  /** An acknowledgement is of the connection that the message came on. */
  private void onKept(int connection, int packetId, MqttQoS qos, boolean safe) {
    if (connection != socket.number() || qos == MqttQoS.AT_MOST_ONCE) {
      return;
    }
    if (safe) {
      boolean once = qos == MqttQoS.EXACTLY_ONCE;
      MqttMessageType type = once ? MqttMessageType.PUBREC : MqttMessageType.PUBACK;
      socket.send(OutletPackets.reply(type, packetId));
    } else {
      socket.drop(connection, "a command could not be kept");
    }
  }

  private void onPubRel(int packetId) {
    listener.onReleased(packetId);
    socket.send(OutletPackets.reply(MqttMessageType.PUBCOMP, packetId));
  }
}
