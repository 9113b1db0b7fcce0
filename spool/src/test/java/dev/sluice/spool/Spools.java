package dev.sluice.spool;

import dev.sluice.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/** Spools and entries for tests. */
final class Spools {
  static final SpoolNote NOTE = new SpoolNote(new byte[] {7}, 0);
  static final Spool.Settings SMALL =
      new Spool.Settings(Spool.Sync.FORCED, 1 << 20, 400, Spool.WhenFull.REFUSE);

  private Spools() {}

  static Spool open(Storage storage) throws IOException {
    return open(storage, SMALL, OptionalLong.empty());
  }

  static Spool open(Storage storage, Spool.Settings settings, OptionalLong reached)
      throws IOException {
    try {
      return Spool.open(storage, settings, NOTE, reached);
    } catch (SpoolException e) {
      throw new IOException(e);
    }
  }

  static SpoolEntry entry(long stamp) {
    return entry(stamp, false);
  }

  static SpoolEntry entry(long stamp, boolean onceOnly) {
    byte[] body = ("entry " + stamp).getBytes(StandardCharsets.UTF_8);
    return new SpoolEntry(stamp, onceOnly, stamp * 10, SpoolEntry.NEVER, body);
  }

  /** Writes and settles entries with these stamps, each a batch of its own. */
  static void fill(Spool spool, long firstStamp, long lastStamp) throws IOException {
    for (long stamp = firstStamp; stamp <= lastStamp; stamp++) {
      spool.add(entry(stamp));
      spool.write();
      spool.settle();
    }
  }

  static List<Long> stamps(SpoolBatch batch) {
    return batch.records().stream().map(record -> record.entry().stamp()).toList();
  }

  static List<Long> all(Spool spool) throws IOException {
    return stamps(spool.read(1, Integer.MAX_VALUE));
  }
}
