package dev.sluice.sim.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolException;
import dev.sluice.spool.SpoolNote;
import dev.sluice.storage.FileStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What the store of a bridge that has ended holds of one lane. */
final class StoredLane {
  private StoredLane() {}

  /**
   * How many messages the store has numbered in all its lives.
   *
   * @param edge the edge node's folder in the store
   */
  static long numbered(Path edge, String lane) throws IOException, SpoolException {
    FileStorage storage = new FileStorage(edge.resolve(lane));
    Spool.Settings settings =
        new Spool.Settings(Spool.Sync.WRITTEN, 1 << 30, 1 << 20, Spool.WhenFull.REFUSE);
    try (Spool spool =
        Spool.open(storage, settings, new SpoolNote(new byte[0], 0), OptionalLong.empty())) {
      assertThat(spool.losses()).isEmpty();
      return spool.settled();
    }
  }
}
