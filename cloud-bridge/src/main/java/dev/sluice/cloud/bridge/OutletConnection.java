package dev.sluice.cloud.bridge;

import dev.sluice.uplink.ForwardedMessage;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection on which forwarded messages are published: apart from that of the answers, so that
 * a backlog never stands before them. It speaks MQTT 5, because messages have properties. Connects
 * again when cut. Lives on the loop.
 */
public final class OutletConnection {
  private static final Logger LOG = LoggerFactory.getLogger(OutletConnection.class);
  private static final int KEEP_ALIVE_SECONDS = 30;

  /** Acknowledgements and what a broker says of itself. */
  private static final int REPLY_BYTES_MAX = 64 << 10;

  private final Vertx vertx;
  private final BridgeConnection.Settings settings;
  private final Runnable onOpen;
  private final NetClient client;

  // for the life of the process
  private boolean closed;
  private long refusedBefore;
  private long tooLarge;

  // for the connection
  private int attempt;
  private Optional<NetSocketInternal> socket = Optional.empty();
  private Optional<OutletSession> session = Optional.empty();
  private boolean heard;

  /**
   * @param onOpen told whenever a connection is up
   */
  public OutletConnection(Vertx vertx, BridgeConnection.Settings settings, Runnable onOpen) {
    this.vertx = vertx;
    this.settings = settings;
    this.onOpen = onOpen;
    this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
  }

  /** Connects, and keeps itself up from then on; called on the loop. */
  public void start() {
    if (closed) {
      return;
    }
    int number = ++attempt;
    client
        .connect(settings.port(), settings.host())
        .onSuccess(made -> onConnected(number, (NetSocketInternal) made))
        .onFailure(e -> onDown(number, e.toString()));
  }

  private void onConnected(int number, NetSocketInternal made) {
    ChannelPipeline pipeline = made.channelHandlerContext().pipeline();
    pipeline.addBefore("handler", "mqttEncoder", MqttEncoder.INSTANCE);
    pipeline.addBefore("handler", "mqttDecoder", new MqttDecoder(REPLY_BYTES_MAX));
    socket = Optional.of(made);
    heard = true;
    made.messageHandler(message -> onMessage(number, (MqttMessage) message));
    made.exceptionHandler(e -> onDown(number, e.toString()));
    made.closeHandler(gone -> onDown(number, "connection closed"));
    made.writeMessage(
        OutletPackets.connect(
            settings.clientId() + "-outlet",
            settings.username(),
            settings.password(),
            KEEP_ALIVE_SECONDS));
    vertx.setTimer(KEEP_ALIVE_SECONDS * 500L, timer -> ping(number));
  }

  /** Twice in the time of keep alive; an answer to the one before has to be there. */
  private void ping(int number) {
    if (number != attempt || socket.isEmpty()) {
      return;
    }
    if (!heard) {
      onDown(number, "no answer to a ping");
      return;
    }
    heard = false;
    socket.get().writeMessage(MqttMessage.PINGREQ);
    vertx.setTimer(KEEP_ALIVE_SECONDS * 500L, timer -> ping(number));
  }

  private void onMessage(int number, MqttMessage message) {
    if (number != attempt) {
      return;
    }
    heard = true;
    if (message.decoderResult().isFailure()) {
      onDown(number, message.decoderResult().cause().toString());
      return;
    }
    switch (message.fixedHeader().messageType()) {
      case CONNACK -> onConnAck(number, (MqttConnAckMessage) message);
      case PUBACK, PUBREC, PUBCOMP -> onReply(number, message);
      case PINGRESP -> heard = true;
      default -> onDown(number, "the broker sent " + message.fixedHeader().messageType());
    }
  }

  private void onConnAck(int number, MqttConnAckMessage ack) {
    MqttConnectReturnCode code = ack.variableHeader().connectReturnCode();
    if (code != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
      onDown(number, "refused: " + code);
      return;
    }
    var terms = OutletSession.Terms.of(ack, settings.messageBytesMax());
    NetSocketInternal own = socket.orElseThrow();
    session = Optional.of(new OutletSession(terms, own::writeMessage));
    LOG.info("event=outlet-connected terms=\"{}\"", terms);
    onOpen.run();
  }

  private void onReply(int number, MqttMessage reply) {
    session.ifPresent(open -> open.onReply(reply));
    if (session.filter(OutletSession::isOverQuota).isPresent()) {
      onDown(number, "the broker has no room");
    }
  }

  /** The first sign that a connection is over ends it; later ones belong to an old number. */
  private void onDown(int number, String why) {
    if (number != attempt) {
      return;
    }
    attempt++;
    refusedBefore += session.map(OutletSession::refused).orElse(0L);
    session = Optional.empty();
    socket.ifPresent(NetSocketInternal::close);
    socket = Optional.empty();
    if (!closed) {
      LOG.warn("event=outlet-disconnected cause=\"{}\"", why);
      vertx.setTimer(settings.reconnectAfter().toMillis(), timer -> start());
    }
  }

  public boolean isOpen() {
    return session.isPresent();
  }

  /**
   * @param done told once, when the broker has it or it can never be published, unless the
   *     connection breaks before
   */
  public void publish(ForwardedMessage message, Runnable done) {
    if (session.isEmpty()) {
      return;
    }
    if (session.get().takes(message)) {
      session.get().publish(message, done);
    } else {
      // The broker would end the connection, now and whenever it came again.
      tooLarge++;
      LOG.warn(
          "event=outlet-too-large topic={} bytes={}", message.topic(), message.payload().length);
      done.run();
    }
  }

  /** Messages given up because the broker takes no packets of that size. */
  public long tooLarge() {
    return tooLarge;
  }

  /** Messages given up because the broker refused them. */
  public long refused() {
    return refusedBefore + session.map(OutletSession::refused).orElse(0L);
  }

  public void close() {
    closed = true;
    onDown(attempt, "closed");
    client.close();
  }
}
