package dev.sluice.edge.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.UnsupportedMessageTypeException;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;

/**
 * Cuts what a client sends into packets and hands them over in order.
 *
 * <p>A client may send packets behind its CONNECT without waiting for CONNACK [MQTT-3.1.4-5]: they
 * stay where they are, bounded in bytes, until {@link #open}. Plain packets ({@link PlainPackets})
 * are read where they lie; they are nearly all of a broker's traffic.
 */
final class FrameReader extends ChannelInboundHandlerAdapter {
  private static final int CONNECT = 0x1;
  private static final int PUBLISH = 0x3;
  private static final int PUBACK = 0x4;
  private static final int PUBCOMP = 0x7;
  private static final int PINGREQ = 0xC;
  private static final int DISCONNECT = 0xE;

  /** Of a CONNECT: nobody has been asked yet whether this client may take more. */
  private static final int CONNECT_BYTES_MAX = 64 << 10;

  private enum State {
    AWAITING_CONNECT,
    HOLDING,
    OPEN,
    PACED,
    UNREAD,
    SHUT
  }

  /**
   * @param packetBytesMax the largest packet
   * @param heldBytesMax the most that is kept behind a CONNECT
   * @param packetTimeout how long a packet may take from its first byte to its last, at least
   */
  record Limits(int packetBytesMax, int heldBytesMax, Duration packetTimeout) {}

  private final Packets packets;
  private final Limits limits;
  private final PaceWait pace;
  private final Unanswered.Share held;

  /** Publications that were heard and wait, while a broker's turn has said so. */
  private final SetAside aside;

  /** What has come and was not heard: half a packet, or all that a client sent that has to wait. */
  private final Kept kept;

  private State state = State.AWAITING_CONNECT;

  private final RemainingLength length = new RemainingLength();

  /** Whether publications have to wait. */
  private boolean holding;

  /** Whether it is not read because too much of it waits. */
  private boolean stopped;

  /** Of a client that is not answered, where something else reads its bytes first. */
  private int bytesBelow;

  private ChannelHandlerContext context;

  private final StallWatch stallWatch;

  /**
   * @param unanswered what clients that are not answered yet may send together
   * @param aside where packets wait while the client is held
   * @param unfinished what has come of packets that are not all there
   */
  FrameReader(
      Packets packets,
      Limits limits,
      ClientPace pace,
      Unanswered unanswered,
      SetAside aside,
      UnfinishedPackets unfinished) {
    this.packets = packets;
    this.limits = limits;
    this.held = unanswered.share();
    this.pace = new PaceWait(pace, packets::stillPaced, this::goOn);
    this.aside = aside;
    this.kept = new Kept(unfinished.share(this::crowdOut));
    this.stallWatch = new StallWatch(limits.packetTimeout(), this::isAmidAPacket, packets::stalled);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    if (message instanceof ByteBuf bytes) {
      packets.received(bytes.readableBytes());
      try {
        read(bytes);
      } finally {
        bytes.release();
      }
      account();
      packets.taken();
    } else {
      ReferenceCountUtil.release(message);
      shut();
      packets.failed(new UnsupportedMessageTypeException(message, ByteBuf.class));
    }
  }

  /** A packet that has begun earlier is completed where it is; all others are read as they lie. */
  private void read(ByteBuf in) {
    while (!kept.isEmpty() && in.isReadable()) {
      int count = isHeard() ? length.missing(kept.bytes()) : in.readableBytes();
      kept.append(in, Math.min(in.readableBytes(), count));
      takeKept();
    }
    take(in);
    if (in.isReadable()) {
      kept.begin(context.alloc(), in, isHeard() ? length.missing(in) : 0);
      kept.settle(isAmidAPacket());
    }
  }

  private void takeKept() {
    // Whatever becomes of the client meanwhile.
    ByteBuf bytes = kept.bytes().retain();
    try {
      take(bytes);
    } finally {
      bytes.release();
    }
    kept.settle(isAmidAPacket());
  }

  private boolean isHeard() {
    return state == State.OPEN || state == State.AWAITING_CONNECT;
  }

  /** Whole packets, as far as they may be taken. */
  private void take(ByteBuf in) {
    while (in.isReadable()) {
      if (state == State.SHUT) {
        in.skipBytes(in.readableBytes());
      } else if (state == State.HOLDING) {
        requireRoom(in.readableBytes());
        return;
      } else if (state == State.PACED || state == State.UNREAD) {
        return;
      } else if (!next(in)) {
        if (state == State.OPEN) {
          stallWatch.begin(context.executor());
        }
        return;
      }
    }
  }

  /** Bytes that may be held before they come here as something else. */
  void arrivedBelow(int bytes) {
    if (isUnanswered()) {
      bytesBelow += bytes;
      account();
    }
  }

  private boolean isUnanswered() {
    return state == State.AWAITING_CONNECT || state == State.HOLDING;
  }

  private void account() {
    int bytes = Math.max(bytesBelow, kept.size());
    if (isUnanswered() && !held.becomes(bytes)) {
      shut();
      packets.crowdedOut();
    }
  }

  private void requireRoom(int bytes) {
    if (bytes > limits.heldBytesMax()) {
      shut();
      packets.overflowed();
    }
  }

  /** False while the rest of the packet is missing. */
  private boolean next(ByteBuf in) {
    try {
      return cut(in);
    } catch (MalformedPacketException malformed) {
      shut();
      packets.malformed(malformed.kind());
      return true;
    } catch (RuntimeException fault) {
      shut();
      packets.fault(fault);
      return true;
    }
  }

  private boolean cut(ByteBuf in) throws MalformedPacketException {
    int begin = in.readerIndex();
    int header = in.getUnsignedByte(begin);
    if (state == State.AWAITING_CONNECT && header >> 4 != CONNECT) {
      // [MQTT-3.1.0-1]; perhaps not MQTT at all: no reason to wait for the rest of a packet.
      throw new MalformedPacketException(Malformation.NO_CONNECT);
    }
    int remaining = length.read(in, begin + 1, largest());
    int body = begin + 1 + length.bytes();
    if (remaining == RemainingLength.UNKNOWN || in.writerIndex() - body < remaining) {
      PacketDecoder.requireFlags(header);
      return false;
    }
    if (holding && waitsItsTurn(header >> 4)) {
      return setAside(header >> 4, in, body - begin + remaining);
    }
    if (state == State.OPEN
        && header >> 4 == PUBLISH
        && pace.begins(body - begin + remaining, context.executor())) {
      state = State.PACED;
      packets.paced();
      return false;
    }
    stallWatch.packetEnded();
    if (state != State.OPEN) {
      state = State.HOLDING;
    } else if (packets.takePlain(header, in, body, remaining)) {
      in.readerIndex(body + remaining);
      return true;
    }
    in.readerIndex(body + remaining);
    packets.take(header, new WireReader(in, body, body + remaining));
    return true;
  }

  /**
   * Whether a packet of a held client has to wait. Acknowledgements have an order of their own, and
   * nobody waits for the answer to a PINGREQ in vain.
   */
  private boolean waitsItsTurn(int type) {
    boolean goesAnyway = (type >= PUBACK && type <= PUBCOMP) || type == PINGREQ;
    return type == PUBLISH || (!goesAnyway && !aside.isEmpty());
  }

  /** False when nothing more can be read. */
  private boolean setAside(int type, ByteBuf in, int bytes) {
    if (type == DISCONNECT) {
      // It sends nothing more, and what it has sent comes first.
      letOn();
      return state == State.OPEN;
    }
    if (aside.take(in, bytes)) {
      stallWatch.packetEnded();
      return true;
    }
    state = State.UNREAD;
    stopped = true;
    packets.unread();
    return false;
  }

  /** No publication is taken for now. */
  void hold() {
    holding = true;
  }

  /** Publications are taken again; to be called between turns of the broker. */
  void release() {
    if (state == State.UNREAD) {
      state = State.OPEN;
    }
    letOn();
    if (state == State.OPEN) {
      takeKept();
    }
    // First what has come: else each release would bring more than it takes.
    if (stopped && state == State.OPEN) {
      stopped = false;
      packets.readAgain();
    }
  }

  /** What was set aside goes on, as far as it may. */
  private void letOn() {
    holding = false;
    ByteBuf waiting = aside.packets();
    boolean going = true;
    while (going && !holding && state == State.OPEN && waiting.isReadable()) {
      going = next(waiting);
    }
    if (state != State.SHUT) {
      aside.settle();
    }
  }

  /** The wait for its pace is over. */
  private void goOn() {
    packets.paceKept();
    if (state == State.PACED) {
      state = State.OPEN;
      release();
    }
  }

  private int largest() {
    return state == State.AWAITING_CONNECT
        ? Math.min(CONNECT_BYTES_MAX, limits.packetBytesMax())
        : limits.packetBytesMax();
  }

  /**
   * The client is accepted: what was held goes on, and what comes from now on at once.
   *
   * @param mqtt5 whether lengths have to be in their shortest form
   */
  void open(boolean mqtt5) {
    if (state != State.HOLDING) {
      return;
    }
    length.requireShortestForm(mqtt5);
    state = State.OPEN;
    held.becomes(0);
    takeKept();
  }

  /** From now on everything that arrives is discarded. */
  void shut() {
    state = State.SHUT;
    pace.end();
    held.becomes(0);
    aside.forget();
    kept.forget();
  }

  private void crowdOut() {
    shut();
    packets.crowdedOut();
  }

  private boolean isAmidAPacket() {
    return !kept.isEmpty() && state == State.OPEN;
  }

  @Override
  public void channelInactive(ChannelHandlerContext from) {
    shut();
    stallWatch.end();
    packets.gone();
    from.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
    Throwable first =
        cause instanceof CodecException && cause.getCause() != null ? cause.getCause() : cause;
    // Netty's codecs throw theirs when what the peer sent is no TLS, no HTTP, no WebSocket.
    if (first instanceof RuntimeException fault && !(first instanceof CodecException)) {
      packets.fault(fault);
    } else {
      packets.failed(cause);
    }
  }
}
