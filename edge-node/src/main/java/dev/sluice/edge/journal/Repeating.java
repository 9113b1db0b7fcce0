package dev.sluice.edge.journal;

import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Writes again, at the end of the log, what lives and was last written as a whole in its beginning.
 * What lives there and cannot be read is given up, and said to be lost.
 */
final class Repeating {
  private static final int WRITE_BYTES = 256 << 10;

  private final Storage storage;
  private final Segments segments;
  private final DurableState state;
  private final LogCounters counters;
  private final Losses losses;
  private final Written written = new Written();
  private TimeMark now = new TimeMark(0, 0);

  Repeating(
      Storage storage, Segments segments, DurableState state, LogCounters counters, Losses losses) {
    this.storage = storage;
    this.segments = segments;
    this.state = state;
    this.counters = counters;
    this.losses = losses;
  }

  /**
   * @param last segment of the beginning
   * @return whether all that lived there could be read
   */
  boolean run(long last, TimeMark time) throws IOException {
    now = time;
    if (segments.last() <= last) {
      segments.begin();
    }
    written.begin(state.lastSequence(), now, segments);
    for (DurableRecord session : state.sessionsUpTo(last)) {
      add(session);
    }
    for (DurableRecord mark : state.marksUpTo(last)) {
      add(mark);
    }
    for (long number : segments.upTo(last)) {
      addMessages(number);
    }
    flush();
    List<Long> unreadable = state.messagesUpTo(last);
    unreadable.forEach(this::lose);
    return unreadable.isEmpty();
  }

  private void addMessages(long number) throws IOException {
    byte[] segment = read(number);
    for (Frame frame : SegmentReader.read(segment, segment.length).frames()) {
      Optional<MessageKept> lives = living(number, frame);
      if (lives.isPresent()) {
        add(lives.get());
      }
    }
  }

  private byte[] read(long number) {
    try {
      return storage.read(SegmentName.of(number));
    } catch (IOException e) {
      // What lives in it is found to be missing when the rest is done.
      return new byte[0];
    }
  }

  private Optional<MessageKept> living(long number, Frame frame) {
    try {
      if (frame.type() != RecordType.MESSAGE_KEPT
          || state
              .place(frame.messageId())
              .filter(place -> place.segment() == number && place.position() == frame.from())
              .isEmpty()) {
        return Optional.empty();
      }
      return state.asItStands((MessageKept) frame.record());
    } catch (RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  private void add(DurableRecord record) throws IOException {
    written.repeat(state.lastSequence(), record);
    if (written.bytes() >= WRITE_BYTES) {
      flush();
    }
  }

  private void flush() throws IOException {
    if (!written.isEmpty()) {
      counters.repeatedBytes += written.writeTo(segments, state);
    }
    written.begin(state.lastSequence(), now, segments);
  }

  private void lose(long id) {
    state
        .place(id)
        .ifPresent(
            place ->
                losses.add(
                    place.segment(),
                    "has lost message %d at %d: it is damaged".formatted(id, place.position())));
    state.lose(id);
  }
}
