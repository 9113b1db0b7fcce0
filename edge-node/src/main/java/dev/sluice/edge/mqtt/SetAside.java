package dev.sluice.edge.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Packets of one held client that wait for their turn, as they came: a few, so that what stands
 * behind them is seen. Of all clients of a listener together no more than their shares allow.
 */
final class SetAside {
  private static final int BYTES_MAX = 64 << 10;

  private final Unanswered.Share share;
  private ByteBuf packets = Unpooled.EMPTY_BUFFER;

  SetAside(Unanswered.Share share) {
    this.share = share;
  }

  /**
   * Takes a packet over.
   *
   * @return false when there is no room for it, and nothing has changed
   */
  boolean take(ByteBuf in, int bytes) {
    int held = packets.readableBytes();
    if (held + bytes > BYTES_MAX || !share.becomes((long) held + bytes)) {
      return false;
    }
    if (held == 0) {
      // On the heap: nobody has to release it.
      packets = Unpooled.buffer(bytes);
    }
    packets.discardReadBytes();
    packets.writeBytes(in, bytes);
    return true;
  }

  boolean isEmpty() {
    return !packets.isReadable();
  }

  /** To be read from; {@link #settle} follows. */
  ByteBuf packets() {
    return packets;
  }

  /** What was read is held no more. */
  void settle() {
    share.becomes(packets.readableBytes());
    if (isEmpty()) {
      packets = Unpooled.EMPTY_BUFFER;
    }
  }

  void forget() {
    packets = Unpooled.EMPTY_BUFFER;
    share.becomes(0);
  }
}
