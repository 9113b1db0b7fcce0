package dev.sluice.edge.journal;

import dev.sluice.broker.Effect;
import dev.sluice.broker.KeepLevel;
import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.broker.durable.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Records gathered for one write, and told to the state when they are there. */
final class Written {
  private final Frames frames = new Frames();
  private final List<Entry> entries = new ArrayList<>();
  private boolean needsDisk;

  /** A record and its bytes among those gathered. */
  private record Entry(long sequence, DurableRecord record, int from, int bytes) {}

  /**
   * Forgets what was gathered.
   *
   * @param durable number of the latest record that is durable
   * @param segments where it is to be written
   */
  void begin(long durable, TimeMark now, Segments segments) throws IOException {
    segments.makeReady();
    entries.clear();
    needsDisk = false;
    frames.clear();
    frames.mark(durable, now, segments.forcedBytes());
  }

  void add(Effect.Append append) {
    int from = bytes();
    int bytes = frames.add(append.sequence(), append.record());
    needsDisk |= append.level() == KeepLevel.DISK;
    entries.add(new Entry(append.sequence(), append.record(), from, bytes));
  }

  void repeat(long sequence, DurableRecord record) {
    int from = bytes();
    int bytes = frames.repeat(sequence, record);
    needsDisk = true;
    entries.add(new Entry(sequence, record, from, bytes));
  }

  /** The disk must have it, whatever is in it. */
  void needDisk() {
    needsDisk = true;
  }

  int bytes() {
    return frames.out().position();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /**
   * @return bytes of the records
   */
  long writeTo(Segments segments, DurableState state) throws IOException {
    int position = segments.write(frames.out(), needsDisk);
    long bytes = 0;
    for (Entry entry : entries) {
      Place place = new Place(segments.last(), position + entry.from(), entry.bytes());
      state.apply(entry.sequence(), entry.record(), place);
      bytes += entry.bytes();
    }
    return bytes;
  }
}
