package dev.sluice.uplink.forward;

import dev.sluice.uplink.MalformedEnvelopeException;
import java.nio.ByteBuffer;

/**
 * A {@link Block} that is packed: its packing, how long it is unpacked, and the packed bytes. How
 * to pack is its users' business.
 */
public final class PackedBlock {
  /** A batch is small, or one message; nobody needs more. */
  public static final int BYTES_MAX = 8 << 20;

  private static final int HEADER_BYTES = 1 + 4;

  /** What packs. */
  public interface Packer {
    /**
     * @return a new array with {@code room} bytes free at its beginning
     */
    byte[] pack(byte[] bytes, int room);
  }

  /** What unpacks. */
  public interface Unpacker {
    /**
     * @param from first byte of what is packed
     * @param size of what it has to become, exactly
     * @throws MalformedEnvelopeException when it does not
     */
    byte[] unpack(byte[] packed, int from, int size) throws MalformedEnvelopeException;
  }

  private PackedBlock() {}

  public static byte[] pack(byte[] block, Packer packer) {
    byte[] packed = packer.pack(block, HEADER_BYTES);
    ByteBuffer.wrap(packed).put(Packing.ZSTD.wire()).putInt(block.length);
    return packed;
  }

  static boolean isPacked(byte[] block) {
    return block.length >= HEADER_BYTES && block[0] == Packing.ZSTD.wire();
  }

  /** The memory that a block takes unpacked, as it says itself. */
  static long bytesSaid(byte[] block) {
    return isPacked(block)
        ? Integer.toUnsignedLong(ByteBuffer.wrap(block).getInt(1))
        : block.length;
  }

  /**
   * The block as {@link Block} reads it, whether it was packed or not.
   *
   * @throws MalformedEnvelopeException when it says that it is larger than {@link #BYTES_MAX}, or
   *     does not unpack to what it says
   */
  public static byte[] unpack(byte[] block, Unpacker unpacker) throws MalformedEnvelopeException {
    if (!isPacked(block)) {
      return block;
    }
    long size = bytesSaid(block);
    if (size > BYTES_MAX) {
      throw new MalformedEnvelopeException(
          "a batch of " + size + " bytes unpacked, at most " + BYTES_MAX + " are taken");
    }
    return unpacker.unpack(block, HEADER_BYTES, (int) size);
  }
}
