package dev.sluice.edge.journal;

import dev.sluice.spool.SpoolNote;
import java.nio.ByteBuffer;

/**
 * What a queue remembers of itself.
 *
 * @param epoch tells it from any other one that ever had its name
 * @param boot of the machine in whose memory its end may have been only; {@link #FORCED} when it
 *     was written through to the disk
 */
record QueueNote(long epoch, long boot) {
  private static final long FORCED = -1;

  QueueNote(long epoch, SyncPolicy durability, long boot) {
    this(epoch, durability == SyncPolicy.FSYNC ? FORCED : boot);
  }

  /** One that says nothing of the machine is of a program that knew {@code fsync} only. */
  static QueueNote of(SpoolNote note) {
    ByteBuffer in = ByteBuffer.wrap(note.bytes());
    return new QueueNote(in.getLong(), in.hasRemaining() ? in.getLong() : FORCED);
  }

  /**
   * @param stamp of the latest entry
   */
  SpoolNote written(long stamp) {
    return new SpoolNote(
        ByteBuffer.allocate(2 * Long.BYTES).putLong(epoch).putLong(boot).array(), stamp);
  }

  /**
   * Whether entries may be gone whose numbers others have seen: they were in the memory of a
   * machine that has been switched off since.
   */
  boolean mayLackItsEnd(long presentBoot) {
    return boot != FORCED && (boot == Boot.UNKNOWN || boot != presentBoot);
  }

  boolean isOf(SyncPolicy durability, long presentBoot) {
    return equals(new QueueNote(epoch, durability, presentBoot));
  }
}
