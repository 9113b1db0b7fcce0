package dev.sluice.cloud.forward;

import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.PackedBlock;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdDecompressor;

/** Unpacks batches into the memory that they say, which is bounded, and not a byte more. */
final class Unpacking implements PackedBlock.Unpacker {
  private final ZstdDecompressor decompressor = new ZstdDecompressor();

  @Override
  public byte[] unpack(byte[] packed, int from, int size) throws MalformedEnvelopeException {
    byte[] out = new byte[size];
    try {
      int length = decompressor.decompress(packed, from, packed.length - from, out, 0, size);
      if (length != size) {
        throw new MalformedEnvelopeException(
            "a batch of " + length + " bytes unpacked says that it has " + size);
      }
      return out;
    } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new MalformedEnvelopeException(
          "a batch does not unpack to the " + size + " bytes that it says: " + e.getMessage());
    }
  }
}
