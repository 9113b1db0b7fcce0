package dev.sluice.cloud.bridge;

import dev.sluice.uplink.ForwardedMessage;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
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

  /**
   * A broker that is in trouble may be slow, but one that has thrown a message away, as Moquette
   * does when its queues are full, never acknowledges it: its lane would wait as long as the
   * connection stands.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final int packetBytesMax;
  private final Duration patience;
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
    this(vertx, access, PATIENCE, onOpen);
  }

  /**
   * @param patience how long the broker may owe an acknowledgement, at least 4 ms
   */
  OutletConnection(Vertx vertx, BrokerAccess access, Duration patience, Runnable onOpen) {
    this.vertx = vertx;
    this.patience = patience;
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
      watch(socket.number());
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

  /** Ends a connection on which an acknowledgement is overdue: on the next all goes again. */
  private void watch(int number) {
    vertx.setTimer(
        patience.toMillis() / 4,
        timer -> {
          if (number == socket.number()) {
            OptionalLong since = session.map(OutletSession::owedSinceNanos).orElseThrow();
            if (since.isPresent() && System.nanoTime() - since.getAsLong() > patience.toNanos()) {
              socket.drop(number, "no acknowledgement for " + patience.toSeconds() + " s");
            } else {
              watch(number);
            }
          }
        });
  }

  private void onReply(MqttMessage reply) {
    session.ifPresent(open -> open.onReply(reply, System.nanoTime()));
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
      session.get().publish(message, System.nanoTime(), done);
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
