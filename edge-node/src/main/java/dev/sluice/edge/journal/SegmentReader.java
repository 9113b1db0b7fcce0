package dev.sluice.edge.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Finds the frames of a segment, and where there are none though there should be. */
final class SegmentReader {
  private final byte[] segment;
  private final ByteBuffer in;
  private final CRC32C crc = new CRC32C();

  /** Bytes that are no frame. */
  record Hole(int from, int end) {}

  /** What a segment holds, in order. */
  record Content(List<Frame> frames, List<Hole> holes) {
    Content {
      frames = List.copyOf(frames);
      holes = List.copyOf(holes);
    }

    /** Where the frames end that nothing is missing before. */
    int soundBytes(int size) {
      return holes.isEmpty() ? size : holes.get(0).from();
    }

    /**
     * Whether something was written behind the first hole after what lies in it was durable: each
     * batch begins with a mark that says how far all was.
     */
    boolean goesOnBehindHole() {
      return !holes.isEmpty() && frames.stream().anyMatch(this::provesFirstHole);
    }

    private boolean provesFirstHole(Frame frame) {
      Hole hole = holes.get(0);
      return frame.from() >= hole.end() && frame.isMark() && frame.forcedBytes() > hole.from();
    }
  }

  private SegmentReader(byte[] segment) {
    this.segment = segment;
    this.in = ByteBuffer.wrap(segment);
  }

  /**
   * @param end where to stop: what lies beyond does not count
   */
  static Content read(byte[] segment, int end) {
    return new SegmentReader(segment).read(end);
  }

  /** The frame that begins there, if it is whole. */
  static Optional<Frame> frame(byte[] bytes, int position) {
    return new SegmentReader(bytes).frameAt(position, bytes.length);
  }

  private Content read(int end) {
    List<Frame> frames = new ArrayList<>();
    List<Hole> holes = new ArrayList<>();
    int position = SegmentHeader.BYTES;
    while (position < end) {
      Optional<Frame> frame = frameAt(position, end);
      if (frame.isPresent()) {
        frames.add(frame.get());
        position = frame.get().end();
      } else {
        int next = nextFrame(position + 1, end);
        holes.add(new Hole(position, next));
        position = next;
      }
    }
    return new Content(frames, holes);
  }

  private int nextFrame(int from, int end) {
    int position = from;
    while (position < end && frameAt(position, end).isEmpty()) {
      position++;
    }
    return position;
  }

  private Optional<Frame> frameAt(int position, int end) {
    int body = position + Frames.PREFIX_BYTES;
    if (body + Frames.BODY_BYTES_MIN > end || in.getShort(position) != Frames.MAGIC) {
      return Optional.empty();
    }
    int bytes = in.getInt(position + 2);
    if (bytes < Frames.BODY_BYTES_MIN || bytes > end - body) {
      return Optional.empty();
    }
    crc.reset();
    crc.update(segment, body, bytes);
    return (int) crc.getValue() == in.getInt(position + 6)
        ? Optional.of(new Frame(segment, position, body + bytes))
        : Optional.empty();
  }
}
