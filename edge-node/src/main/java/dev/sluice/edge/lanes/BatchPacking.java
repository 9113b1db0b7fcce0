package dev.sluice.edge.lanes;

import dev.sluice.uplink.forward.PackedBlock;
import dev.sluice.uplink.forward.Packing;
import io.airlift.compress.zstd.ZstdCompressor;
import java.util.Arrays;

/**
 * Packs batches when that pays, as the batches before say. Where it did not, such as with images,
 * it is tried again after twice as many batches as the last time. Of one thread.
 */
final class BatchPacking implements LaneReader.Packer {
  /** Less saved is not worth what the other side does to unpack. */
  private static final double WORTH = 0.9;

  /** Shorter ones are mostly header, and the dictionary of a packed block is empty. */
  private static final int BYTES_MIN = 256;

  private static final int SKIP_MAX = 64;

  private final ZstdCompressor compressor = new ZstdCompressor();
  private int skipNext = 1;
  private int skip;

  @Override
  public byte[] pack(byte[] block, Packing allowed) {
    if (allowed != Packing.ZSTD
        || block.length < BYTES_MIN
        || block.length > PackedBlock.BYTES_MAX) {
      return block;
    }
    if (skip > 0) {
      skip--;
      return block;
    }
    byte[] packed = PackedBlock.pack(block, this::compress);
    if (packed.length > WORTH * block.length) {
      skip = skipNext;
      skipNext = Math.min(SKIP_MAX, 2 * skipNext);
      return block;
    }
    skipNext = 1;
    return packed;
  }

  private byte[] compress(byte[] bytes, int room) {
    byte[] out = new byte[room + compressor.maxCompressedLength(bytes.length)];
    int length = compressor.compress(bytes, 0, bytes.length, out, room, out.length - room);
    return Arrays.copyOf(out, room + length);
  }
}
