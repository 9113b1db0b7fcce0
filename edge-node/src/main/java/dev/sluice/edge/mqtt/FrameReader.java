package dev.sluice.edge.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts what a client sends into packets. Plain ones ({@link PlainPackets}) go straight to the core;
 * all others go on, whole, to the decoder of Vert.x MQTT.
 *
 * <p>Plain packets are nearly all of a broker's traffic, and the way through decoder, gate and
 * endpoint costs more than what the core does with them. Whatever is unusual takes that way all the
 * same, so that only one place judges what is malformed. Both ways are one call, hence packets stay
 * in order.
 */
final class FrameReader extends ByteToMessageDecoder {
  private static final int CONNECT = 0x10;
  private static final int LENGTH_BYTES_MAX = 4;
  private static final int UNKNOWN = -1;
  private static final int MALFORMED = -2;

  /** Takes a plain packet, or declines and leaves it untouched. */
  interface PlainPath {
    /**
     * @see PlainPackets#take
     */
    boolean take(int header, ByteBuf in, int body, int remaining);
  }

  private final PlainPath plainPath;
  private final int packetBytesMax;
  private boolean connectSeen;

  /** Nothing can be cut any more: the decoder gets the bytes as they come, and refuses them. */
  private boolean lost;

  FrameReader(PlainPath plainPath, int packetBytesMax) {
    this.plainPath = plainPath;
    this.packetBytesMax = packetBytesMax;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    while (in.isReadable()) {
      int begin = in.readerIndex();
      int header = in.getUnsignedByte(begin);
      int remaining = remainingLength(in);
      if (isLost(header, remaining)) {
        out.add(in.readRetainedSlice(in.readableBytes()));
        return;
      }
      if (remaining == UNKNOWN) {
        return;
      }
      int body = begin + 1 + VariableByteInteger.size(remaining);
      if (in.writerIndex() - body < remaining) {
        return;
      }
      connectSeen = true;
      if (!plainPath.take(header, in, body, remaining)) {
        // One at a time: it has to be dealt with before what follows.
        out.add(in.readRetainedSlice(body + remaining - begin));
        return;
      }
      in.readerIndex(body + remaining);
    }
  }

  private boolean isLost(int header, int remaining) {
    lost |=
        remaining == MALFORMED
            || remaining > packetBytesMax
            // Not MQTT at all: no reason to wait for the rest of a packet.
            || (!connectSeen && header != CONNECT);
    return lost;
  }

  /** UNKNOWN while its bytes have not all come, MALFORMED when there are more than four. */
  private static int remainingLength(ByteBuf in) {
    int first = in.readerIndex() + 1;
    int length = 0;
    for (int i = 0; i < LENGTH_BYTES_MAX; i++) {
      if (first + i >= in.writerIndex()) {
        return UNKNOWN;
      }
      int digit = in.getByte(first + i);
      length |= (digit & 0x7F) << (7 * i);
      if (digit >= 0) {
        return VariableByteInteger.size(length) == i + 1 ? length : MALFORMED;
      }
    }
    return MALFORMED;
  }
}
