package dev.sluice.cloud.bridge;

import dev.sluice.uplink.ForwardedMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection on which forwarded messages are published: apart from that of the answers, so that
 * a backlog never stands before them. Connects again when cut. Lives on the loop.
 */
public final class OutletConnection {
  private static final Logger LOG = LoggerFactory.getLogger(OutletConnection.class);
  private static final int IN_FLIGHT_MAX = 60_000;

  private final Vertx vertx;
  private final BridgeConnection.Settings settings;
  private final Runnable onOpen;

  // for the life of the process
  private boolean closed;

  // for the connection
  private MqttClient client;
  private boolean open;
  private final Map<Integer, Runnable> unacknowledged = new HashMap<>();

  /**
   * @param onOpen told whenever a connection is up
   */
  public OutletConnection(Vertx vertx, BridgeConnection.Settings settings, Runnable onOpen) {
    this.vertx = vertx;
    this.settings = settings;
    this.onOpen = onOpen;
    this.client = MqttClient.create(vertx, options());
  }

  /** Connects, and keeps itself up from then on; called on the loop. */
  public void start() {
    if (closed) {
      return;
    }
    client = MqttClient.create(vertx, options());
    MqttClient attempt = client;
    attempt.closeHandler(gone -> onClosed(attempt));
    attempt.publishCompletionHandler(this::onAcknowledged);
    attempt
        .connect(settings.port(), settings.host())
        .onSuccess(
            ack -> {
              open = true;
              onOpen.run();
            })
        .onFailure(
            e -> {
              LOG.warn("event=outlet-connect-failed cause=\"{}\"", e.toString());
              startLater();
            });
  }

  private void startLater() {
    vertx.setTimer(settings.reconnectAfter().toMillis(), timer -> start());
  }

  private void onClosed(MqttClient gone) {
    if (gone == client && open) {
      open = false;
      unacknowledged.clear();
      if (!closed) {
        LOG.warn("event=outlet-disconnected");
        startLater();
      }
    }
  }

  private void onAcknowledged(int packetId) {
    Runnable done = unacknowledged.remove(packetId);
    if (done != null) {
      done.run();
    }
  }

  public boolean isOpen() {
    return open;
  }

  /**
   * @param done told once, when the broker has it, unless the connection breaks before
   */
  public void publish(ForwardedMessage message, Runnable done) {
    MqttQoS qos = MqttQoS.valueOf(message.qos());
    Buffer payload = Buffer.buffer(message.payload());
    MqttClient asked = client;
    asked
        .publish(message.topic(), payload, qos, false, message.retain())
        .onSuccess(
            packetId -> {
              if (qos == MqttQoS.AT_MOST_ONCE) {
                done.run();
              } else {
                unacknowledged.put(packetId, done);
              }
            })
        .onFailure(refused -> startAnew(asked, refused));
  }

  /** What was refused would be waited for: on a new connection everything goes again. */
  private void startAnew(MqttClient asked, Throwable refused) {
    if (asked == client && open) {
      LOG.warn("event=outlet-publish-failed cause=\"{}\"", refused.toString());
      asked.disconnect().onFailure(gone -> onClosed(asked));
    }
  }

  public void close() {
    closed = true;
    open = false;
    client.disconnect().onFailure(ignored -> {});
  }

  private MqttClientOptions options() {
    MqttClientOptions options = new MqttClientOptions();
    options.setTcpNoDelay(true);
    return options
        .setClientId(settings.clientId() + "-outlet")
        .setUsername(settings.username())
        .setPassword(settings.password())
        .setCleanSession(true)
        .setMaxInflightQueue(IN_FLIGHT_MAX)
        .setMaxMessageSize(settings.messageBytesMax());
  }
}
