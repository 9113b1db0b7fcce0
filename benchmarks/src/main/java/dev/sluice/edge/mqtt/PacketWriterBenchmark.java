package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.OutboundPacket.PubAck;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Encoding into a pooled direct buffer, as a connection does it; here for package-private access.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PacketWriterBenchmark {
  private static final int PACKET_ID = 4_711;

  @Param({"MQTT_3_1_1", "MQTT_5"})
  private ProtocolVersion version;

  @Param({"64", "1024", "16384"})
  private int payloadBytes;

  private final PubAck ack = new PubAck(PACKET_ID, ReasonCode.SUCCESS);
  private PacketWriter writer;
  private ByteBuf out;
  private Delivery delivery;

  @Setup
  public void prepare() {
    writer = PacketWriter.of(version);
    out = PooledByteBufAllocator.DEFAULT.directBuffer(64 << 10);
    Message message =
        Message.of(
            TopicName.of("site/hall/line/state"),
            Payload.of(new byte[payloadBytes]),
            Qos.AT_LEAST_ONCE);
    delivery =
        new Delivery(
            message, Qos.AT_LEAST_ONCE, PACKET_ID, false, false, OptionalInt.empty(), List.of());
  }

  @TearDown
  public void release() {
    out.release();
  }

  @Benchmark
  public ByteBuf publish() {
    writer.publish(delivery, out.clear());
    return out;
  }

  @Benchmark
  public ByteBuf pubAck() {
    writer.pubAck(ack, out.clear());
    return out;
  }
}
