package dev.sluice.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PacketScannerTest {
  private final ArrivalLog log = new ArrivalLog();

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] publish(int qos, int packetId, long sequence) {
    PublishTemplate template = PublishTemplate.of("a/topic", qos, 3, 200);
    ByteBuffer out = ByteBuffer.allocate(template.size());
    template.append(out, packetId, sequence, 77);
    return out.array();
  }

  private void scan(byte[] bytes) {
    PacketScanner.scan(ByteBuffer.wrap(bytes), log);
  }

  @Test
  void tellsAcknowledgementsByTheirPacketIdentifier() {
    scan(
        bytes(
            0x20, 2, 0, 5, 0x40, 2, 0, 1, 0x50, 2, 1, 0, 0x62, 2, 0xFF, 0xFF, 0x70, 2, 0, 9, 0xD0,
            0));
    assertThat(log.lines)
        .containsExactly("connAck 5", "pubAck 1", "pubRec 256", "pubRel 65535", "pubComp 9");
  }

  @Test
  void countsRefusedSubscriptions() {
    scan(bytes(0x90, 5, 0, 7, 0, 0x80, 2));
    assertThat(log.lines).containsExactly("subAck 7 failures 1");
  }

  @Test
  void readsTheStampOfAMessageAndSkipsTheRest() {
    scan(publish(0, 0, 12));
    scan(publish(2, 500, 13));
    byte[] again = publish(1, 9, 14);
    again[0] |= 0x08;
    scan(again);
    assertThat(log.lines)
        .containsExactly(
            "publish qos 0 dup false id 0 from 3 number 12 at 77",
            "publish qos 2 dup false id 500 from 3 number 13 at 77",
            "publish qos 1 dup true id 9 from 3 number 14 at 77");
  }

  @Test
  void findsTheSamePacketsWhereverTheBytesAreCut() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(bytes(0x20, 2, 0, 0));
    all.writeBytes(publish(1, 4, 1));
    all.writeBytes(bytes(0x40, 2, 0, 4));
    all.writeBytes(publish(0, 0, 2));
    byte[] whole = all.toByteArray();
    scan(whole);
    for (int cut = 0; cut <= whole.length; cut++) {
      ArrivalLog inTwo = new ArrivalLog();
      ByteBuffer in = ByteBuffer.wrap(whole, 0, cut);
      PacketScanner.scan(in, inTwo);
      in.limit(whole.length);
      PacketScanner.scan(in, inTwo);
      assertThat(inTwo.lines).as("cut at %d", cut).isEqualTo(log.lines);
      assertThat(in.hasRemaining()).isFalse();
    }
  }

  @Test
  void saysWhatItDidNotExpect() {
    scan(bytes(0x30, 4, 0, 1, 'a', 'x'));
    scan(bytes(0x10, 2, 0, 0));
    scan(bytes(0x40, 0));
    assertThat(log.lines).containsExactly("unexpected 30", "unexpected 10", "unexpected 40");
  }

  @Test
  void refusesALengthOfFiveBytes() {
    assertThatThrownBy(() -> scan(bytes(0x30, 0x80, 0x80, 0x80, 0x80, 1)))
        .isInstanceOf(MalformedPacketException.class);
  }
}
