package dev.sluice.cloud.bridge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Makes the first answer of a broker that has been told MQTT 5 readable as such. One that knows
 * 3.1.1 only refuses in that form, whose CONNACK ends before the length of the properties: the
 * decoder would wait for it until the connection has ended, and nobody would know why.
 */
final class OlderConnAck extends ByteToMessageDecoder {
  private static final int CONNACK = 0x20;

  /** Flags and the return code: the Remaining Length of all that are older. */
  private static final int LENGTH = 2;

  private static final int HEADER = 2;
  private static final byte NO_PROPERTIES = 0;

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (in.readableBytes() < HEADER) {
      return;
    }
    int start = in.readerIndex();
    boolean older = in.getUnsignedByte(start) == CONNACK && in.getUnsignedByte(start + 1) == LENGTH;
    if (older && in.readableBytes() < HEADER + LENGTH) {
      return;
    }
    if (older) {
      in.skipBytes(HEADER);
      byte[] answer = {CONNACK, LENGTH + 1, in.readByte(), in.readByte(), NO_PROPERTIES};
      out.add(Unpooled.wrappedBuffer(answer));
    }
    // What has come behind it is passed on as it is.
    context.pipeline().remove(this);
  }
}
