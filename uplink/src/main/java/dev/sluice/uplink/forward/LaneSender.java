package dev.sluice.uplink.forward;

import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.LaneEnvelope.Arrived;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.LaneEnvelope.Keeper;
import dev.sluice.uplink.forward.LaneEnvelope.Progress;
import dev.sluice.uplink.forward.LaneEnvelope.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The half that sends: what it keeps on disk goes out batch by batch, in order in each lane, and is
 * released when the other half has committed it.
 *
 * <p>Lanes are given the most urgent first, and one sends only when none before it may send
 * anything. All together have few bytes on the way that have not arrived, fewer on a slow link
 * ({@link DelayWindow}), so that an urgent message waits for no more than these. A batch that is
 * large beside them goes in pieces.
 *
 * <p>After a connection comes up, each lane asks how far the receiver is, and goes on from there.
 * It asks again when nothing has come for a while, and goes back when the receiver says that
 * something is missing. Silence altogether is told once, for the owner to connect anew.
 *
 * <p>Another connection may lead to another receiver, whose store knows nothing of what the one
 * before was sent. What was sent and not known to be kept then goes out again, to be kept twice at
 * worst, and never not at all: a number is released by a commit alone, whoever said it.
 *
 * <p>Owned by one loop. {@code nowNanos} is monotonic and never {@link Long#MAX_VALUE}. The output
 * consumer must not call back.
 */
public final class LaneSender {
  private static final long NEVER = Long.MAX_VALUE;

  /**
   * @param askAfter without progress; each further time takes twice as long
   * @param askMax longest time between two questions
   * @param stallAfter silence, with something to be heard, after which the connection is no good
   * @param windowBytes on the way at most, beside one batch; fewer where the link is slow
   * @param batchBytes of messages in one batch, unless one is longer, and of one piece
   */
  public record Settings(
      Duration askAfter, Duration askMax, Duration stallAfter, int windowBytes, int batchBytes) {
    public Settings {
      if (askAfter.isNegative() || askAfter.isZero() || windowBytes < 1 || batchBytes < 1) {
        throw new IllegalArgumentException("times and sizes are above zero");
      }
    }
  }

  /**
   * A lane as it is found at the start.
   *
   * @param link with the epoch of what is kept of the lane
   * @param committed last number that is released
   * @param available last number that may be sent
   * @param bytesPerSecond sent at most, 0 for as many as there are
   */
  public record Lane(
      LaneName name, LinkId link, long committed, long available, long bytesPerSecond) {
    public Lane(LaneName name, LinkId link, long committed, long available) {
      this(name, link, committed, available, 0);
    }
  }

  /** What the sender asks or tells. */
  public sealed interface Output {
    /**
     * Read these messages, and answer by {@link LaneSender#onBlock}, always, once.
     *
     * @param packing that the block may have
     */
    record Read(int lane, long from, int bytesMax, Packing packing) implements Output {}

    /** Publish these bytes (QoS 1). */
    record Send(byte[] bytes) implements Output {}

    /** The receiver keeps all numbers up to that one. */
    record Release(int lane, long upTo) implements Output {}

    /** Connected, and nothing is heard. */
    record Stalled() implements Output {}
  }

  /** A smaller envelope is mostly header. */
  private static final int ENVELOPE_BYTES_MIN = 1 << 10;

  private final Settings settings;
  private final DelayWindow window;
  private final Silence silence;
  private final List<OutgoingLane> lanes = new ArrayList<>();
  private final Consumer<? super Output> output;
  private boolean up;
  private int readsOpen;

  /** When a lane may go on that waits for its own rate alone. */
  private long shapedUntilNanos = NEVER;

  private long batches;
  private long questions;
  private long dropped;
  private long bytesSent;
  private long perhapsTwice;

  public LaneSender(Settings settings, List<Lane> lanes, Consumer<? super Output> output) {
    this.settings = settings;
    this.output = output;
    this.window = new DelayWindow(settings.windowBytes());
    this.silence = new Silence(settings.stallAfter().toNanos());
    lanes.forEach(lane -> this.lanes.add(new OutgoingLane(this.lanes.size(), lane, window)));
  }

  public void onUp(long nowNanos) {
    up = true;
    silence.ends();
    window.connected(nowNanos);
    for (OutgoingLane lane : lanes) {
      lane.connected(settings.askAfter().toNanos(), nowNanos);
      ask(lane, lane.committed + 1, nowNanos);
    }
  }

  public void onDown() {
    up = false;
    silence.ends();
    lanes.forEach(OutgoingLane::disconnected);
  }

  /** The lane holds messages up to that number. */
  public void onAvailable(int index, long last, long nowNanos) {
    OutgoingLane lane = lanes.get(index);
    if (last > lane.available) {
      lane.available = last;
      pump(nowNanos);
    }
  }

  /**
   * What was asked to be read.
   *
   * @param base the lowest number that is still kept
   * @param last below {@code first} when there is nothing
   * @param block as {@link Block} encodes it
   */
  public void onBlock(int index, long base, long first, long last, byte[] block, long nowNanos) {
    OutgoingLane lane = lanes.get(index);
    lane.reading = false;
    readsOpen--;
    if (up && last >= first && lane.takes(first, base)) {
      batches++;
      if (block.length > 2 * envelopeBytes()) {
        lane.cut(new Cut(base, first, last, block));
      } else {
        byte[] bytes = LaneCodec.encode(new Batch(lane.link, lane.name, base, first, last, block));
        lane.sent(last, bytes.length, nowNanos);
        send(lane, bytes, nowNanos);
      }
    } else if (last < first) {
      // It could not be read: again with the next question.
      lane.onUnreadable(settings.askAfter().toNanos(), nowNanos);
    }
    pump(nowNanos);
  }

  /** Bytes from the receiver; what says nothing of one of these lanes is counted and dropped. */
  public void onBytes(byte[] bytes, long nowNanos) {
    Optional<LaneEnvelope> decoded = decode(bytes);
    Optional<OutgoingLane> found = decoded.flatMap(this::laneOf);
    if (found.isEmpty()) {
      dropped++;
    } else if (up) {
      silence.ends();
      onEnvelope(found.get(), decoded.get(), nowNanos);
      pump(nowNanos);
    }
  }

  private void onEnvelope(OutgoingLane lane, LaneEnvelope envelope, long nowNanos) {
    if (envelope instanceof Progress progress) {
      onProgress(lane, progress, nowNanos);
    } else if (envelope instanceof Arrived arrived) {
      if (lane.onPartly(arrived, nowNanos)) {
        lane.askSoon(settings.askAfter().toNanos(), nowNanos);
      }
    } else if (envelope instanceof Terms terms) {
      lane.packing = terms.packing();
    } else if (envelope instanceof Keeper keeper) {
      perhapsTwice += lane.onKeeper(keeper.store());
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

  private Optional<OutgoingLane> laneOf(LaneEnvelope envelope) {
    for (OutgoingLane lane : lanes) {
      if (lane.name.equals(envelope.lane()) && lane.link.equals(envelope.link())) {
        return Optional.of(lane);
      }
    }
    return Optional.empty();
  }

  private void onProgress(OutgoingLane lane, Progress progress, long nowNanos) {
    long askNanos = settings.askAfter().toNanos();
    boolean further = lane.onCommitted(progress.committed(), nowNanos);
    if (further) {
      output.accept(new Output.Release(lane.index, lane.committed));
    }
    switch (progress.state()) {
      case TAKING -> {
        if (lane.onTaking(progress.received(), nowNanos) || further) {
          lane.askSoon(askNanos, nowNanos);
        }
      }
      case MISSING -> {
        lane.onMissing(progress.received(), askNanos, nowNanos);
        lane.askSoon(askNanos, nowNanos);
      }
      case FULL -> lane.onFull(progress.received(), askNanos, nowNanos);
    }
  }

  public void onTimer(long nowNanos) {
    if (!up) {
      return;
    }
    if (silence.stallAtNanos() <= nowNanos) {
      onDown();
      output.accept(new Output.Stalled());
      return;
    }
    for (OutgoingLane lane : lanes) {
      if (lane.askAtNanos <= nowNanos) {
        lane.startPiecesAgain();
        lane.askLater(settings.askMax().toNanos(), nowNanos);
        ask(lane, lane.sent() + 1, nowNanos);
      }
    }
    pump(nowNanos);
  }

  /** When {@link #onTimer} is next needed; {@link Long#MAX_VALUE} for not by itself. */
  public long nextTimerNanos() {
    long next = Math.min(silence.stallAtNanos(), shapedUntilNanos);
    for (OutgoingLane lane : lanes) {
      next = Math.min(next, lane.askAtNanos);
    }
    return up ? next : NEVER;
  }

  private void ask(OutgoingLane lane, long next, long nowNanos) {
    questions++;
    byte[] none = new byte[0];
    long base = Math.min(lane.committed + 1, next);
    Batch question = new Batch(lane.link, lane.name, base, next, next - 1, none);
    send(LaneCodec.encode(question), nowNanos);
  }

  private void send(OutgoingLane lane, byte[] bytes, long nowNanos) {
    lane.askSoon(settings.askAfter().toNanos(), nowNanos);
    send(bytes, nowNanos);
  }

  private void send(byte[] bytes, long nowNanos) {
    silence.onSent(nowNanos);
    bytesSent += bytes.length;
    output.accept(new Output.Send(bytes));
  }

  /** Lets out what the window has room for, the most urgent first. */
  private void pump(long nowNanos) {
    shapedUntilNanos = NEVER;
    if (!up) {
      return;
    }
    for (OutgoingLane lane : lanes) {
      if (sendPieces(lane, nowNanos) || read(lane, nowNanos)) {
        return;
      }
    }
  }

  /**
   * @return whether lanes behind it have to wait for more of them
   */
  private boolean sendPieces(OutgoingLane lane, long nowNanos) {
    while (lane.hasPieces() && isFree(lane, nowNanos)) {
      if (onTheWay() >= window.bytes()) {
        return true;
      }
      send(lane, lane.nextPiece(envelopeBytes(), nowNanos), nowNanos);
    }
    return false;
  }

  /**
   * @return whether lanes behind it have to wait for what it reads
   */
  private boolean read(OutgoingLane lane, long nowNanos) {
    if (!lane.hasMore() || !isFree(lane, nowNanos)) {
      return false;
    }
    if (!lane.reading && onTheWay() < window.bytes()) {
      lane.reading = true;
      readsOpen++;
      long from = lane.sent() + 1;
      output.accept(new Output.Read(lane.index, from, envelopeBytes(), lane.packing));
    }
    return true;
  }

  private boolean isFree(OutgoingLane lane, long nowNanos) {
    if (!lane.shaping.isFree(nowNanos)) {
      shapedUntilNanos = Math.min(shapedUntilNanos, lane.shaping.freeAtNanos());
      return false;
    }
    return true;
  }

  /** Several of them fill the window, so that it is never waited for a single one. */
  private int envelopeBytes() {
    int share = Math.max(ENVELOPE_BYTES_MIN, window.bytes() / 4);
    return Math.min(settings.batchBytes(), share);
  }

  private long onTheWay() {
    long bytes = (long) readsOpen * envelopeBytes();
    for (OutgoingLane lane : lanes) {
      bytes += lane.inFlightBytes();
    }
    return bytes;
  }

  /** The receiver's side spoke on another plane: the connection is not silent. */
  public void onHeardBeside(long nowNanos) {
    silence.onHeardBeside(nowNanos);
  }

  /** The last number of a lane that the receiver keeps. */
  public long committed(int lane) {
    return lanes.get(lane).committed;
  }

  public Stats stats() {
    return new Stats(
        batches, questions, dropped, bytesSent, onTheWay(), window.bytes(), perhapsTwice);
  }

  /**
   * Counts since the start, and what is on the way now.
   *
   * @param batches sent, repetitions included
   * @param questions sent: how far are you
   * @param dropped envelopes that were malformed or of no lane of ours
   * @param bytesSent of envelopes
   * @param bytesOnTheWay not known to have arrived
   * @param windowBytes that may be
   * @param perhapsTwice numbers sent to one store, and not known to be kept, when another was met:
   *     at most so many are in both
   */
  public record Stats(
      long batches,
      long questions,
      long dropped,
      long bytesSent,
      long bytesOnTheWay,
      int windowBytes,
      long perhapsTwice) {}
}
