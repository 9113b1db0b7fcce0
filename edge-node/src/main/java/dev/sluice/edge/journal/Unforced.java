package dev.sluice.edge.journal;

import dev.sluice.broker.Effect;
import java.util.ArrayList;
import java.util.List;

/**
 * Records that the operating system has and the disk may not: a write that fails may take them
 * along, and they have to be written again.
 */
final class Unforced {
  private static final int RECORDS_MAX = 4_096;
  private static final long BYTES_MAX = 1 << 20;

  private final List<Effect.Append> records = new ArrayList<>();
  private long bytes;
  private int givenUp;

  /** Those that went with an end that was given up. */
  List<Effect.Append> ifLost(Segments segments) {
    return segments.givenUp() == givenUp ? List.of() : List.copyOf(records);
  }

  /** Whether they should become safe now, so as not to be too many. */
  boolean isMuch() {
    return records.size() >= RECORDS_MAX || bytes >= BYTES_MAX;
  }

  /** The batch is there. */
  void written(List<Effect.Append> batch, Segments segments) {
    givenUp = segments.givenUp();
    if (segments.isForced()) {
      records.clear();
      bytes = 0;
    } else {
      records.addAll(batch);
      batch.forEach(record -> bytes += RecordQueue.bytesOf(record));
    }
  }
}
