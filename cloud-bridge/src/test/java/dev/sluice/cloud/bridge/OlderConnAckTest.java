package dev.sluice.cloud.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OlderConnAckTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a refusal as 3.1.1 has it,     20020001,           2003000100",
    "what comes behind it,          200200017f20020001, 20030001007f20020001",
    "a refusal as 5 has it,         2003008400,         2003008400",
    "an acceptance with properties, 200600000321000ad000, 200600000321000ad000",
    "another packet of that length, 40020001,           40020001",
  })
  void whatComesFirstIsReadableAsMqtt5(String what, String came, String passed) {
    byte[] bytes = ByteBufUtil.decodeHexDump(came);
    assertThat(passed(bytes, bytes.length)).as("at once").isEqualTo(passed);
    assertThat(passed(bytes, 1)).as("byte by byte").isEqualTo(passed);
  }

  /**
   * @param piece bytes that come together
   */
  private static String passed(byte[] bytes, int piece) {
    EmbeddedChannel channel = new EmbeddedChannel(new OlderConnAck());
    for (int at = 0; at < bytes.length; at += piece) {
      channel.writeInbound(Unpooled.copiedBuffer(bytes, at, piece));
    }
    var all = new ByteArrayOutputStream();
    for (ByteBuf part = channel.readInbound(); part != null; part = channel.readInbound()) {
      all.writeBytes(ByteBufUtil.getBytes(part));
      part.release();
    }
    return ByteBufUtil.hexDump(all.toByteArray());
  }
}
