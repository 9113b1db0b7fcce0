package dev.sluice.edge.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.uplink.forward.PackedBlock;
import dev.sluice.uplink.forward.Packing;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BatchPackingTest {
  private final BatchPacking packing = new BatchPacking();
  private final SplittableRandom random = new SplittableRandom(3);

  private byte[] json() {
    StringBuilder text = new StringBuilder("\0");
    for (int i = 0; i < 100; i++) {
      text.append("{\"device\":\"pump-7\",\"celsius\":").append(random.nextInt(100)).append('}');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private byte[] image() {
    byte[] bytes = new byte[3_000];
    random.nextBytes(bytes);
    bytes[0] = 0;
    return bytes;
  }

  private static byte[] unpacked(byte[] block) throws Exception {
    return PackedBlock.unpack(
        block,
        (packed, from, size) -> {
          byte[] out = new byte[size];
          new ZstdDecompressor().decompress(packed, from, packed.length - from, out, 0, size);
          return out;
        });
  }

  @Test
  void packsWhatBecomesSmaller() throws Exception {
    byte[] block = json();
    byte[] packed = packing.pack(block, Packing.ZSTD);
    assertThat(packed.length).isLessThan(block.length / 3);
    assertThat(unpacked(packed)).isEqualTo(block);
  }

  @Test
  void leavesWhatDoesNotAsItIs() throws Exception {
    byte[] block = image();
    assertThat(packing.pack(block, Packing.ZSTD)).isSameAs(block);
    assertThat(unpacked(block)).isSameAs(block);
  }

  @Test
  void packsNothingForWhoCannotUnpack() {
    byte[] block = json();
    assertThat(packing.pack(block, Packing.NONE)).isSameAs(block);
  }

  @Test
  void triesLessAndLessOftenWhereItDoesNotPay() {
    for (int i = 0; i < 1_000; i++) {
      packing.pack(image(), Packing.ZSTD);
    }
    int tried = 0;
    int packed = 0;
    while (packed == 0) {
      byte[] block = json();
      packed += packing.pack(block, Packing.ZSTD).length < block.length ? 1 : 0;
      tried++;
    }
    assertThat(tried).as("batches until it is tried again").isBetween(2, 65);
    byte[] next = json();
    assertThat(packing.pack(next, Packing.ZSTD).length).isLessThan(next.length);
  }
}
