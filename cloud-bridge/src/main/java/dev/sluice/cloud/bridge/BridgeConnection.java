package dev.sluice.cloud.bridge;

import dev.sluice.uplink.BridgeShare;
import dev.sluice.uplink.CloudLink;
import dev.sluice.uplink.UplinkTopics;
import dev.sluice.uplink.chat.ChatCodec;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects, subscribes to all up topics, publishes to down topics, and connects again when cut. A
 * message to itself through the broker proves, again and again, that all of it works.
 *
 * <p>One of several bridges gets requests elsewhere ({@link RequestConnection}), tells the others
 * what is for all, and takes the lanes that are its own ({@link BridgeGroup}).
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

  /** Silences in a row after which the connection is given up, whatever its socket says. */
  private static final int SILENCES_MAX = 5;

  /**
   * @param echoInterval between messages to itself
   * @param silenceMax without one of them coming back, after which the connection counts as stuck
   * @param group that this bridge is one of; empty where it is the only one
   */
  public record Settings(
      BrokerAccess broker,
      Duration echoInterval,
      Duration silenceMax,
      Optional<BridgeGroup> group) {}

  private final Vertx vertx;
  private final Settings settings;
  private final Listener listener;
  private final Optional<GroupTalk> group;

  private final Pauses pauses;
  private final Promise<Void> started = Promise.promise();

  // for the life of the process
  private boolean closed;
  private long dropped;

  // for the connection
  private int attempt;
  private MqttClient client;
  private boolean serving;
  private boolean echoed;
  private long lastEchoNanos;
  private int inFlight;

  public BridgeConnection(Vertx vertx, Settings settings, Listener listener) {
    this.vertx = vertx;
    this.settings = settings;
    this.listener = listener;
    this.group = settings.group().map(one -> new GroupTalk(one, System::nanoTime, this::onTold));
    this.pauses = settings.broker().pauses();
    this.client = MqttClient.create(vertx, options());
  }

  /**
   * From then on it keeps itself up.
   *
   * @return succeeds when a connection serves for the first time; fails when an attempt before that
   *     does, and others follow. One that is cut before it serves is no failure: the embedded
   *     broker may be slow to notice that it has accepted a client, and then hangs up on the first
   *     SUBSCRIBE
   */
  public Future<Void> start() {
    vertx.setPeriodic(settings.echoInterval().toMillis(), timer -> echo());
    connect();
    return started.future();
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

  /** Its share of what edge nodes say to any of several bridges. */
  public void onShared(String edgeId, byte[] bytes) {
    if (BridgeShare.isForAll(bytes)) {
      // It comes back to this one, too. A report or a confirmation that is lost does no harm.
      publishPrompt(group.orElseThrow().toAll(edgeId), Buffer.buffer(bytes));
    } else {
      listener.onBytes(edgeId, bytes);
    }
  }

  /** True while messages to itself come back, and no other bridge contradicts it. */
  public boolean ready() {
    return serving && echoed && !stuck() && group.stream().allMatch(GroupTalk::isCalm);
  }

  public long dropped() {
    return dropped;
  }

  public Future<Void> close() {
    closed = true;
    serving = false;
    return client.isConnected() ? client.disconnect() : Future.succeededFuture();
  }

  private void connect() {
    int number = ++attempt;
    MqttClient fresh = MqttClient.create(vertx, options());
    client = fresh;
    inFlight = 0;
    fresh.publishHandler(message -> onMessage(number, message));
    fresh.publishCompletionHandler(packetId -> inFlight--);
    fresh.exceptionHandler(e -> onDown(number, e.toString()));
    fresh.closeHandler(none -> onDown(number, "connection closed"));
    fresh
        .connect(settings.broker().port(), settings.broker().host())
        .compose(ack -> subscribe(fresh))
        .onSuccess(granted -> onUp(number))
        .onFailure(started::tryFail)
        .onFailure(e -> onDown(number, e.toString()));
  }

  private Future<Void> subscribe(MqttClient fresh) {
    lastEchoNanos = System.nanoTime();
    return GrantedSubscription.ask(fresh, filters());
  }

  private Map<String, Integer> filters() {
    Map<String, Integer> filters = new HashMap<>();
    filters.put(UplinkTopics.FORWARD_UP_FILTER, AT_LEAST_ONCE);
    filters.put(echoTopic(), AT_LEAST_ONCE);
    if (group.isPresent()) {
      filters.put(group.get().toAll("+"), AT_LEAST_ONCE);
      filters.put(group.get().helloTopic(), AT_LEAST_ONCE);
    } else {
      filters.put(UplinkTopics.UP_FILTER, AT_LEAST_ONCE);
    }
    return filters;
  }

  private void onUp(int number) {
    if (number != attempt || closed) {
      return;
    }
    serving = true;
    echoed = false;
    lastEchoNanos = System.nanoTime();
    started.tryComplete();
    group.ifPresent(GroupTalk::onConnected);
    pauses.reset();
    LOG.info("event=bridge-connected broker={}", settings.broker().place());
    echo();
  }

  /** The first sign that a connection is over ends it; later ones belong to an old number. */
  private void onDown(int number, String why) {
    if (number != attempt || closed) {
      return;
    }
    attempt++;
    serving = false;
    // A client that never connected fails to disconnect, which is just as good.
    client.disconnect().onFailure(ignored -> {});
    long pause = pauses.next();
    LOG.warn(
        "event=bridge-disconnected broker={} cause=\"{}\" retry_ms={}",
        settings.broker().place(),
        why,
        pause);
    vertx.setTimer(pause, timer -> reconnect());
  }

  private void reconnect() {
    if (!closed) {
      connect();
    }
  }

  private void onMessage(int number, MqttPublishMessage message) {
    if (number != attempt) {
      return;
    }
    String topic = message.topicName();
    if (topic.startsWith(UP_PREFIX)) {
      listener.onBytes(topic.substring(UP_PREFIX.length()), message.payload().getBytes());
    } else if (topic.startsWith(FORWARD_UP_PREFIX)) {
      onForward(topic.substring(FORWARD_UP_PREFIX.length()), message.payload().getBytes());
    } else if (topic.equals(echoTopic())) {
      echoed = true;
      lastEchoNanos = System.nanoTime();
    } else {
      group.ifPresent(talk -> talk.onSaid(topic, message.payload().getBytes()));
    }
  }

  /** What another bridge heard. A text is written by one of them: the owner of the node's lanes. */
  private void onTold(String edgeId, byte[] bytes) {
    boolean own = group.stream().allMatch(talk -> talk.takesLanesOf(edgeId));
    if (own || !ChatCodec.isChat(bytes)) {
      listener.onBytes(edgeId, bytes);
    }
  }

  private void onForward(String edgeId, byte[] bytes) {
    if (group.stream().allMatch(talk -> talk.takesLanesOf(edgeId))) {
      listener.onForward(edgeId, bytes);
    }
  }

  /** Also notices a connection that is open and dead: a network may never say so. */
  private void echo() {
    if (client.isConnected() && silentNanos() > SILENCES_MAX * settings.silenceMax().toNanos()) {
      onDown(attempt, "connected, but nothing comes back");
    } else if (serving) {
      publishKept(echoTopic(), Buffer.buffer());
      group.ifPresent(talk -> publishPrompt(talk.helloTopic(), Buffer.buffer(talk.hello())));
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
    return silentNanos() > settings.silenceMax().toNanos();
  }

  private long silentNanos() {
    return System.nanoTime() - lastEchoNanos;
  }

  private String echoTopic() {
    return ECHO_PREFIX + settings.broker().clientId();
  }

  private MqttClientOptions options() {
    BrokerAccess broker = settings.broker();
    MqttClientOptions options = new MqttClientOptions();
    options.setTcpNoDelay(true);
    broker.tls().ifPresent(tls -> tls.secure(options));
    broker
        .login()
        .ifPresent(login -> options.setUsername(login.username()).setPassword(login.password()));
    return options
        .setClientId(broker.clientId())
        .setCleanSession(true)
        .setMaxInflightQueue(IN_FLIGHT_MAX + 1)
        .setMaxMessageSize(broker.packetBytesMax());
  }

  /** Told on the loop. */
  public interface Listener {
    /** In the request plane. */
    void onBytes(String edgeId, byte[] bytes);

    /** In the forwarding plane. */
    void onForward(String edgeId, byte[] bytes);
  }
}
