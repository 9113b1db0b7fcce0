package dev.sluice.broker;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/**
 * What the broker says of itself below {@code $SYS/broker}, retained, under the names that other
 * brokers made customary. A value is published when it has changed.
 */
final class SystemTopics {
  private static final String ROOT = "$SYS/broker/";

  private final long intervalNanos;
  private final String version;
  private final ObjLongConsumer<Message> publish;
  private final Map<String, String> published = new HashMap<>();
  private final Load received = new Load("load/publish/received");
  private final Load sent = new Load("load/publish/sent");
  private final Load connections = new Load("load/connections");
  private long beganNanos;
  private long lastNanos;
  private long nextNanos = Deadlines.NEVER;
  private int mostConnections;

  SystemTopics(BrokerOptions options, ObjLongConsumer<Message> publish) {
    this.intervalNanos = options.systemInterval().toNanos();
    this.version = options.version();
    this.publish = publish;
  }

  /** One count with its averages over one, five and fifteen minutes. */
  private static final class Load {
    private final String topic;
    private final Map<String, LoadAverage> averages =
        Map.of(
            "1min", new LoadAverage(Duration.ofMinutes(1)),
            "5min", new LoadAverage(Duration.ofMinutes(5)),
            "15min", new LoadAverage(Duration.ofMinutes(15)));
    private long before;

    Load(String topic) {
      this.topic = topic;
    }

    void sample(long total, long intervalNanos) {
      averages.values().forEach(average -> average.sample(total - before, intervalNanos));
      before = total;
    }
  }

  /** The broker serves from now on. */
  void begin(long nowNanos) {
    if (intervalNanos > 0) {
      beganNanos = nowNanos;
      lastNanos = nowNanos;
      nextNanos = nowNanos;
    }
  }

  boolean isDue(long nowNanos) {
    return nowNanos >= nextNanos;
  }

  long nextNanos() {
    return nextNanos;
  }

  void publish(BrokerStats stats, long nowNanos) {
    nextNanos = nowNanos + intervalNanos;
    if (nowNanos > lastNanos) {
      received.sample(stats.published(), nowNanos - lastNanos);
      sent.sample(stats.delivered(), nowNanos - lastNanos);
      connections.sample(stats.connects(), nowNanos - lastNanos);
      lastNanos = nowNanos;
    }
    say("version", version);
    say("uptime", Duration.ofNanos(nowNanos - beganNanos).toSeconds() + " seconds");
    sayClients(stats);
    sayMessages(stats);
    for (Load load : List.of(received, sent, connections)) {
      load.averages.forEach(
          (window, average) ->
              say(
                  load.topic + "/" + window,
                  String.format(Locale.ROOT, "%.2f", average.perMinute())));
    }
  }

  private void sayClients(BrokerStats stats) {
    mostConnections = Math.max(mostConnections, stats.connections());
    say("clients/connected", stats.connections());
    say("clients/disconnected", stats.sessions() - stats.connections());
    say("clients/total", stats.sessions());
    say("clients/maximum", mostConnections);
    say("subscriptions/count", stats.subscriptions());
  }

  private void sayMessages(BrokerStats stats) {
    say("publish/messages/received", stats.published());
    say("publish/messages/sent", stats.delivered());
    say(
        "publish/messages/dropped",
        stats.droppedQueueFull()
            + stats.droppedExpired()
            + stats.droppedPacketTooLarge()
            + stats.quotas().dropped());
    say("publish/bytes/received", stats.publishedBytes());
    say("publish/bytes/sent", stats.deliveredBytes());
    say("retained messages/count", stats.retainedMessages());
    say("store/messages/count", stats.queuedMessages());
    say("store/messages/bytes", stats.queuedBytes());
  }

  private void say(String topic, long value) {
    say(topic, Long.toString(value));
  }

  private void say(String topic, String value) {
    if (!value.equals(published.put(topic, value))) {
      publish.accept(
          new Message(
              TopicName.of(ROOT + topic),
              Payload.utf8(value),
              Qos.AT_MOST_ONCE,
              true,
              PublishProperties.NONE),
          lastNanos);
    }
  }
}
