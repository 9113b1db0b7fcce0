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
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Subscribe;
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
 * All turns that one message needs in the broker's core: PUBLISH, the credit that comes back when
 * its copies have left, and on QoS 1 the acknowledgement of each copy.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BrokerTurnBenchmark {
  private static final int PAYLOAD_BYTES = 64;
  private static final int RECEIVE_MAXIMUM = 65_535;
  private static final int PACKET_IDS = 65_535;
  private static final ConnectionId PUBLISHER = new ConnectionId(0);
  private static final TopicName TOPIC = TopicName.of("site/hall/line/state");

  @Param({"0", "1"})
  private int qos;

  @Param({"1", "100"})
  private int subscribers;

  private final List<Effect> effects = new ArrayList<>();
  private final BrokerCore core =
      new BrokerCore(
          BrokerLimits.DEFAULT, Authorizer.ALLOW_ALL, new SplittableRandom(1), effects::add);
  private Message message;
  private int packetId;
  private long nowNanos = 1;

  @Setup
  public void connect() {
    message = Message.of(TOPIC, Payload.of(new byte[PAYLOAD_BYTES]), Qos.of(qos));
    core.onConnect(PUBLISHER, connect("publisher"), nowNanos);
    Subscribe.Item item =
        new Subscribe.Item(
            TOPIC.value(),
            Qos.AT_LEAST_ONCE,
            false,
            false,
            Subscribe.RetainHandling.SEND_AT_SUBSCRIBE);
    for (int i = 1; i <= subscribers; i++) {
      ConnectionId id = new ConnectionId(i);
      core.onConnect(id, connect("subscriber-" + i), nowNanos);
      core.onSubscribe(id, new Subscribe(1, List.of(item), OptionalInt.empty()), nowNanos);
    }
    effects.clear();
  }

  private static Connect connect(String clientId) {
    return new Connect(
        ProtocolVersion.MQTT_3_1_1,
        clientId,
        true,
        0,
        Duration.ZERO,
        RECEIVE_MAXIMUM,
        Integer.MAX_VALUE,
        Optional.empty());
  }

  @Benchmark
  public void message(Blackhole sink) {
    nowNanos++;
    packetId = qos == 0 ? 0 : packetId % PACKET_IDS + 1;
    core.onPublish(PUBLISHER, new Publish(message, packetId, false), nowNanos);
    int count = effects.size();
    if (count < subscribers) {
      throw new IllegalStateException("only " + count + " effects of " + subscribers + " copies");
    }
    for (int i = 0; i < count; i++) {
      perform(effects.get(i), sink);
    }
    effects.clear();
  }

  private void perform(Effect effect, Blackhole sink) {
    sink.consume(effect);
    if (effect instanceof Effect.Transmit transmit
        && transmit.packet() instanceof Delivery delivery) {
      core.onFlushed(transmit.connection(), transmit.cost(), nowNanos);
      if (delivery.packetId() != 0) {
        core.onPubAck(transmit.connection(), delivery.packetId(), ReasonCode.SUCCESS, nowNanos);
      }
    }
  }
}
