package dev.sluice.edge.mqtt;

import dev.sluice.edge.mqtt.ConnAckWriter.Addition;
import dev.sluice.mqtt.OutboundPacket;
import dev.sluice.mqtt.OutboundPacket.ConnAck;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.OutboundPacket.Disconnect;
import dev.sluice.mqtt.OutboundPacket.PingResp;
import dev.sluice.mqtt.OutboundPacket.PubAck;
import dev.sluice.mqtt.OutboundPacket.PubComp;
import dev.sluice.mqtt.OutboundPacket.PubRec;
import dev.sluice.mqtt.OutboundPacket.PubRel;
import dev.sluice.mqtt.OutboundPacket.SubAck;
import dev.sluice.mqtt.OutboundPacket.UnsubAck;
import dev.sluice.mqtt.ProtocolVersion;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What one connection is about to send: packets encoded into pooled buffers, which the next flush
 * sends on their way.
 *
 * <p>PUBLISH packets are bounded by the core's transmit credit, which comes back when the socket
 * has taken the bytes. Everything else is an answer to something that the client sent; when a
 * client does not read its answers, reading from it stops until it does.
 */
final class Outbound
    implements OutboundPacket.Visitor<Void>, ChannelFutureListener, Flusher.Gathering {
  private static final int FIRST_BYTES = 256;

  /**
   * Size of a buffer. One that grows beyond it with the packets of a pass would outgrow what the
   * allocator pools, and cost a mapping of fresh, zeroed memory each time.
   */
  private static final int BUFFER_BYTES = 16 << 10;

  /** A buffer as full as this is handed over: most packets still find room in what is left. */
  private static final int FULL_BYTES = BUFFER_BYTES - (2 << 10);

  /** A payload from which on it does not share a buffer that has no room for it. */
  private static final int LARGE_BYTES = 2 << 10;

  /** Room for what comes before a payload, as a rule: else the buffer grows. */
  private static final int HEAD_BYTES = 512;

  /** Bytes of answers above which reading stops, and below which it goes on. */
  private static final int ANSWER_BYTES_HIGH = 64 << 10;

  private static final int ANSWER_BYTES_LOW = ANSWER_BYTES_HIGH / 2;

  /**
   * What the client said of itself.
   *
   * @param maximumPacketSize bytes of the largest packet that it takes
   * @param topicAliasMaximum aliases that may be set, 0 for none
   */
  record Peer(ProtocolVersion version, int maximumPacketSize, int topicAliasMaximum) {}

  /** One write that the channel has not completed. */
  private record Flush(long cost, int answerBytes) {}

  private final Connection connection;
  private final ChannelHandlerContext encoder;
  private final Peer peer;
  private final PacketWriter writer;
  private final OutgoingAliases aliases;
  private final Flusher flusher;
  private final Queue<Flush> inFlight = new ArrayDeque<>(4);
  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
  private boolean dirty;
  private int bytesGuessed = FIRST_BYTES;
  private int bytesOfPass;
  private long cost;
  private int answerBytes;
  private int answerBytesOutstanding;
  private boolean paused;

  /**
   * @param encoder where Vert.x's own encoder stands: writing from there skips it
   */
  Outbound(Connection connection, ChannelHandlerContext encoder, Peer peer, Flusher flusher) {
    this.connection = connection;
    this.encoder = encoder;
    this.peer = peer;
    this.writer = PacketWriter.of(peer.version());
    this.aliases = new OutgoingAliases(peer.topicAliasMaximum());
    this.flusher = flusher;
  }

  /**
   * Encodes the packet; it leaves with the next flush.
   *
   * @param packetCost transmit credit to return once it has left; 0 for all but PUBLISH
   */
  void transmit(OutboundPacket packet, int packetCost) {
    int before = buffer.readableBytes();
    packet.accept(this);
    int bytes = buffer.readableBytes() - before;
    if (packetCost > 0) {
      cost += packetCost;
    } else {
      answered(bytes);
    }
    if (buffer.readableBytes() >= FULL_BYTES) {
      handOver();
    }
  }

  private void answered(int bytes) {
    answerBytes += bytes;
    answerBytesOutstanding += bytes;
    if (!paused && answerBytesOutstanding > ANSWER_BYTES_HIGH) {
      paused = true;
      connection.pauseReading();
    }
  }

  /** Sends everything gathered. */
  @Override
  public void flush() {
    if (!dirty) {
      return;
    }
    dirty = false;
    if (buffer.isReadable()) {
      handOver();
    }
    bytesGuessed = guess(bytesOfPass);
    bytesOfPass = 0;
    encoder.flush();
  }

  /** To the channel, which keeps it until it is flushed. */
  private void handOver() {
    ByteBuf bytes = buffer;
    inFlight.add(new Flush(cost, answerBytes));
    buffer = Unpooled.EMPTY_BUFFER;
    cost = 0;
    answerBytes = 0;
    bytesOfPass += bytes.readableBytes();
    connection.sent(bytes.readableBytes());
    encoder.write(bytes).addListener(this);
  }

  /** The next pass is likely to gather as much as this one: start there instead of growing. */
  private static int guess(int bytes) {
    int rounded = Integer.highestOneBit(Math.max(bytes, 1)) << 1;
    return Math.min(BUFFER_BYTES, Math.max(FIRST_BYTES, rounded));
  }

  /** A write has left for the socket; writes of one channel complete in order. */
  @Override
  public void operationComplete(ChannelFuture future) {
    Flush flush = inFlight.remove();
    answerBytesOutstanding -= flush.answerBytes();
    if (paused && answerBytesOutstanding < ANSWER_BYTES_LOW) {
      paused = false;
      connection.resumeReading();
    }
    connection.flushed(future.isSuccess() ? flush.cost() : 0);
  }

  /** Whether everything transmitted has left for the socket. */
  boolean isDrained() {
    return inFlight.isEmpty() && !dirty;
  }

  /** The channel is gone, and what waited for it too. */
  void release() {
    dirty = false;
    buffer.release();
    buffer = Unpooled.EMPTY_BUFFER;
    if (paused) {
      paused = false;
      connection.resumeReading();
    }
  }

  private ByteBuf buffer() {
    return buffer(0);
  }

  /**
   * Of the right size at once for a large packet: one that grows goes to the next power of two.
   *
   * @param payload bytes that are going to be written
   */
  private ByteBuf buffer(int payload) {
    if (!dirty) {
      dirty = true;
      flusher.add(this);
    }
    int large = payload < LARGE_BYTES ? 0 : payload + HEAD_BYTES;
    if (large > buffer.writableBytes() && buffer.isReadable()) {
      handOver();
    }
    if (large > buffer.writableBytes()
        || buffer.maxCapacity() == 0) { // too small, or the empty one
      buffer.release();
      int usual = bytesOfPass > 0 ? BUFFER_BYTES : bytesGuessed;
      buffer = encoder.alloc().ioBuffer(Math.max(large, usual));
      flusher.gathered(buffer.capacity());
    }
    return buffer;
  }

  /** Whether what was written since is too much for the client; it is taken back then. */
  private boolean takenBack(int before) {
    boolean tooLarge = buffer.writerIndex() - before > peer.maximumPacketSize();
    if (tooLarge) {
      buffer.writerIndex(before); // [MQTT-3.1.2-24]
    }
    return tooLarge;
  }

  @Override
  public Void connAck(ConnAck packet) {
    Addition addition = connection.addition(packet);
    int before = buffer().writerIndex();
    ConnAckWriter.write(packet, addition, peer.version(), buffer);
    if (takenBack(before)) {
      ConnAckWriter.write(packet, addition.withoutText(), peer.version(), buffer);
    }
    connection.answered(packet);
    return null;
  }

  @Override
  public Void publish(Delivery packet) {
    int before = buffer(packet.message().payload().size()).writerIndex();
    OutgoingAliases.Use alias = aliases.of(packet.message().topic());
    writer.publish(packet, alias, buffer);
    // The core knows that it fits, but not of an alias that is set.
    if (alias.alias() != 0 && takenBack(before)) {
      aliases.giveUp();
      writer.publish(packet, OutgoingAliases.Use.NONE, buffer);
    }
    return null;
  }

  @Override
  public Void pubAck(PubAck packet) {
    writer.pubAck(packet, buffer());
    return null;
  }

  @Override
  public Void pubRec(PubRec packet) {
    writer.pubRec(packet, buffer());
    return null;
  }

  @Override
  public Void pubRel(PubRel packet) {
    writer.pubRel(packet, buffer());
    return null;
  }

  @Override
  public Void pubComp(PubComp packet) {
    writer.pubComp(packet, buffer());
    return null;
  }

  @Override
  public Void subAck(SubAck packet) {
    int before = buffer().writerIndex();
    writer.subAck(packet, buffer);
    takenBack(before);
    return null;
  }

  @Override
  public Void unsubAck(UnsubAck packet) {
    int before = buffer().writerIndex();
    writer.unsubAck(packet, buffer);
    takenBack(before);
    return null;
  }

  @Override
  public Void pingResp(PingResp packet) {
    writer.pingResp(buffer());
    return null;
  }

  @Override
  public Void disconnect(Disconnect packet) {
    int before = buffer().writerIndex();
    writer.disconnect(packet.reason(), connection.reasonString(packet.reason()), buffer);
    if (takenBack(before)) {
      writer.disconnect(packet.reason(), "", buffer); // [MQTT-3.14.2-3]
    }
    return null;
  }
}
