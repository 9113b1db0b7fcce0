package dev.sluice.cloud.bridge;

import dev.sluice.uplink.CloudLink;
import dev.sluice.uplink.UplinkTopics;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects, subscribes to all up topics, publishes to down topics, and connects again when cut. A
 * message to itself through the broker proves, again and again, that all of it works.
 *
 * <p>What cannot be published is dropped and counted: the edge node asks again.
 */
public final class BridgeConnection {
  private static final Logger LOG = LoggerFactory.getLogger(BridgeConnection.class);

  /** Messages without PUBACK; the broker is near, so more means that it has stopped reading. */
  static final int IN_FLIGHT_MAX = 10_000;

  private static final String UP_PREFIX = UplinkTopics.up("");
  private static final String FORWARD_UP_PREFIX = UplinkTopics.forwardUp("");
  private static final String ECHO_PREFIX = "sluice/v1/bridge/";
  private static final int AT_LEAST_ONCE = MqttQoS.AT_LEAST_ONCE.value();

  /**
   * @param echoInterval between messages to itself
   * @param silenceMax without one of them coming back, after which the connection counts as stuck
   * @param reconnectAfter pause before the next attempt to connect
   */
  public record Settings(
      String host,
      int port,
      String clientId,
      String username,
      String password,
      int messageBytesMax,
      Duration echoInterval,
      Duration silenceMax,
      Duration reconnectAfter) {}

  private final Vertx vertx;
  private final Settings settings;
  private final Listener listener;

  // for the life of the process
  private boolean closed;
  private long dropped;

  // for the connection
  private MqttClient client;
  private boolean serving;
  private boolean echoed;
  private long lastEchoNanos;
  private int inFlight;

  public BridgeConnection(Vertx vertx, Settings settings, Listener listener) {
    this.vertx = vertx;
    this.settings = settings;
    this.listener = listener;
    this.client = MqttClient.create(vertx, options());
  }

  /** Succeeds when the first connection serves; after that it keeps itself up. */
  public Future<Void> start() {
    vertx.setPeriodic(settings.echoInterval().toMillis(), timer -> echo());
    return connect().onSuccess(served -> echo());
  }

  /** Sends an envelope to an edge node, or counts it as dropped. */
  public void publish(String edgeId, byte[] bytes, CloudLink.Delivery delivery) {
    String topic = UplinkTopics.down(edgeId);
    if (delivery == CloudLink.Delivery.KEPT) {
      publishKept(topic, Buffer.buffer(bytes));
    } else {
      publishPrompt(topic, Buffer.buffer(bytes));
    }
  }

  /** Sends an envelope of the forwarding plane, whose sender asks again when it is lost. */
  public void publishForward(String edgeId, byte[] bytes) {
    publishPrompt(UplinkTopics.forwardDown(edgeId), Buffer.buffer(bytes));
  }

  /** True while messages to itself come back. */
  public boolean ready() {
    return serving && echoed && !stuck();
  }

  public long dropped() {
    return dropped;
  }

  public Future<Void> close() {
    closed = true;
    return client.isConnected() ? client.disconnect() : Future.succeededFuture();
  }

  private Future<Void> connect() {
    MqttClient attempt = MqttClient.create(vertx, options());
    client = attempt;
    inFlight = 0;
    attempt.publishHandler(this::onMessage);
    attempt.publishCompletionHandler(packetId -> inFlight--);
    attempt.exceptionHandler(e -> LOG.warn("event=bridge-error cause=\"{}\"", e.toString()));
    return attempt
        .connect(settings.port(), settings.host())
        .compose(
            accepted -> {
              attempt.closeHandler(none -> onClosed());
              return attempt.subscribe(
                  Map.of(
                      UplinkTopics.UP_FILTER,
                      AT_LEAST_ONCE,
                      UplinkTopics.FORWARD_UP_FILTER,
                      AT_LEAST_ONCE,
                      echoTopic(),
                      AT_LEAST_ONCE));
            })
        .<Void>mapEmpty()
        .onSuccess(
            subscribed -> {
              serving = true;
              echoed = false;
              lastEchoNanos = System.nanoTime();
              LOG.info("event=bridge-connected host={} port={}", settings.host(), settings.port());
            });
  }

  private void onClosed() {
    serving = false;
    if (!closed) {
      LOG.warn("event=bridge-disconnected");
      reconnectLater();
    }
  }

  private void reconnectLater() {
    vertx.setTimer(settings.reconnectAfter().toMillis(), timer -> reconnect());
  }

  private void reconnect() {
    if (closed) {
      return;
    }
    connect()
        .onFailure(
            e -> {
              LOG.warn("event=bridge-connect-failed cause=\"{}\"", e.toString());
              reconnectLater();
            });
  }

  private void onMessage(MqttPublishMessage message) {
    String topic = message.topicName();
    if (topic.startsWith(UP_PREFIX)) {
      listener.onBytes(topic.substring(UP_PREFIX.length()), message.payload().getBytes());
    } else if (topic.startsWith(FORWARD_UP_PREFIX)) {
      String edgeId = topic.substring(FORWARD_UP_PREFIX.length());
      listener.onForward(edgeId, message.payload().getBytes());
    } else if (topic.equals(echoTopic())) {
      echoed = true;
      lastEchoNanos = System.nanoTime();
    }
  }

  private void echo() {
    if (serving) {
      publishKept(echoTopic(), Buffer.buffer());
    }
  }

  private void publishKept(String topic, Buffer payload) {
    if (!serving || inFlight >= IN_FLIGHT_MAX) {
      dropped++;
      return;
    }
    inFlight++;
    client.publish(topic, payload, MqttQoS.AT_LEAST_ONCE, false, false);
  }

  /**
   * QoS 0 has no acknowledgement to count: the missing echo tells that the broker reads no more.
   */
  private void publishPrompt(String topic, Buffer payload) {
    if (!serving || stuck()) {
      dropped++;
      return;
    }
    client.publish(topic, payload, MqttQoS.AT_MOST_ONCE, false, false);
  }

  private boolean stuck() {
    return System.nanoTime() - lastEchoNanos > settings.silenceMax().toNanos();
  }

  private String echoTopic() {
    return ECHO_PREFIX + settings.clientId();
  }

  private MqttClientOptions options() {
    MqttClientOptions options = new MqttClientOptions();
    options.setTcpNoDelay(true);
    return options
        .setClientId(settings.clientId())
        .setUsername(settings.username())
        .setPassword(settings.password())
        .setCleanSession(true)
        .setMaxInflightQueue(IN_FLIGHT_MAX + 1)
        .setMaxMessageSize(settings.messageBytesMax());
  }

  /** Told on the loop. */
  public interface Listener {
    /** In the request plane. */
    void onBytes(String edgeId, byte[] bytes);

    /** In the forwarding plane. */
    void onForward(String edgeId, byte[] bytes);
  }
}
