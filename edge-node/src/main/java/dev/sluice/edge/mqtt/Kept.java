package dev.sluice.edge.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * Bytes of one client that wait: the beginning of a packet whose rest is missing, or whole packets
 * of a client that is not heard for now. They are copied out of the buffer that they came in, which
 * is made for a large read and goes back to the allocator at once.
 */
final class Kept {
  /** Of the beginning of a packet: nobody asks for so little. */
  private static final int FREE_BYTES = 2 << 10;

  private final UnfinishedPackets.Share share;
  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

  Kept(UnfinishedPackets.Share share) {
    this.share = share;
  }

  boolean isEmpty() {
    return !bytes.isReadable();
  }

  int size() {
    return bytes.readableBytes();
  }

  /** To be read from; {@link #settle} follows. */
  ByteBuf bytes() {
    return bytes;
  }

  /**
   * Takes what is left of a read.
   *
   * @param missing bytes that are known to follow; room for some of them is made at once, but no
   *     more than has come: who announces much has sent nothing yet
   */
  void begin(ByteBufAllocator allocator, ByteBuf in, int missing) {
    int size = in.readableBytes();
    if (size > 0) {
      bytes = allocator.buffer(size + Math.min(size, missing));
      bytes.writeBytes(in);
    }
  }

  void append(ByteBuf in, int count) {
    // Of a client that is paced, something may wait for as long as it is connected.
    bytes.discardSomeReadBytes();
    bytes.writeBytes(in, count);
  }

  /**
   * What was read is kept no more.
   *
   * @param unfinished whether the rest is the beginning of a packet, which counts
   */
  void settle(boolean unfinished) {
    if (isEmpty()) {
      forget();
    } else {
      boolean counts = unfinished && bytes.capacity() > FREE_BYTES;
      share.becomes(counts ? bytes.capacity() : 0);
    }
  }

  void forget() {
    bytes.release();
    bytes = Unpooled.EMPTY_BUFFER;
    share.becomes(0);
  }
}
