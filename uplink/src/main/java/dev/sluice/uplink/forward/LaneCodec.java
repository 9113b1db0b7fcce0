package dev.sluice.uplink.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.LaneEnvelope.Arrived;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.LaneEnvelope.Keeper;
import dev.sluice.uplink.forward.LaneEnvelope.Piece;
import dev.sluice.uplink.forward.LaneEnvelope.Progress;
import dev.sluice.uplink.forward.LaneEnvelope.State;
import dev.sluice.uplink.forward.LaneEnvelope.Terms;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Envelopes as bytes: version, kind, edge id, epoch, lane, then the kind's fields in network order;
 * a block goes up to the end. Names carry a one-byte length.
 */
public final class LaneCodec {
  private static final byte VERSION = 1;
  private static final byte BATCH = 1;
  private static final byte PROGRESS = 2;
  private static final byte PIECE = 3;
  private static final byte ARRIVED = 4;
  private static final byte TERMS = 5;
  private static final byte KEEPER = 6;

  /** Version, kind, two lengths, epoch. */
  private static final int HEADER_BYTES = 1 + 1 + 1 + 1 + 8;

  private static final int BATCH_BYTES = 3 * 8;
  private static final int PROGRESS_BYTES = 2 * 8 + 1;
  private static final int PIECE_BYTES = 3 * 8 + 3 * 4;
  private static final int ARRIVED_BYTES = 8 + 2 * 4;
  private static final int TERMS_BYTES = 1;
  private static final int KEEPER_BYTES = 8;

  private LaneCodec() {}

  public static byte[] encode(LaneEnvelope envelope) {
    if (envelope instanceof Batch batch) {
      int bodyBytes = BATCH_BYTES + batch.block().length;
      return encode(batch, BATCH, bodyBytes, out -> write(batch, out));
    }
    if (envelope instanceof Piece piece) {
      int bodyBytes = PIECE_BYTES + piece.bytes().length;
      return encode(piece, PIECE, bodyBytes, out -> write(piece, out));
    }
    if (envelope instanceof Progress progress) {
      return encode(progress, PROGRESS, PROGRESS_BYTES, out -> write(progress, out));
    }
    if (envelope instanceof Arrived arrived) {
      return encode(arrived, ARRIVED, ARRIVED_BYTES, out -> write(arrived, out));
    }
    if (envelope instanceof Keeper keeper) {
      return encode(keeper, KEEPER, KEEPER_BYTES, out -> out.putLong(keeper.store()));
    }
    byte packing = ((Terms) envelope).packing().wire();
    return encode(envelope, TERMS, TERMS_BYTES, out -> out.put(packing));
  }

  private static byte[] encode(
      LaneEnvelope envelope, byte kind, int bodyBytes, Consumer<ByteBuffer> body) {
    byte[] edge = envelope.link().edgeId().getBytes(US_ASCII);
    byte[] lane = envelope.lane().value().getBytes(US_ASCII);
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + edge.length + lane.length + bodyBytes);
    out.put(VERSION).put(kind).put((byte) edge.length).put(edge).putLong(envelope.link().epoch());
    out.put((byte) lane.length).put(lane);
    body.accept(out);
    return out.array();
  }

  private static void write(Batch batch, ByteBuffer out) {
    out.putLong(batch.base()).putLong(batch.first()).putLong(batch.last()).put(batch.block());
  }

  private static void write(Piece piece, ByteBuffer out) {
    out.putLong(piece.base()).putLong(piece.first()).putLong(piece.last());
    out.putInt(piece.sum()).putInt(piece.total()).putInt(piece.offset()).put(piece.bytes());
  }

  private static void write(Progress progress, ByteBuffer out) {
    out.putLong(progress.received()).putLong(progress.committed()).put(progress.state().wire());
  }

  private static void write(Arrived arrived, ByteBuffer out) {
    out.putLong(arrived.first()).putInt(arrived.sum()).putInt(arrived.bytes());
  }

  /**
   * @throws MalformedEnvelopeException when the bytes are no envelope of a version known here
   */
  public static LaneEnvelope decode(byte[] bytes) throws MalformedEnvelopeException {
    try {
      return read(ByteBuffer.wrap(bytes));
    } catch (BufferUnderflowException e) {
      throw new MalformedEnvelopeException("ends in a field");
    } catch (IllegalArgumentException e) {
      // It may show a name as it came.
      throw new MalformedEnvelopeException(e.getMessage().replaceAll("\\p{Cntrl}", "?"));
    }
  }

  private static LaneEnvelope read(ByteBuffer in) throws MalformedEnvelopeException {
    byte version = in.get();
    if (version != VERSION) {
      throw new MalformedEnvelopeException("version " + version + ", known here is " + VERSION);
    }
    byte kind = in.get();
    LinkId link = new LinkId(name(in), in.getLong());
    LaneName lane = new LaneName(name(in));
    return switch (kind) {
      case BATCH -> batch(link, lane, in);
      case PROGRESS -> progress(link, lane, in);
      case PIECE -> piece(link, lane, in);
      case ARRIVED -> new Arrived(link, lane, in.getLong(), in.getInt(), in.getInt());
      case TERMS -> new Terms(link, lane, Packing.of(in.get()));
      case KEEPER -> new Keeper(link, lane, in.getLong());
      default -> throw new MalformedEnvelopeException("unknown kind " + kind);
    };
  }

  private static String name(ByteBuffer in) {
    byte[] name = new byte[Byte.toUnsignedInt(in.get())];
    in.get(name);
    return new String(name, US_ASCII);
  }

  private static Batch batch(LinkId link, LaneName lane, ByteBuffer in) {
    long base = in.getLong();
    long first = in.getLong();
    long last = in.getLong();
    byte[] block = new byte[in.remaining()];
    in.get(block);
    return new Batch(link, lane, base, first, last, block);
  }

  private static Piece piece(LinkId link, LaneName lane, ByteBuffer in) {
    long base = in.getLong();
    long first = in.getLong();
    long last = in.getLong();
    int sum = in.getInt();
    int total = in.getInt();
    int offset = in.getInt();
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    return new Piece(link, lane, base, first, last, sum, total, offset, bytes);
  }

  private static Progress progress(LinkId link, LaneName lane, ByteBuffer in) {
    long received = in.getLong();
    long committed = in.getLong();
    byte state = in.get();
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(in.remaining() + " bytes after the last field");
    }
    for (State known : State.values()) {
      if (known.wire() == state) {
        return new Progress(link, lane, received, committed, known);
      }
    }
    throw new IllegalArgumentException("unknown state " + state);
  }
}
