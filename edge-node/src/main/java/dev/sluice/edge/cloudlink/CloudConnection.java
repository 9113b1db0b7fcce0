package dev.sluice.edge.cloudlink;

import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.Turns;
import dev.sluice.uplink.UplinkTopics;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one MQTT session to the cloud's broker: connects, subscribes, tells the core, and tries
 * again with jittered back-off. It remembers no message: what a lost connection swallowed, the core
 * sends again.
 *
 * <p>Lives on the broker loop. Each attempt has its own client and number, so that late events of
 * an old one are recognised.
 */
public final class CloudConnection {
  private static final Logger LOG = LoggerFactory.getLogger(CloudConnection.class);

  /** The core owns the window; the client must never be the one that refuses. */
  private static final int IN_FLIGHT_MAX = 60_000;

  private static final int KEEP_ALIVE_SECONDS = 10;

  /** A clock that is set shall not wait for a long pause. */
  private static final long OBSTACLE_MILLIS = 1_000;

  /**
   * @param login empty where the broker asks for none
   * @param packetBytesMax largest packet from the cloud
   */
  public record Settings(
      String edgeId,
      String host,
      int port,
      Optional<Login> login,
      Duration reconnectMin,
      Duration reconnectMax,
      Duration connectTimeout,
      int packetBytesMax) {}

  /** How the cloud's broker knows this node. */
  public record Login(String username, String password) {
    /** Never the password. */
    @Override
    public String toString() {
      return "Login[" + username + "]";
    }
  }

  private final Vertx vertx;
  private final Settings settings;
  private final LinkSecurity security;
  private final EdgeCore core;
  private final Turns turns;
  private final Backoff backoff;
  private MqttClient client;
  private int attempt;
  private boolean up;
  private boolean closed;
  private Optional<String> obstacle = Optional.empty();

  public CloudConnection(
      Vertx vertx,
      Settings settings,
      LinkSecurity security,
      EdgeCore core,
      Turns turns,
      SplittableRandom random) {
    this.vertx = vertx;
    this.settings = settings;
    this.security = security;
    this.core = core;
    this.turns = turns;
    this.backoff = new Backoff(settings.reconnectMin(), settings.reconnectMax(), random);
  }

  /** Starts connecting; called on the broker loop. */
  public void open() {
    if (closed || isHindered()) {
      return;
    }
    int number = ++attempt;
    MqttClient fresh = MqttClient.create(vertx, options());
    client = fresh;
    fresh.publishHandler(
        message -> onMessage(number, message.topicName(), message.payload().getBytes()));
    fresh.closeHandler(gone -> onDown(number, "connection closed"));
    fresh.exceptionHandler(failure -> onDown(number, security.explain(failure)));
    fresh
        .connect(settings.port(), settings.host())
        .compose(
            ack ->
                fresh.subscribe(
                    Map.of(
                        UplinkTopics.down(settings.edgeId()),
                        MqttQoS.AT_LEAST_ONCE.value(),
                        UplinkTopics.forwardDown(settings.edgeId()),
                        MqttQoS.AT_LEAST_ONCE.value())))
        .onSuccess(packetId -> onUp(number))
        .onFailure(failure -> onDown(number, security.explain(failure)));
    vertx.setTimer(settings.connectTimeout().toMillis(), timer -> onConnectTimeout(number));
  }

  /** Said once; no attempt is made while it lasts. */
  private boolean isHindered() {
    Optional<String> now = security.obstacle();
    if (now.isPresent()) {
      if (obstacle.isEmpty()) {
        LOG.warn("uplink=waiting cause=\"{}\"", now.get());
      }
      vertx.setTimer(OBSTACLE_MILLIS, timer -> open());
    }
    obstacle = now;
    return now.isPresent();
  }

  private MqttClientOptions options() {
    MqttClientOptions options = new MqttClientOptions();
    options.setClientId("edge-" + settings.edgeId());
    settings
        .login()
        .ifPresent(login -> options.setUsername(login.username()).setPassword(login.password()));
    options.setCleanSession(false);
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setMaxInflightQueue(IN_FLIGHT_MAX);
    options.setMaxMessageSize(settings.packetBytesMax());
    options.setConnectTimeout((int) settings.connectTimeout().toMillis());
    options.setTcpNoDelay(true);
    // Looked at only with TLS.
    options.setHostnameVerificationAlgorithm("HTTPS");
    security.secure(options);
    return options;
  }

  private void onUp(int number) {
    if (number != attempt || closed) {
      return;
    }
    up = true;
    backoff.reset();
    LOG.info("uplink=up broker={}:{}", settings.host(), settings.port());
    turns.submit(core::onUplinkUp);
  }

  private void onConnectTimeout(int number) {
    if (number == attempt && !up) {
      onDown(number, "no answer within " + settings.connectTimeout().toMillis() + " ms");
    }
  }

  private void onMessage(int number, String topic, byte[] bytes) {
    if (number != attempt) {
      return;
    }
    if (topic.equals(UplinkTopics.forwardDown(settings.edgeId()))) {
      turns.submit(now -> core.onForwardBytes(bytes, now));
    } else {
      turns.submit(now -> core.onUplinkBytes(bytes, now));
    }
  }

  /** The first sign that an attempt is over ends it; later ones belong to an old number. */
  private void onDown(int number, String why) {
    if (number != attempt || closed) {
      return;
    }
    attempt++;
    drop(client);
    long wait = backoff.next();
    LOG.info("uplink=down reason=\"{}\" retry_ms={}", why, wait);
    if (up) {
      up = false;
      turns.submit(core::onUplinkDown);
    }
    vertx.setTimer(wait, timer -> open());
  }

  /** Sends, when there is a connection; called on the broker loop. */
  public void perform(EdgeEffect.SendUplink send) {
    publish(UplinkTopics.up(settings.edgeId()), send.bytes());
  }

  /** As above, in the forwarding plane. */
  public void perform(EdgeEffect.SendForward send) {
    publish(UplinkTopics.forwardUp(settings.edgeId()), send.bytes());
  }

  private void publish(String topic, byte[] bytes) {
    if (up) {
      client.publish(topic, Buffer.buffer(bytes), MqttQoS.AT_LEAST_ONCE, false, false);
    }
  }

  /** The core has found the connection dead whatever the socket says. */
  public void reset() {
    if (up) {
      onDown(attempt, "connected, but the cloud does not answer");
    }
  }

  /** What the link shows of itself has changed: it comes again with it, and nothing is lost. */
  public void renew() {
    if (up) {
      onDown(attempt, "a new certificate is shown");
    }
  }

  /** Whether the MQTT session is up; says nothing about the cloud behind it. */
  public boolean isConnected() {
    return up;
  }

  /** Ends the connection for good; called on the broker loop. */
  public void close() {
    closed = true;
    up = false;
    if (client != null) {
      drop(client);
    }
  }

  private static void drop(MqttClient old) {
    // A client that never connected fails to disconnect, which is just as good.
    old.disconnect().onFailure(ignored -> {});
  }
}
