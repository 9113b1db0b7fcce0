package dev.sluice.cloud.forward;

import dev.sluice.spool.SpoolNote;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far each life of one lane has been committed, the present one first. Kept as the note of the
 * lane's spool: a new batch and its mark survive together or not at all.
 */
record LaneMarks(List<Mark> lives) {
  /** A gateway that is set up anew has another life; more than a few of them are history. */
  private static final int LIVES_MAX = 4;

  static final LaneMarks NONE = new LaneMarks(List.of());

  record Mark(long epoch, long committed) {}

  LaneMarks {
    lives = List.copyOf(lives);
  }

  /** The note's stamp is the latest entry's, hence the mark of the present life. */
  static LaneMarks of(SpoolNote note) {
    List<Mark> lives = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(note.bytes());
    while (in.hasRemaining()) {
      Mark mark = new Mark(in.getLong(), in.getLong());
      boolean present = lives.isEmpty();
      lives.add(present ? new Mark(mark.epoch(), Math.max(mark.committed(), note.stamp())) : mark);
    }
    return new LaneMarks(lives);
  }

  SpoolNote note() {
    ByteBuffer out = ByteBuffer.allocate(lives.size() * 2 * Long.BYTES);
    lives.forEach(mark -> out.putLong(mark.epoch()).putLong(mark.committed()));
    return new SpoolNote(out.array(), lives.isEmpty() ? 0 : lives.get(0).committed());
  }

  boolean isPresent(long epoch) {
    return !lives.isEmpty() && lives.get(0).epoch() == epoch;
  }

  Optional<Long> committed(long epoch) {
    return lives.stream().filter(mark -> mark.epoch() == epoch).map(Mark::committed).findFirst();
  }

  /** That life is the present one, and has come so far. */
  LaneMarks with(long epoch, long committed) {
    List<Mark> next = new ArrayList<>();
    next.add(new Mark(epoch, committed));
    lives.stream().filter(mark -> mark.epoch() != epoch).limit(LIVES_MAX - 1L).forEach(next::add);
    return new LaneMarks(next);
  }
}
