package dev.sluice.uplink.forward;

import dev.sluice.uplink.MalformedEnvelopeException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The messages of one batch as bytes: that they are not packed, then for each, how far its number
 * is from the batch's first, how long it is still worth something, and its own bytes with their
 * length.
 */
public final class Block {
  /** Distance, remaining time, length. */
  private static final int ITEM_BYTES = 4 + 8 + 4;

  private static final long FOR_EVER = -1;

  private Block() {}

  /**
   * One message of a batch.
   *
   * @param body as {@link MessageCodec} makes it
   */
  public record Item(long sequence, OptionalLong remainingMs, byte[] body) {}

  public static byte[] encode(long first, List<Item> items) {
    int bytes = 1;
    for (Item item : items) {
      bytes += ITEM_BYTES + item.body().length;
    }
    ByteBuffer out = ByteBuffer.allocate(bytes).put(Packing.NONE.wire());
    for (Item item : items) {
      out.putInt((int) (item.sequence() - first));
      out.putLong(item.remainingMs().orElse(FOR_EVER));
      out.putInt(item.body().length).put(item.body());
    }
    return out.array();
  }

  /**
   * @throws MalformedEnvelopeException when these are no messages of that batch
   */
  public static List<Item> decode(long first, long last, byte[] block)
      throws MalformedEnvelopeException {
    ByteBuffer in = ByteBuffer.wrap(block);
    if (in.hasRemaining() && in.get() != Packing.NONE.wire()) {
      throw new MalformedEnvelopeException("a batch that is packed in an unknown way");
    }
    List<Item> items = new ArrayList<>();
    long before = first - 1;
    try {
      while (in.hasRemaining()) {
        Item item = item(first, in);
        if (item.sequence() <= before || item.sequence() > last) {
          throw new MalformedEnvelopeException("a number is not of its batch");
        }
        before = item.sequence();
        items.add(item);
      }
      return items;
    } catch (BufferUnderflowException e) {
      throw new MalformedEnvelopeException("a batch ends in a message");
    }
  }

  private static Item item(long first, ByteBuffer in) throws MalformedEnvelopeException {
    long sequence = first + Integer.toUnsignedLong(in.getInt());
    long remaining = in.getLong();
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new MalformedEnvelopeException("a length of " + length);
    }
    byte[] body = new byte[length];
    in.get(body);
    return new Item(
        sequence, remaining < 0 ? OptionalLong.empty() : OptionalLong.of(remaining), body);
  }
}
