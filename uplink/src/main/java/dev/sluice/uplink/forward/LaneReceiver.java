package dev.sluice.uplink.forward;

import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.LaneEnvelope.Arrived;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.LaneEnvelope.Keeper;
import dev.sluice.uplink.forward.LaneEnvelope.Piece;
import dev.sluice.uplink.forward.LaneEnvelope.Progress;
import dev.sluice.uplink.forward.LaneEnvelope.State;
import dev.sluice.uplink.forward.LaneEnvelope.Terms;
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
   * @param uncommittedBytesMax of one lane, unpacked, arrived and not committed
   * @param packing that is unpacked here
   * @param store that messages are kept in, among those that a sender may meet; 0 to say nothing
   */
  public record Settings(int lanesMax, long uncommittedBytesMax, Packing packing, long store) {
    public Settings(int lanesMax, long uncommittedBytesMax) {
      this(lanesMax, uncommittedBytesMax, Packing.NONE, 0);
    }
  }

  /** What was committed in earlier processes, or before it was forgotten. */
  public interface Marks {
    /** The last number committed; empty for a life that was never heard of. */
    Optional<Long> committed(LinkId link, LaneName lane);
  }

  /** What the receiver asks. */
  public sealed interface Output {
    /**
     * Keep the messages of this batch, and answer by {@link LaneReceiver#onCommitted}, {@link
     * LaneReceiver#onFailed} or {@link LaneReceiver#onMalformed}.
     */
    record Commit(Batch batch) implements Output {}

    /** Publish these bytes to that edge. */
    record Send(String edgeId, byte[] bytes) implements Output {}
  }

  private final Settings settings;
  private final Marks marks;
  private final Consumer<? super Output> output;
  private final LinkedHashMap<IncomingLane.Key, IncomingLane> lanes = new LinkedHashMap<>();
  private final LaneEpochs epochs = new LaneEpochs();
  private final Partials partials = new Partials();
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
    Optional<LaneEnvelope> decoded = decode(bytes).filter(e -> e.link().edgeId().equals(edgeId));
    if (decoded.isPresent() && decoded.get() instanceof Batch batch) {
      onBatch(batch);
    } else if (decoded.isPresent() && decoded.get() instanceof Piece piece) {
      onPiece(piece);
    } else {
      dropped++;
    }
  }

  private static Optional<LaneEnvelope> decode(byte[] bytes) {
    try {
      return Optional.of(LaneCodec.decode(bytes));
    } catch (MalformedEnvelopeException e) {
      return Optional.empty();
    }
  }

  private void onBatch(Batch batch) {
    IncomingLane lane = heard(batch, batch.base());
    if (lane.closed) {
      dropped++;
    } else if (batch.isEmpty()) {
      onQuestion(lane, batch);
    } else if (isNext(lane, batch.first(), batch.last())) {
      take(lane, batch);
    }
  }

  private void onQuestion(IncomingLane lane, Batch question) {
    if (settings.store() != 0) {
      say(new Keeper(lane.key.link(), lane.key.lane(), settings.store()));
    }
    say(new Terms(lane.key.link(), lane.key.lane(), settings.packing()));
    partials.arrived(lane.key).ifPresent(this::say);
    if (question.first() > lane.received + 1) {
      reply(lane, State.MISSING);
    } else {
      reply(lane);
    }
  }

  private void onPiece(Piece piece) {
    IncomingLane lane = heard(piece, piece.base());
    if (lane.closed || !Partials.fits(piece)) {
      dropped++;
    } else if (isNext(lane, piece.first(), piece.last())) {
      boolean follows = partials.add(lane.key, piece);
      Optional<byte[]> whole = partials.takeWhole(lane.key);
      if (whole.isPresent() && Cut.sumOf(whole.get()) == piece.sum()) {
        take(lane, whole(piece, whole.get()));
      } else {
        int arrived = partials.arrived(lane.key, piece);
        say(new Arrived(piece.link(), piece.lane(), piece.first(), piece.sum(), arrived));
        if (!follows || whole.isPresent()) {
          reply(lane, State.MISSING);
        }
      }
    }
  }

  private static Batch whole(Piece piece, byte[] block) {
    return new Batch(piece.link(), piece.lane(), piece.base(), piece.first(), piece.last(), block);
  }

  /** Whether these numbers follow what has arrived, and there is room; says so when not. */
  private boolean isNext(IncomingLane lane, long first, long last) {
    if (first > lane.received + 1) {
      reply(lane, State.MISSING);
      return false;
    }
    if (last <= lane.received) {
      duplicates++;
      reply(lane);
      return false;
    }
    if (isFull(lane)) {
      reply(lane, State.FULL);
      return false;
    }
    return true;
  }

  private boolean isFull(IncomingLane lane) {
    return lane.uncommittedBytes > settings.uncommittedBytesMax();
  }

  private void take(IncomingLane lane, Batch batch) {
    batches++;
    lane.received = batch.last();
    lane.uncommittedBytes += PackedBlock.bytesSaid(batch.block());
    reply(lane, State.TAKING);
    output.accept(new Output.Commit(batch));
  }

  /**
   * @param base the lowest number that the sender still has
   */
  private IncomingLane heard(LaneEnvelope from, long base) {
    var key = new IncomingLane.Key(from.link(), from.lane());
    IncomingLane lane = lanes.remove(key);
    if (lane == null) {
      long committed = marks.committed(from.link(), from.lane()).orElse(base - 1);
      lane = new IncomingLane(key, committed);
      makeRoom();
    }
    lanes.put(key, lane);
    epochs.heard(key);
    if (base - 1 > lane.received) {
      skipTo(lane, base - 1);
    }
    return lane;
  }

  /** The sender has no more of what is missing: it dropped it, or this side lost its store. */
  private void skipTo(IncomingLane lane, long number) {
    skipped += number - lane.received;
    lane.received = number;
    if (lane.uncommittedBytes == 0) {
      lane.committed = lane.received;
    }
  }

  private void makeRoom() {
    Iterator<IncomingLane> oldest = lanes.values().iterator();
    while (lanes.size() >= settings.lanesMax() && oldest.hasNext()) {
      IncomingLane lane = oldest.next();
      if (lane.uncommittedBytes == 0) {
        partials.remove(lane.key);
        oldest.remove();
      }
    }
  }

  /** The batch is kept, and would survive. */
  public void onCommitted(Batch batch) {
    IncomingLane lane = lanes.get(new IncomingLane.Key(batch.link(), batch.lane()));
    if (lane != null) {
      lane.uncommittedBytes -= PackedBlock.bytesSaid(batch.block());
      lane.committed = Math.max(lane.committed, batch.last());
      lane.received = Math.max(lane.received, lane.committed);
      lane.refused = false;
      reply(lane);
    }
  }

  /** The batch could not be kept: the sender has to send it again, and what came after it. */
  public void onFailed(Batch batch) {
    IncomingLane lane = lanes.get(new IncomingLane.Key(batch.link(), batch.lane()));
    if (lane != null) {
      lane.uncommittedBytes -= PackedBlock.bytesSaid(batch.block());
      lane.received = lane.committed;
      lane.refused = true;
      reply(lane, State.FULL);
    }
  }

  /** The batch is none: its sender is wrong or hostile, and nothing more of it is taken. */
  public void onMalformed(Batch batch) {
    IncomingLane lane = lanes.get(new IncomingLane.Key(batch.link(), batch.lane()));
    if (lane != null) {
      lane.uncommittedBytes -= PackedBlock.bytesSaid(batch.block());
      lane.closed = true;
      dropped++;
    }
  }

  /** There is room again in a lane of that edge, where a batch could not be kept before. */
  public void onRoom(String edgeId, LaneName name) {
    for (IncomingLane lane : lanes.values()) {
      if (lane.refused && lane.key.lane().equals(name) && lane.key.link().edgeId().equals(edgeId)) {
        lane.refused = false;
        reply(lane);
      }
    }
  }

  private void reply(IncomingLane lane) {
    reply(lane, isFull(lane) ? State.FULL : State.TAKING);
  }

  private void reply(IncomingLane lane, State state) {
    say(new Progress(lane.key.link(), lane.key.lane(), lane.received, lane.committed, state));
  }

  private void say(LaneEnvelope envelope) {
    output.accept(new Output.Send(envelope.link().edgeId(), LaneCodec.encode(envelope)));
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
