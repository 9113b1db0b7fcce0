package dev.sluice.cloud.bridge;

import dev.sluice.uplink.ForwardedMessage;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection on which forwarded messages are published: apart from that of the answers, so that
 * a backlog never stands before them. It speaks MQTT 5, because messages have properties, or what
 * the broker knows. Lives on the loop.
 */
public final class OutletConnection {
  private static final Logger LOG = LoggerFactory.getLogger(OutletConnection.class);

  /** Acknowledgements and what a broker says of itself. */
  private static final int REPLY_BYTES_MAX = 64 << 10;

  private final int packetBytesMax;
  private final Runnable onOpen;
  private final MqttSocket socket;

  // for the life of the process
  private long refusedBefore;
  private long tooLarge;

  // for the connection
  private Optional<OutletSession> session = Optional.empty();

  /**
   * @param onOpen told whenever a connection is up
   */
  public OutletConnection(Vertx vertx, BrokerAccess access, Runnable onOpen) {
    this.packetBytesMax = access.packetBytesMax();
    this.onOpen = onOpen;
    this.socket =
        new MqttSocket(vertx, access, OutletPackets.connect(access), REPLY_BYTES_MAX, new Inputs());
  }

  /** Connects, and keeps itself up from then on; called on the loop. */
  public void start() {
    socket.start();
  }

  private final class Inputs implements MqttSocket.Listener {
    @Override
    public void onOpen(MqttConnAckMessage ack) {
      var terms = OutletSession.Terms.of(ack, packetBytesMax);
      session = Optional.of(new OutletSession(terms, socket::send));
      LOG.info("event=outlet-connected terms=\"{}\"", terms);
      onOpen.run();
    }

    @Override
    public void onPacket(MqttMessage packet) {
      switch (packet.fixedHeader().messageType()) {
        case PUBACK, PUBREC, PUBCOMP -> onReply(packet);
        default ->
            socket.drop(socket.number(), "the broker sent " + packet.fixedHeader().messageType());
      }
    }

    @Override
    public void onDown() {
      refusedBefore += session.map(OutletSession::refused).orElse(0L);
      session = Optional.empty();
    }
  }

  private void onReply(MqttMessage reply) {
    session.ifPresent(open -> open.onReply(reply));
    if (session.filter(OutletSession::isOverQuota).isPresent()) {
      socket.drop(socket.number(), "the broker has no room");
    }
  }

  public boolean isOpen() {
    return session.isPresent();
  }

  /** Why nothing can be published now. */
  public Optional<String> fault() {
    return socket.fault();
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
    socket.close();
  }
}
