package dev.sluice.sim.world.disk;

import dev.sluice.cloud.forward.SteppedStore;
import dev.sluice.cloud.forward.StoreException;
import dev.sluice.sim.world.check.BrokenRule;
import dev.sluice.sim.world.check.Rule;
import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolBatch;
import dev.sluice.spool.SpoolRecord;
import dev.sluice.storage.FaultyStorage;
import dev.sluice.storage.FaultyStorage.Force;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.LaneReceiver;
import dev.sluice.uplink.forward.MessageCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** The bridge's disk and the shipped store on it, which outlives the bridge. */
public final class CloudDisk implements LaneReceiver.Marks {
  private static final int READ_BYTES = 1 << 20;

  /** Operations that write, of one batch. */
  private static final int OPERATIONS_MAX = 4;

  private final FaultyStorage storage;
  private final SplittableRandom random;
  private final Spool.Settings settings;
  private final Map<LaneName, Long> seen = new HashMap<>();
  private SteppedStore store;

  /**
   * @param segmentBytes after which a lane begins a new file
   */
  public CloudDisk(SplittableRandom random, int segmentBytes) {
    this.random = random;
    this.storage = new FaultyStorage(random.split());
    this.settings =
        new Spool.Settings(Spool.Sync.FORCED, 1L << 40, segmentBytes, Spool.WhenFull.REFUSE);
    open();
  }

  private void open() {
    store = new SteppedStore(storage::folder, settings);
  }

  @Override
  public Optional<Long> committed(LinkId link, LaneName lane) {
    try {
      return store.committed(link, lane);
    } catch (IOException | StoreException e) {
      throw new BrokenRule(Rule.STARTS_AGAIN, "the cloud's store: " + e.getMessage());
    }
  }

  /** Whether it is kept now, and would survive. */
  public boolean commit(Batch batch, long wallMillis) {
    try {
      store.commit(batch, wallMillis);
      return true;
    } catch (IOException e) {
      return false;
    } catch (StoreException | MalformedEnvelopeException | RuntimeException e) {
      throw new BrokenRule(Rule.NO_FAULT, "the cloud's store: " + e.getMessage());
    }
  }

  /** Messages of a lane that have not been looked at yet, in the order of the store. */
  public List<ForwardedMessage> fresh(LinkId link, LaneName lane) {
    long from = seen.getOrDefault(lane, 0L) + 1;
    try {
      SpoolBatch batch = store.read(link, lane, from, READ_BYTES);
      List<ForwardedMessage> messages = new ArrayList<>();
      for (SpoolRecord record : batch.records()) {
        messages.add(MessageCodec.decode(record.entry().body(), OptionalLong.empty()));
      }
      seen.put(lane, Math.max(batch.last(), from - 1));
      return messages;
    } catch (IOException | StoreException | MalformedEnvelopeException e) {
      throw new BrokenRule(Rule.NO_FAULT, "the cloud's store: " + e.getMessage());
    }
  }

  /** Whether each lane still has all that was looked at. */
  public boolean hasWhatWasSeen(LinkId link, LaneName lane) {
    try {
      return store.stored(link, lane) >= seen.getOrDefault(lane, 0L);
    } catch (IOException | StoreException e) {
      return false;
    }
  }

  /** The power goes, perhaps in the middle of this batch, and comes back. */
  public void losePower(Optional<Batch> writing, long wallMillis) {
    if (writing.isPresent()) {
      storage.losePowerAfter(1 + random.nextInt(OPERATIONS_MAX));
      commit(writing.get(), wallMillis);
    }
    storage.restart();
    open();
  }

  /** A mistake that is planted: from now on nothing is made safe, as if nobody had asked for it. */
  public void skipForce() {
    storage.setForce(Force.LIES);
  }
}
