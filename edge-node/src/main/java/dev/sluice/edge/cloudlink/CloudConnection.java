package dev.sluice.edge.cloudlink;

import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.Turns;
import dev.sluice.uplink.UplinkTopics;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one MQTT session to the cloud's broker: connects, subscribes, tells the core, and tries
 * again with jittered back-off, on the way that is preferred of those that work ({@link
 * WayChoice}). It remembers no message: what a lost connection swallowed, the core sends again.
 *
 * <p>Lives on the broker loop. Each attempt has its own client and number, so that late events of
 * an old one are recognised.
 */
public final class CloudConnection {
  private static final Logger LOG = LoggerFactory.getLogger(CloudConnection.class);

  private static final String SILENT = "connected, but the cloud does not answer";

  /** A clock that is set shall not wait for a long pause. */
  private static final long OBSTACLE_MILLIS = 1_000;

  /** A way that has to answer for so long is asked so often meanwhile, at least. */
  private static final int PROBES_MIN = 4;

  private static final Duration PROBE_EVERY_MAX = Duration.ofSeconds(10);

  /**
   * @param stallAfter until a way on which the bridge is not heard counts as lost, if there are
   *     others
   * @param failBackAfter for which a preferred way has to answer until it is taken again
   * @param packetBytesMax largest packet from the cloud
   */
  public record Settings(
      String edgeId,
      Duration reconnectMin,
      Duration reconnectMax,
      Duration connectTimeout,
      Duration stallAfter,
      Duration failBackAfter,
      int packetBytesMax) {}

  private final Vertx vertx;
  private final Settings settings;
  private final List<Way> ways;
  private final WayChoice choice;
  private final WayProbe probe;
  private final EdgeCore core;
  private final Turns turns;
  private final Backoff backoff;
  private final LongSupplier clock = System::nanoTime;
  private MqttClient client;
  private int attempt;
  private boolean up;
  private boolean closed;
  private Optional<String> obstacle = Optional.empty();

  /**
   * @param ways to the cloud, the most preferred first; at least one
   */
  public CloudConnection(
      Vertx vertx,
      Settings settings,
      List<Way> ways,
      EdgeCore core,
      Turns turns,
      SplittableRandom random) {
    this.vertx = vertx;
    this.settings = settings;
    this.ways = List.copyOf(ways);
    this.choice = new WayChoice(ways.size(), settings.failBackAfter().toNanos());
    this.probe = new WayProbe(vertx, (int) settings.connectTimeout().toMillis());
    this.core = core;
    this.turns = turns;
    this.backoff = new Backoff(settings.reconnectMin(), settings.reconnectMax(), random);
  }

  /** Starts connecting; called on the broker loop. */
  public void open() {
    if (ways.size() > 1) {
      Duration every = settings.failBackAfter().dividedBy(PROBES_MIN);
      long millis = Math.min(PROBE_EVERY_MAX.toMillis(), Math.max(1, every.toMillis()));
      vertx.setPeriodic(millis, timer -> lookForBetter());
    }
    connect();
  }

  private void connect() {
    if (closed || isHindered()) {
      return;
    }
    int number = ++attempt;
    Way way = way();
    MqttClient fresh = MqttClient.create(vertx, SessionOptions.of(way, settings));
    client = fresh;
    fresh.publishHandler(
        message -> onMessage(number, message.topicName(), message.payload().getBytes()));
    fresh.closeHandler(gone -> onDown(number, "connection closed"));
    fresh.exceptionHandler(failure -> onDown(number, way.security().explain(failure)));
    fresh
        .connect(way.port(), way.host())
        .compose(
            ack ->
                fresh.subscribe(
                    Map.of(
                        UplinkTopics.down(settings.edgeId()),
                        MqttQoS.AT_LEAST_ONCE.value(),
                        UplinkTopics.forwardDown(settings.edgeId()),
                        MqttQoS.AT_LEAST_ONCE.value())))
        .onSuccess(packetId -> onUp(number))
        .onFailure(failure -> onDown(number, way.security().explain(failure)));
    vertx.setTimer(settings.connectTimeout().toMillis(), timer -> onConnectTimeout(number));
  }

  private Way way() {
    return ways.get(choice.current());
  }

  /** Said once; no attempt is made while it lasts, and others are taken meanwhile. */
  private boolean isHindered() {
    Optional<String> now = way().security().obstacle();
    if (now.isPresent()) {
      if (!now.equals(obstacle)) {
        LOG.warn("uplink=waiting way={} cause=\"{}\"", way().name(), now.get());
      }
      boolean over = choice.onLost(false, clock.getAsLong());
      vertx.setTimer(over ? OBSTACLE_MILLIS : backoff.soon(), timer -> connect());
    }
    obstacle = now;
    return now.isPresent();
  }

  private void onUp(int number) {
    if (number != attempt || closed) {
      return;
    }
    up = true;
    LOG.info("uplink=up way={} broker={}:{}", way().name(), way().host(), way().port());
    turns.submit(core::onUplinkUp);
    if (ways.size() == 1) {
      works(); // there is nothing else to try: whoever answers, it is the best one
    } else {
      vertx.setTimer(settings.stallAfter().toMillis(), timer -> onTrialOver(number));
    }
  }

  private void works() {
    choice.onWorks(clock.getAsLong());
    backoff.reset();
  }

  private void onTrialOver(int number) {
    if (number == attempt && up && !choice.works()) {
      onDown(number, SILENT, true);
    }
  }

  /** Asks the ways that are preferred to this one, and goes back to one that has lasted. */
  private void lookForBetter() {
    if (!up) {
      return;
    }
    for (int way = 0; way < choice.betterOnes(); way++) {
      int asked = way;
      probe.ask(ways.get(way), answers -> choice.onProbe(asked, answers, clock.getAsLong()));
    }
    choice.failBack(clock.getAsLong()).ifPresent(way -> again("a preferred way answers again"));
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
    if (!choice.works() && core.cloudResponsive()) {
      works();
    }
  }

  private void onDown(int number, String why) {
    onDown(number, why, false);
  }

  /** The first sign that an attempt is over ends it; later ones belong to an old number. */
  private void onDown(int number, String why, boolean silent) {
    if (number != attempt || closed) {
      return;
    }
    String name = way().name();
    boolean over = choice.onLost(silent, clock.getAsLong());
    long wait = over ? backoff.next() : backoff.soon();
    LOG.info("uplink=down way={} reason=\"{}\" retry_ms={}", name, why, wait);
    end(wait);
  }

  /** Ends what works, to come again at once. */
  private void again(String why) {
    long wait = backoff.soon();
    LOG.info("uplink=down reason=\"{}\" retry_ms={}", why, wait);
    end(wait);
  }

  private void end(long waitMillis) {
    attempt++;
    drop(client);
    if (up) {
      up = false;
      turns.submit(core::onUplinkDown);
    }
    vertx.setTimer(waitMillis, timer -> connect());
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
      onDown(attempt, SILENT, true);
    }
  }

  /**
   * What is shown of this node has changed: where it is shown, the link comes again with it, and
   * nothing is lost.
   */
  public void renew(LinkSecurity changed) {
    if (up && way().security() == changed) {
      again("a new certificate is shown");
    }
  }

  /** The way that is taken, or tried, now: its place among all of them. */
  public int current() {
    return choice.current();
  }

  /** Times that another way was taken, or tried, than before. */
  public long switches() {
    return choice.switches();
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
