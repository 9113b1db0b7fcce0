package dev.sluice.cloud.forward;

import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolBatch;
import dev.sluice.storage.Storage;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The store without its thread and its publisher: a simulation steps it through virtual time. Owned
 * by one thread.
 */
public final class SteppedStore {
  /** Where lanes are. */
  public interface Folders {
    /**
     * @param lane edge id and name, joined by a slash
     */
    Storage folder(String lane);
  }

  private final Folders folders;
  private final Spool.Settings settings;
  private final Map<String, StoredLane> lanes = new HashMap<>();

  public SteppedStore(Folders folders, Spool.Settings settings) {
    this.folders = folders;
    this.settings = settings;
  }

  /** The last number committed of that life of the lane. */
  public Optional<Long> committed(LinkId link, LaneName lane) throws IOException, StoreException {
    return lane(link, lane).committed(link.epoch());
  }

  /**
   * Keeps what is new in the batch, and returns when it is safe.
   *
   * @throws IOException when it cannot; nothing of it is kept then
   */
  public void commit(Batch batch, long wallMillis)
      throws IOException, StoreException, MalformedEnvelopeException {
    StoredLane lane = lane(batch.link(), batch.lane());
    lane.add(batch, StoredLane.items(batch, batch.block()), wallMillis);
    lane.flush();
  }

  /** Messages of a lane by their numbers in the store, from 1. */
  public SpoolBatch read(LinkId link, LaneName lane, long from, int bytesMax)
      throws IOException, StoreException {
    return lane(link, lane).read(from, bytesMax);
  }

  /** The number in the store of the latest message. */
  public long stored(LinkId link, LaneName lane) throws IOException, StoreException {
    return lane(link, lane).stored();
  }

  private StoredLane lane(LinkId link, LaneName lane) throws IOException, StoreException {
    String name = link.edgeId() + "/" + lane;
    StoredLane known = lanes.get(name);
    if (known == null) {
      known = StoredLane.open(name, folders.folder(name), settings);
      lanes.put(name, known);
    }
    return known;
  }
}
