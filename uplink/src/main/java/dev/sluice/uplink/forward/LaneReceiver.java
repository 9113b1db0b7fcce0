package dev.sluice.uplink.forward;

import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.LaneEnvelope.Progress;
import dev.sluice.uplink.forward.LaneEnvelope.State;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The half that receives: takes each number of a lane once, in order, has it committed, and says
 * how far it is. All that it remembers of a lane is two numbers, and the one that must survive is
 * kept with what was committed.
 *
 * <p>Owned by one loop. The output consumer must not call back.
 */
public final class LaneReceiver {

  /**
   * @param lanesMax lives of lanes remembered, the least recently heard forgotten first; what is
   *     forgotten is asked of the store again
   * @param uncommittedBytesMax of one lane, arrived and not committed
   */
  public record Settings(int lanesMax, long uncommittedBytesMax) {}

  /** What was committed in earlier processes, or before it was forgotten. */
  public interface Marks {
    /** The last number committed; empty for a life that was never heard of. */
    Optional<Long> committed(LinkId link, LaneName lane);
  }

  /** What the receiver asks. */
  public sealed interface Output {
    /**
     * Keep the messages of this batch, and answer by {@link LaneReceiver#onCommitted} or {@link
     * LaneReceiver#onFailed}.
     *
     * @param after the last number that is kept already
     */
    record Commit(Batch batch, long after) implements Output {}

    /** Publish these bytes to that edge. */
    record Send(String edgeId, byte[] bytes) implements Output {}
  }

  private final Settings settings;
  private final Marks marks;
  private final Consumer<? super Output> output;
  private final LinkedHashMap<IncomingLane.Key, IncomingLane> lanes = new LinkedHashMap<>();
  private final LaneEpochs epochs = new LaneEpochs();
  private long batches;
  private long duplicates;
  private long skipped;
  private long dropped;

  public LaneReceiver(Settings settings, Marks marks, Consumer<? super Output> output) {
    this.settings = settings;
    this.marks = marks;
    this.output = output;
  }

  /** Bytes of that edge: an envelope that names another one is dropped and counted. */
  public void onBytes(String edgeId, byte[] bytes) {
    Optional<Batch> batch = decode(bytes).filter(b -> b.link().edgeId().equals(edgeId));
    if (batch.isPresent()) {
      onBatch(batch.get());
    } else {
      dropped++;
    }
  }

  private static Optional<Batch> decode(byte[] bytes) {
    try {
      return LaneCodec.decode(bytes) instanceof Batch batch ? Optional.of(batch) : Optional.empty();
    } catch (MalformedEnvelopeException e) {
      return Optional.empty();
    }
  }

  private void onBatch(Batch batch) {
    IncomingLane lane = heard(batch);
    if (batch.base() - 1 > lane.received) {
      // The sender has no more of what is missing here: it dropped it, or this side lost its store.
      skipped += batch.base() - 1 - lane.received;
      lane.received = batch.base() - 1;
      if (lane.uncommittedBytes == 0) {
        lane.committed = lane.received;
      }
    }
    if (batch.first() > lane.received + 1) {
      reply(lane, State.MISSING);
    } else if (batch.isEmpty() || batch.last() <= lane.received) {
      duplicates += batch.isEmpty() ? 0 : 1;
      reply(lane, isFull(lane) ? State.FULL : State.TAKING);
    } else if (isFull(lane)) {
      reply(lane, State.FULL);
    } else {
      take(lane, batch);
    }
  }

  private boolean isFull(IncomingLane lane) {
    return lane.uncommittedBytes > settings.uncommittedBytesMax();
  }

  private void take(IncomingLane lane, Batch batch) {
    long after = lane.received;
    batches++;
    lane.received = batch.last();
    lane.uncommittedBytes += batch.block().length;
    reply(lane, State.TAKING);
    output.accept(new Output.Commit(batch, after));
  }

  private IncomingLane heard(Batch batch) {
    var key = new IncomingLane.Key(batch.link(), batch.lane());
    IncomingLane lane = lanes.remove(key);
    if (lane == null) {
      long committed = marks.committed(batch.link(), batch.lane()).orElse(batch.base() - 1);
      lane = new IncomingLane(key, committed);
      makeRoom();
    }
    lanes.put(key, lane);
    epochs.heard(key);
    return lane;
  }

  private void makeRoom() {
    Iterator<IncomingLane> oldest = lanes.values().iterator();
    while (lanes.size() >= settings.lanesMax() && oldest.hasNext()) {
      if (oldest.next().uncommittedBytes == 0) {
        oldest.remove();
      }
    }
  }

  /** The batch is kept, and would survive. */
  public void onCommitted(Batch batch) {
    IncomingLane lane = lanes.get(new IncomingLane.Key(batch.link(), batch.lane()));
    if (lane != null) {
      lane.uncommittedBytes -= batch.block().length;
      lane.committed = Math.max(lane.committed, batch.last());
      lane.received = Math.max(lane.received, lane.committed);
      reply(lane, State.TAKING);
    }
  }

  /** The batch could not be kept: the sender has to send it again, and what came after it. */
  public void onFailed(Batch batch) {
    IncomingLane lane = lanes.get(new IncomingLane.Key(batch.link(), batch.lane()));
    if (lane != null) {
      lane.uncommittedBytes -= batch.block().length;
      lane.received = lane.committed;
      reply(lane, State.FULL);
    }
  }

  private void reply(IncomingLane lane, State state) {
    Progress progress =
        new Progress(lane.key.link(), lane.key.lane(), lane.received, lane.committed, state);
    output.accept(new Output.Send(lane.key.link().edgeId(), LaneCodec.encode(progress)));
  }

  public Stats stats() {
    return new Stats(batches, duplicates, skipped, dropped, epochs.rivals(), lanes.size());
  }

  /**
   * Counts since the start, and what is remembered now.
   *
   * @param batches given to be committed
   * @param duplicates batches of which nothing was new
   * @param skipped numbers that the sender no longer had and that never came
   * @param dropped envelopes that were malformed or of another edge
   * @param rivalEpochs times that an older life of a lane spoke after a newer one
   */
  public record Stats(
      long batches, long duplicates, long skipped, long dropped, long rivalEpochs, int lanes) {}
}
