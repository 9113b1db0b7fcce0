package dev.sluice.spool;

import dev.sluice.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A queue in files: entries are appended at the end, read from anywhere, and released from the
 * front. Each gets a number, counted from 1. Files are only appended to and deleted as a whole;
 * memory holds one small object per file.
 *
 * <p>An entry goes three steps: {@link #write} makes it safe, {@link #settle} lets it be read, when
 * whatever else the giver keeps is safe as well, and {@link #release} gives it up.
 *
 * <p>One thread may write and settle while another one reads and releases.
 */
public final class Spool implements Closeable {
  /** What {@link #write} waits for. */
  public enum Sync {
    /** The disk has it: survives a loss of power. */
    FORCED,
    /** The operating system has it: survives the end of the process, not of the machine. */
    WRITTEN
  }

  /** What happens beyond the quota. */
  public enum WhenFull {
    /** The oldest file goes, with what is in it. */
    DROP_OLDEST,
    /** The spool says that it is full, and it is the giver who does without. */
    REFUSE
  }

  /**
   * @param bytesMax of all files together; the last batch may exceed it
   * @param segmentBytes after which a new file is begun
   */
  public record Settings(Sync sync, long bytesMax, int segmentBytes, WhenFull whenFull) {
    public Settings {
      if (segmentBytes < 1 || bytesMax < segmentBytes) {
        throw new IllegalArgumentException("a spool is larger than a segment, and that than 0");
      }
    }
  }

  private final Settings settings;
  private final Segments segments;
  private final Cursor cursor;
  private final Cursor front;
  private final Frames frames = new Frames();
  private final List<String> losses;
  private final boolean endLost;

  // Given, and not written yet.
  private final List<SpoolEntry> waiting = new ArrayList<>();
  private SpoolNote note;

  // How far things are: the last sequence number of each step.
  private long written;
  private volatile long settled;
  private volatile long released;

  private volatile long bytes;
  private volatile long dropped;

  private Spool(Storage storage, Settings settings, Recovery.Result found, SpoolMark mark) {
    this.settings = settings;
    this.segments = new Segments(storage, settings.sync(), found.segments());
    this.losses = found.losses();
    this.endLost = found.endLost();
    this.note = mark.note();
    this.written = Math.max(found.lastSequence(), mark.released());
    this.settled = written;
    this.released =
        Math.max(mark.released(), segments.firstIfAny().map(s -> s.first - 1).orElse(0L));
    this.bytes = segments.bytes();
    this.cursor = new Cursor(storage, segments, released);
    this.front = new Cursor(storage, segments, released);
  }

  /**
   * Reads where it ends, and repairs the end.
   *
   * @param first note of a spool that is new
   * @param reached the giver's last number, when it is sure of it: what came beyond it, since the
   *     last batch that was settled, is taken back if any of it was to come once only
   * @throws SpoolException when a newer program wrote it; nothing was touched then
   * @throws IOException when it cannot be read or repaired
   */
  public static Spool open(
      Storage storage, Settings settings, SpoolNote first, OptionalLong reached)
      throws SpoolException, IOException {
    Recovery.Result found = Recovery.run(storage);
    SpoolMark mark = found.mark().orElse(new SpoolMark(0, 0, 0, first));
    if (reached.isPresent()) {
      Optional<Long> stays =
          new Revocation(storage, found.segments()).run(mark.settled(), reached.getAsLong());
      if (stays.isPresent()) {
        found =
            new Recovery.Result(
                found.segments(), found.mark(), stays.get(), found.losses(), found.endLost());
      }
    }
    return new Spool(storage, settings, found, mark);
  }

  /** What could not be read when it was opened, one line each. */
  public List<String> losses() {
    return losses;
  }

  /** Whether numbers may be given again that were given before, because the end is lost. */
  public boolean endLost() {
    return endLost;
  }

  // For whoever writes.

  /** The note, with the stamp of the latest entry that was written. */
  public synchronized SpoolNote note() {
    return note;
  }

  /** Goes with the next batch. */
  public synchronized void setNote(SpoolNote newNote) {
    note = newNote;
  }

  /** Takes an entry; {@link #write} writes it. */
  public synchronized void add(SpoolEntry entry) {
    waiting.add(entry);
  }

  /**
   * Writes what was added, and returns when it is safe. After an error none of it was added, and it
   * may be added again.
   */
  public synchronized void write() throws IOException {
    try {
      begin(written + 1);
      frames.clear();
      frames.mark(mark());
      SpoolNote after = note;
      for (int i = 0; i < waiting.size(); i++) {
        frames.record(written + 1 + i, waiting.get(i));
        after = new SpoolNote(note.bytes(), waiting.get(i).stamp());
      }
      segments.write(frames.bytes());
      written += waiting.size();
      note = after;
    } finally {
      waiting.clear();
      bytes = segments.bytes();
    }
    try {
      dropOldest();
    } catch (IOException e) {
      // What was added is safe, and must not be added again for this: the next write drops.
    }
  }

  private void begin(long firstSequence) throws IOException {
    if (segments.isAtEnd(settings.segmentBytes())) {
      frames.clear();
      frames.mark(mark());
      segments.begin(firstSequence, frames.bytes());
    }
  }

  private SpoolMark mark() {
    return new SpoolMark(released, settled, segments.safeBytes(), note);
  }

  private void dropOldest() throws IOException {
    while (settings.whenFull() == WhenFull.DROP_OLDEST
        && bytes > settings.bytesMax()
        && segments.count() > 1) {
      long last = segments.after(segments.first()).orElseThrow().first - 1;
      dropped = Math.addExact(dropped, Math.max(0, last - released));
      released = Math.max(released, last);
      settled = Math.max(settled, last);
      segments.removeFirst();
      bytes = segments.bytes();
    }
  }

  /** All that was written may be read from now on, and stays. */
  public synchronized void settle() {
    settled = written;
  }

  /** Whether the giver has to do without; never so when the oldest makes room. */
  public boolean isFull() {
    return settings.whenFull() == WhenFull.REFUSE && bytes >= settings.bytesMax();
  }

  // For whoever reads.

  /**
   * Records from that number on, as far as they are settled.
   *
   * @param bytesMax of files read; one record comes whatever its size
   */
  public synchronized SpoolBatch read(long from, int bytesMax) throws IOException {
    return cursor.read(Math.max(from, released + 1), settled, bytesMax);
  }

  /** When the first record was given that is not released; empty when there is none. */
  public synchronized OptionalLong oldestAtNanos() throws IOException {
    if (released >= settled) {
      return OptionalLong.empty();
    }
    List<SpoolRecord> oldest = front.read(released + 1, settled, 1).records();
    return oldest.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(oldest.get(0).entry().atNanos());
  }

  /** Nobody needs the records up to that number any more. */
  public synchronized void release(long upTo) throws IOException {
    long target = Math.min(upTo, settled);
    if (target <= released) {
      return;
    }
    released = target;
    begin(written + 1);
    frames.clear();
    frames.mark(mark());
    segments.append(frames.bytes());
    while (segments.count() > 1
        && segments.after(segments.first()).orElseThrow().first - 1 <= released) {
      segments.removeFirst();
    }
    bytes = segments.bytes();
  }

  // For everybody; waits for nobody.

  public long released() {
    return released;
  }

  public long settled() {
    return settled;
  }

  /** Of all files. */
  public long bytes() {
    return bytes;
  }

  /** Records that made room for newer ones. */
  public long dropped() {
    return dropped;
  }

  /** Records that could not be read. */
  public synchronized long lost() {
    return cursor.lost();
  }

  /** Makes safe what was written. */
  @Override
  public synchronized void close() throws IOException {
    segments.close();
  }
}
