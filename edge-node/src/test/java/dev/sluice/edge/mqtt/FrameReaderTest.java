package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.mqtt.MqttListener.Rates;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest implements Packets {
  private static final String CONNECT = "100c00044d5154540402003c0000";
  private static final String PLAIN = "3005000174aabb";
  private static final String OTHER = "8206000100017401";
  private static final String PUBACK = "40020001";
  private static final String PINGREQ = "c000";
  private static final int PACKET_BYTES_MAX = 1_000;
  private static final int UNANSWERED_BYTES_MAX = 300;
  private static final int SET_ASIDE_BYTES_MAX = 20;
  private static final int UNFINISHED_BYTES_MAX = 8_000;
  private static final Duration PACKET_TIMEOUT = Duration.ofSeconds(5);

  private static final ClientPace ANY_PACE = new ClientPace(Rates.ANY, new PublishPace(0, 0));

  /** What came out, in order: plain packets marked. */
  private final List<String> seen = new ArrayList<>();

  private final Unanswered unanswered = new Unanswered(UNANSWERED_BYTES_MAX);
  private final UnfinishedPackets unfinished = new UnfinishedPackets(UNFINISHED_BYTES_MAX);
  private final Unanswered setAside = new Unanswered(SET_ASIDE_BYTES_MAX);
  private boolean failing;
  private boolean holdingAfterEach;

  private final FrameReader reader =
      new FrameReader(
          this,
          new FrameReader.Limits(PACKET_BYTES_MAX, 100, PACKET_TIMEOUT),
          ANY_PACE,
          unanswered,
          new SetAside(setAside.share()),
          unfinished);
  private final EmbeddedChannel channel = new EmbeddedChannel(reader);

  @Override
  public boolean takePlain(int header, ByteBuf in, int body, int remaining) {
    if (failing) {
      throw new IllegalStateException("planted");
    }
    if (header >> 4 != 3) {
      return false;
    }
    seen.add("plain " + ByteBufUtil.hexDump(in, body, remaining));
    if (holdingAfterEach) {
      reader.hold();
    }
    return true;
  }

  @Override
  public void take(int header, WireReader in) throws MalformedPacketException {
    seen.add(Integer.toHexString(header) + " " + ByteBufUtil.hexDump(in.rest().bytes()));
  }

  @Override
  public void malformed(Malformation kind) {
    seen.add(kind.word());
  }

  @Override
  public void received(int bytes) {}

  @Override
  public void taken() {}

  @Override
  public void overflowed() {
    seen.add("overflowed");
  }

  @Override
  public void crowdedOut() {
    seen.add("crowded out");
  }

  @Override
  public void stillPaced() {
    seen.add("still paced");
  }

  @Override
  public void fault(RuntimeException fault) {
    seen.add("fault: " + fault.getMessage());
  }

  @Override
  public void paced() {
    seen.add("paced");
  }

  @Override
  public void paceKept() {
    seen.add("pace kept");
  }

  @Override
  public void unread() {
    seen.add("unread");
  }

  @Override
  public void readAgain() {
    seen.add("read again");
  }

  @Override
  public void stalled() {
    seen.add("stalled");
  }

  @Override
  public void failed(Throwable cause) {
    seen.add("failed: " + cause);
  }

  @Override
  public void gone() {
    seen.add("gone");
  }

  private void send(String hex) {
    channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
  }

  /** As a client that waits for its CONNACK. */
  private void connect(boolean mqtt5) {
    send(CONNECT);
    reader.open(mqtt5);
    seen.clear();
  }

  @AfterEach
  void leavesNothingBehind() {
    channel.finishAndReleaseAll();
  }

  @Test
  void keepsTheOrderOfPlainAndOtherPackets() {
    connect(false);
    send(PLAIN + OTHER + PLAIN + PLAIN + OTHER);

    assertThat(seen)
        .containsExactly(
            "plain 000174aabb",
            "82 000100017401",
            "plain 000174aabb",
            "plain 000174aabb",
            "82 000100017401");
  }

  @Test
  @Tag("MQTT-3.1.4-5")
  void holdsWhatComesBehindConnectUntilItIsOpened() {
    send(CONNECT + PLAIN + "82");
    send("06000100017401" + PLAIN);
    assertThat(seen).containsExactly("10 00044d5154540402003c0000");
    reader.open(false);

    assertThat(seen)
        .containsExactly(
            "10 00044d5154540402003c0000",
            "plain 000174aabb",
            "82 000100017401",
            "plain 000174aabb");
  }

  @Test
  void holdsNoMoreThanItsLimit() {
    send(CONNECT);
    send("00".repeat(101));
    send("00".repeat(101));

    assertThat(seen).containsExactly("10 00044d5154540402003c0000", "overflowed");
  }

  @ParameterizedTest(name = "{0} bytes at a time")
  @ValueSource(ints = {1, 2, 3, 5, 7, 11})
  void cutsWhereverTheNetworkCuts(int bytes) {
    connect(true);
    String stream = PLAIN + OTHER + PLAIN;
    for (int at = 0; at < stream.length(); at += 2 * bytes) {
      send(stream.substring(at, Math.min(stream.length(), at + 2 * bytes)));
    }

    assertThat(seen).containsExactly("plain 000174aabb", "82 000100017401", "plain 000174aabb");
  }

  @Test
  @Tag("MQTT-3.1.0-1")
  @Tag("MQTT311-3.1.0-1")
  void refusesAtOnceWhatIsNoConnectAndHearsNoMore() {
    send("47");
    send("4554202f" + CONNECT);

    assertThat(seen).containsExactly("no-connect");
  }

  @Test
  void refusesAPacketThatIsTooLargeWithoutWaitingForItsBody() {
    connect(false);
    send("30e607");
    send("00");

    assertThat(seen).containsExactly("packet-too-large");
  }

  @Test
  void aConnectMayTakeLessThanWhoIsKnown() {
    FrameReader roomy =
        new FrameReader(
            this,
            new FrameReader.Limits(1 << 20, 1 << 20, PACKET_TIMEOUT),
            ANY_PACE,
            unanswered,
            new SetAside(setAside.share()),
            unfinished);
    EmbeddedChannel stranger = new EmbeddedChannel(roomy);
    stranger.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("10ffff3f")));

    assertThat(seen).contains("packet-too-large");
    stranger.finishAndReleaseAll();
  }

  @Test
  void takesTheLargestPacketThatMayCome() {
    connect(false);
    send("30e507" + "0001" + "74" + "00".repeat(PACKET_BYTES_MAX - 6));

    assertThat(seen).hasSize(1).first().asString().startsWith("plain 000174");
  }

  @Test
  void refusesALengthOfFiveBytes() {
    connect(false);
    send(PLAIN + "30ffffffff7f" + PLAIN);

    assertThat(seen).containsExactly("plain 000174aabb", "remaining-length");
  }

  @Test
  @Tag("MQTT-1.5.5-1")
  void wantsTheShortestLengthOfAnMqtt5Client() {
    connect(true);
    send("c08000");

    assertThat(seen).containsExactly("remaining-length");
  }

  @Test
  void takesALongerLengthOfAnOlderClient() {
    connect(false);
    send("c08000");

    assertThat(seen).containsExactly("c0 ");
  }

  @Test
  void refusesReservedFlagsBeforeThePacketIsThere() {
    connect(false);
    send("ff");

    assertThat(seen).containsExactly("fixed-header-flags");
  }

  @Test
  void waitsForTheRestOfAPacket() {
    connect(false);
    send("30");
    send("05000174aa");
    assertThat(seen).isEmpty();

    send("bb");
    assertThat(seen).containsExactly("plain 000174aabb");
  }

  @Test
  void givesUpOnAPacketThatDoesNotEnd() {
    channel.freezeTime();
    connect(false);
    send("3005");
    pass(PACKET_TIMEOUT.minusMillis(1));
    send("00");
    assertThat(seen).isEmpty();
    pass(Duration.ofMillis(2));

    assertThat(seen).containsExactly("stalled");
  }

  @Test
  void aFaultOfOursIsNoneOfTheNetwork() {
    connect(false);
    failing = true;
    send(PLAIN + PLAIN);

    assertThat(seen).containsExactly("fault: planted");
  }

  @Test
  void whatCodecsThrowIsThePeersAndWhatElseIsThrownIsOurs() {
    connect(false);
    channel.pipeline().fireExceptionCaught(new CorruptedFrameException("no WebSocket"));
    channel.pipeline().fireExceptionCaught(new DecoderException(new SSLException("no TLS")));
    channel.pipeline().fireExceptionCaught(new IOException("reset"));
    assertThat(seen).hasSize(3).allMatch(line -> line.startsWith("failed"));

    channel.pipeline().fireExceptionCaught(new DecoderException(new NullPointerException("x")));
    channel.pipeline().fireExceptionCaught(new IllegalStateException("y"));
    assertThat(seen).endsWith("fault: x", "fault: y");
  }

  @Test
  void clientsThatAreNotAnsweredShareWhatIsKeptForThem() {
    send(CONNECT);
    send("00".repeat(100));
    FrameReader next =
        new FrameReader(
            this,
            new FrameReader.Limits(PACKET_BYTES_MAX, 1_000, PACKET_TIMEOUT),
            ANY_PACE,
            unanswered,
            new SetAside(setAside.share()),
            unfinished);
    EmbeddedChannel other = new EmbeddedChannel(next);
    other.writeInbound(
        Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("10e507" + "00".repeat(197))));
    assertThat(seen).doesNotContain("crowded out");
    assertThat(unanswered.bytes()).isEqualTo(UNANSWERED_BYTES_MAX);
    other.writeInbound(Unpooled.wrappedBuffer(new byte[1]));

    assertThat(seen).last().isEqualTo("crowded out");
    assertThat(unanswered.bytes()).isEqualTo(100);
    reader.open(false);
    assertThat(unanswered.bytes()).isZero();
    other.finishAndReleaseAll();
  }

  @Test
  void aClientThatWaitsForItsPaceShowsThatItLives() {
    FrameReader slow =
        new FrameReader(
            this,
            new FrameReader.Limits(PACKET_BYTES_MAX, 100, PACKET_TIMEOUT),
            new ClientPace(new Rates(0, 1), new PublishPace(0, 0)),
            unanswered,
            new SetAside(setAside.share()),
            unfinished);
    EmbeddedChannel paced = new EmbeddedChannel(slow);
    paced.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(CONNECT)));
    slow.open(false);
    seen.clear();
    paced.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(PLAIN + PLAIN)));
    for (int second = 0; second < 3; second++) {
      paced.advanceTimeBy(1, TimeUnit.SECONDS);
      paced.runScheduledPendingTasks();
    }

    assertThat(seen).containsSubsequence("plain 000174aabb", "still paced", "still paced");
    paced.finishAndReleaseAll();
  }

  @Test
  void isPatientWhilePacketsEnd() {
    channel.freezeTime();
    connect(false);
    for (int i = 0; i < 10; i++) {
      send("3005000174aa");
      pass(PACKET_TIMEOUT.minusMillis(1));
      send("bb30");
      send("05000174aabb");
    }

    assertThat(seen).hasSize(20).doesNotContain("stalled");
  }

  private void pass(Duration time) {
    channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void aHeldClientIsHeardButForItsPublications() {
    connect(false);
    reader.hold();
    send(PLAIN + PUBACK + PINGREQ);
    assertThat(seen).containsExactly("40 0001", "c0 ");

    reader.release();
    assertThat(seen).containsExactly("40 0001", "c0 ", "plain 000174aabb");
  }

  @Test
  void nothingElseOvertakesWhatWaits() {
    connect(false);
    reader.hold();
    send(OTHER + PLAIN + OTHER);
    assertThat(seen).containsExactly("82 000100017401");

    reader.release();
    send(PLAIN);
    assertThat(seen)
        .containsExactly(
            "82 000100017401", "plain 000174aabb", "82 000100017401", "plain 000174aabb");
  }

  @Test
  void whatFindsNoRoomToWaitIsNotReadNorIsWhatComesBehindIt() {
    connect(false);
    reader.hold();
    send(PLAIN + PLAIN + PLAIN + PUBACK);
    assertThat(seen).containsExactly("unread");
    send(PINGREQ);
    assertThat(setAside.bytes()).isEqualTo(14);

    reader.release();
    assertThat(seen)
        .containsExactly(
            "unread",
            "plain 000174aabb",
            "plain 000174aabb",
            "plain 000174aabb",
            "40 0001",
            "c0 ",
            "read again");
    assertThat(setAside.bytes()).isZero();
  }

  @Test
  void whoIsNotReadIsNotReadByTheDecoderEither() {
    connect(false);
    AtomicInteger reads = new AtomicInteger();
    channel
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void read(ChannelHandlerContext from) {
                reads.incrementAndGet();
                from.read();
              }
            });
    channel.config().setAutoRead(false);
    send(PLAIN);

    assertThat(reads).hasValue(0);
  }

  @Test
  void isNotReadAgainBeforeWhatHasComeIsTaken() {
    connect(false);
    reader.hold();
    send(PLAIN.repeat(5));
    holdingAfterEach = true;
    reader.release();
    reader.release();
    assertThat(seen)
        .containsExactly("unread", "plain 000174aabb", "unread", "plain 000174aabb", "unread");

    seen.clear();
    reader.release();
    assertThat(seen).containsExactly("plain 000174aabb", "read again");
  }

  @Test
  void isHeldAgainByTheFirstOfWhatHasWaited() {
    connect(false);
    reader.hold();
    send(PLAIN + PLAIN);
    holdingAfterEach = true;
    reader.release();
    assertThat(seen).containsExactly("plain 000174aabb");
    send("3005000174ccdd" + PUBACK);

    holdingAfterEach = false;
    reader.release();
    assertThat(seen)
        .containsExactly("plain 000174aabb", "40 0001", "plain 000174aabb", "plain 000174ccdd");
  }

  @Test
  void whoSaysGoodbyeIsHeardToTheEnd() {
    connect(false);
    reader.hold();
    send(PLAIN + PLAIN + "e000");

    assertThat(seen).containsExactly("plain 000174aabb", "plain 000174aabb", "e0 ");
  }

  @Test
  void whatWaitedForAClientThatIsGoneIsHeldNoMore() {
    connect(false);
    reader.hold();
    send(PLAIN);
    channel.finishAndReleaseAll();

    assertThat(setAside.bytes()).isZero();
    reader.release();
    assertThat(seen).containsExactly("gone");
  }

  /** A client of its own that may send large packets. */
  private EmbeddedChannel another() {
    FrameReader its =
        new FrameReader(
            this,
            new FrameReader.Limits(1 << 20, 100, PACKET_TIMEOUT),
            ANY_PACE,
            unanswered,
            new SetAside(setAside.share()),
            unfinished);
    EmbeddedChannel other = new EmbeddedChannel(its);
    other.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(CONNECT)));
    its.open(false);
    seen.clear();
    return other;
  }

  /** A packet without its last half. */
  private static ByteBuf begun(int bytes) {
    ByteBuf packet = Unpooled.buffer();
    packet.writeByte(0x30);
    VariableByteInteger.write(bytes, packet);
    return packet.writeZero(bytes / 2);
  }

  @Test
  void theBeginningOfAPacketDoesNotKeepTheBufferOfALargeRead() {
    connect(false);
    ByteBuf read = Unpooled.buffer(64 << 10);
    read.writeBytes(ByteBufUtil.decodeHexDump(PLAIN + "3005000174aa"));
    channel.writeInbound(read);
    assertThat(read.refCnt()).isZero();
    assertThat(unfinished.bytes()).as("so little is free").isZero();

    send("bb" + PLAIN);
    assertThat(seen).containsExactly("plain 000174aabb", "plain 000174aabb", "plain 000174aabb");
  }

  @Test
  void whosePacketIsUnderWayForLongestMakesRoomForOthers() {
    EmbeddedChannel first = another();
    EmbeddedChannel second = another();
    first.writeInbound(begun(6_000));
    assertThat(unfinished.bytes()).isBetween(6_000L, (long) UNFINISHED_BYTES_MAX);
    second.writeInbound(begun(6_000));
    assertThat(seen).containsExactly("crowded out");
    first.writeInbound(Unpooled.wrappedBuffer(new byte[3_000]));
    assertThat(seen).as("it is not heard any more").hasSize(1);

    second.writeInbound(Unpooled.wrappedBuffer(new byte[3_000]));
    assertThat(seen).hasSize(2).last().asString().startsWith("plain 0000");
    assertThat(unfinished.bytes()).isZero();
    first.finishAndReleaseAll();
    second.finishAndReleaseAll();
  }

  @Test
  void whatAClientThatIsGoneHadBegunIsKeptNoMore() {
    EmbeddedChannel other = another();
    other.writeInbound(begun(6_000));
    other.finishAndReleaseAll();

    assertThat(unfinished.bytes()).isZero();
  }
}
