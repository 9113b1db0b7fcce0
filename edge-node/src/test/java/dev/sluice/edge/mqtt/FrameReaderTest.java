package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
  private static final String CONNECT = "100c00044d5154540402003c0000";
  private static final String PLAIN = "3005000174aabb";
  private static final String OTHER = "8206000100017401";
  private static final int PACKET_BYTES_MAX = 1_000;

  /** What came out, in order: plain packets marked, everything passed on as it came. */
  private final List<String> seen = new ArrayList<>();

  private final EmbeddedChannel channel =
      new EmbeddedChannel(new FrameReader(this::takePublish, PACKET_BYTES_MAX));

  private boolean takePublish(int header, ByteBuf in, int body, int remaining) {
    drain();
    if (header >> 4 != 3) {
      return false;
    }
    seen.add("plain " + ByteBufUtil.hexDump(in, body, remaining));
    return true;
  }

  private void drain() {
    for (ByteBuf passed = channel.readInbound(); passed != null; passed = channel.readInbound()) {
      seen.add(ByteBufUtil.hexDump(passed));
      passed.release();
    }
  }

  private void send(String hex) {
    channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
    drain();
  }

  @AfterEach
  void leavesNothingBehind() {
    channel.finishAndReleaseAll();
  }

  @Test
  void keepsTheOrderOfPlainAndOtherPackets() {
    send(CONNECT + PLAIN + OTHER + PLAIN + PLAIN + OTHER);

    assertThat(seen)
        .containsExactly(
            CONNECT, "plain 000174aabb", OTHER, "plain 000174aabb", "plain 000174aabb", OTHER);
  }

  @ParameterizedTest(name = "{0} bytes at a time")
  @ValueSource(ints = {1, 2, 3, 5, 7, 11})
  void cutsWhereverTheNetworkCuts(int bytes) {
    String stream = CONNECT + PLAIN + OTHER + PLAIN;
    for (int at = 0; at < stream.length(); at += 2 * bytes) {
      send(stream.substring(at, Math.min(stream.length(), at + 2 * bytes)));
    }

    assertThat(seen).containsExactly(CONNECT, "plain 000174aabb", OTHER, "plain 000174aabb");
  }

  @Test
  void passesOnAtOnceWhatIsNoMqtt() {
    send("474554202f");

    assertThat(seen).containsExactly("474554202f");
  }

  @Test
  void passesOnTheHeadOfAPacketThatIsTooLargeWithoutWaitingForItsBody() {
    send(CONNECT);
    send("30e907");
    send("0001");

    assertThat(seen).containsExactly(CONNECT, "30e907", "0001");
  }

  @Test
  void passesOnALengthOfFiveBytesAndAllThatFollows() {
    send(CONNECT + PLAIN);
    send("30ffffffff7f" + PLAIN);

    assertThat(seen).containsExactly(CONNECT, "plain 000174aabb", "30ffffffff7f" + PLAIN);
  }

  @Test
  void waitsForTheRestOfAPacket() {
    send(CONNECT + "30");
    send("05000174aa");
    assertThat(seen).containsExactly(CONNECT);

    send("bb");
    assertThat(seen).containsExactly(CONNECT, "plain 000174aabb");
  }
}
