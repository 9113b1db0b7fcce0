package dev.sluice.bench.micro;

import dev.sluice.broker.Authorizer;
import dev.sluice.broker.BrokerCore;
import dev.sluice.broker.BrokerLimits;
import dev.sluice.broker.ConnectionId;
import dev.sluice.broker.Effect;
import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One message into the queue of a client that is slow and one out of it: PUBLISH, and the
 * acknowledgement that lets the next one go.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QueueBenchmark {
  private static final int WAITING = 1_000;
  private static final int PAYLOAD_BYTES = 64;
  private static final int PACKET_IDS = 65_535;
  private static final ConnectionId PUBLISHER = new ConnectionId(0);
  private static final ConnectionId SUBSCRIBER = new ConnectionId(1);
  private static final TopicName TOPIC = TopicName.of("site/hall/line/state");

  /** How many of them are in use. */
  @Param({"1", "3"})
  private int priorities;

  private final List<Effect> effects = new ArrayList<>();
  private final BrokerCore core =
      new BrokerCore(
          BrokerLimits.DEFAULT, Authorizer.ALLOW_ALL, new SplittableRandom(1), effects::add);
  private final List<Message> messages = new ArrayList<>();
  private int packetId;
  private int next;
  private int inFlight;
  private long nowNanos = 1;

  @Setup
  public void fill() {
    for (int i = 0; i < priorities; i++) {
      String priority = List.of("4", "9", "0").get(i);
      PublishProperties properties =
          i == 0
              ? PublishProperties.NONE
              : PublishProperties.ofUser(List.of(new UserProperty("x-priority", priority)));
      Payload payload = Payload.of(new byte[PAYLOAD_BYTES]);
      messages.add(new Message(TOPIC, payload, Qos.AT_LEAST_ONCE, false, properties));
    }
    core.onConnect(PUBLISHER, connect("publisher", PACKET_IDS), nowNanos);
    core.onConnect(SUBSCRIBER, connect("subscriber", 1), nowNanos);
    Subscribe.Item item =
        new Subscribe.Item(
            TOPIC.value(),
            Qos.AT_LEAST_ONCE,
            false,
            false,
            Subscribe.RetainHandling.SEND_AT_SUBSCRIBE);
    core.onSubscribe(SUBSCRIBER, new Subscribe(1, List.of(item), OptionalInt.empty()), nowNanos);
    for (int i = 0; i < WAITING; i++) {
      publish();
    }
    effects.forEach(this::perform);
    effects.clear();
  }

  private static Connect connect(String clientId, int receiveMaximum) {
    return new Connect(
        ProtocolVersion.MQTT_5,
        clientId,
        true,
        0,
        Duration.ZERO,
        receiveMaximum,
        Integer.MAX_VALUE,
        Optional.empty());
  }

  private void publish() {
    packetId = packetId % PACKET_IDS + 1;
    next = (next + 1) % priorities;
    core.onPublish(PUBLISHER, new Publish(messages.get(next), packetId, false), nowNanos);
  }

  private void perform(Effect effect) {
    if (effect instanceof Effect.Transmit transmit
        && transmit.packet() instanceof Delivery delivery) {
      core.onFlushed(SUBSCRIBER, transmit.cost(), nowNanos);
      inFlight = delivery.packetId();
    }
  }

  @Benchmark
  public void inAndOut(Blackhole sink) {
    nowNanos++;
    publish();
    core.onPubAck(SUBSCRIBER, inFlight, ReasonCode.SUCCESS, nowNanos);
    int count = effects.size();
    for (int i = 0; i < count; i++) {
      sink.consume(effects.get(i));
      perform(effects.get(i));
    }
    effects.clear();
  }
}
