package dev.sluice.edge.journal;

import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableRecord.Answered;
import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.broker.durable.Place;
import java.nio.ByteBuffer;
import java.util.Optional;

/** One frame found in a segment; its bytes are those of the segment. */
record Frame(byte[] segment, int from, int end) {
  private int at(int offset) {
    return from + Frames.PREFIX_BYTES + offset;
  }

  long sequence() {
    return ByteBuffer.wrap(segment).getLong(at(0));
  }

  boolean repeated() {
    return (segment[at(8)] & Frames.REPEATED) != 0;
  }

  RecordType type() {
    return RecordType.of(segment[at(8)] & ~Frames.REPEATED & 0xFF);
  }

  boolean isMark() {
    return type() == RecordType.MARK;
  }

  Place place(long number) {
    return new Place(number, from, bytes());
  }

  int bytes() {
    return end - from;
  }

  private ByteBuffer fields() {
    return ByteBuffer.wrap(segment, at(9), end - at(9)).slice();
  }

  /** Of a message: the first of its fields. */
  long messageId() {
    return fields().getLong();
  }

  TimeMark time() {
    ByteBuffer in = fields();
    return new TimeMark(in.getLong(), in.getLong());
  }

  /** Of a mark: how much of the segment had been forced; all before it when it does not say. */
  long forcedBytes() {
    ByteBuffer in = fields();
    return in.remaining() >= 3 * Long.BYTES ? in.getLong(2 * Long.BYTES) : from;
  }

  DurableRecord record() {
    return RecordReader.read(type(), fields());
  }

  /** What it keeps for somebody, alone or with something else. */
  Optional<MessageKept> message() {
    DurableRecord record = record();
    if (record instanceof Answered answered) {
      return Optional.of(answered.answer());
    }
    return record instanceof MessageKept kept ? Optional.of(kept) : Optional.empty();
  }
}
