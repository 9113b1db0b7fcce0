package dev.sluice.spool;

import java.nio.ByteBuffer;

/**
 * How far things were when it was written; each batch of entries begins with one.
 *
 * @param released last sequence number that nobody needs any more
 * @param settled last sequence number that is kept whatever the giver remembers
 * @param safeBytes of the present segment, which had been forced
 */
record SpoolMark(long released, long settled, long safeBytes, SpoolNote note) {

  static SpoolMark read(ByteBuffer in) {
    long released = in.getLong();
    long settled = in.getLong();
    long safeBytes = in.getLong();
    long stamp = in.getLong();
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    return new SpoolMark(released, settled, safeBytes, new SpoolNote(bytes, stamp));
  }

  /** The same, when that record has been written behind it. */
  SpoolMark after(SpoolRecord record) {
    SpoolNote later = new SpoolNote(note.bytes(), record.entry().stamp());
    return new SpoolMark(released, settled, safeBytes, later);
  }
}
