package dev.sluice.uplink.forward;

import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.LaneEnvelope.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The half that sends: what it keeps on disk goes out batch by batch, in order in each lane, and is
 * released when the other half has committed it.
 *
 * <p>Lanes are given the most urgent first, and one sends only when none before it has anything to
 * send. All together have few bytes on the way that have not arrived, so that an urgent message
 * waits for no more than these.
 *
 * <p>After a connection comes up, each lane asks how far the receiver is, and goes on from there.
 * It asks again when nothing has come for a while, and goes back when the receiver says that
 * something is missing. Silence altogether is told once, for the owner to connect anew.
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
   * @param windowBytes on the way at most, beside one batch
   * @param batchBytes of messages in one batch, unless one is longer
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
   */
  public record Lane(LaneName name, LinkId link, long committed, long available) {}

  /** What the sender asks or tells. */
  public sealed interface Output {
    /** Read these messages, and answer by {@link LaneSender#onBlock}, always, once. */
    record Read(int lane, long from, int bytesMax) implements Output {}

    /** Publish these bytes (QoS 1). */
    record Send(byte[] bytes) implements Output {}

    /** The receiver keeps all numbers up to that one. */
    record Release(int lane, long upTo) implements Output {}

    /** Connected, and nothing is heard. */
    record Stalled() implements Output {}
  }

  private final Settings settings;
  private final List<OutgoingLane> lanes = new ArrayList<>();
  private final Consumer<? super Output> output;
  private boolean up;
  private int readsOpen;
  private long unheardSinceNanos = NEVER;
  private long batches;
  private long questions;
  private long dropped;

  public LaneSender(Settings settings, List<Lane> lanes, Consumer<? super Output> output) {
    this.settings = settings;
    this.output = output;
    lanes.forEach(lane -> this.lanes.add(new OutgoingLane(this.lanes.size(), lane)));
  }

  public void onUp(long nowNanos) {
    up = true;
    unheardSinceNanos = NEVER;
    for (OutgoingLane lane : lanes) {
      lane.connected(settings.askAfter().toNanos(), nowNanos);
      ask(lane, lane.committed + 1, nowNanos);
    }
  }

  public void onDown() {
    up = false;
    unheardSinceNanos = NEVER;
    lanes.forEach(OutgoingLane::disconnected);
  }

  /** The lane holds messages up to that number. */
  public void onAvailable(int index, long last, long nowNanos) {
    OutgoingLane lane = lanes.get(index);
    if (last > lane.available) {
      lane.available = last;
      pump();
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
      byte[] bytes = LaneCodec.encode(new Batch(lane.link, lane.name, base, first, last, block));
      lane.sent(last, bytes.length);
      lane.askSoon(settings.askAfter().toNanos(), nowNanos);
      batches++;
      send(bytes, nowNanos);
    } else if (last < first) {
      // It could not be read: again with the next question.
      lane.pause(settings.askAfter().toNanos(), nowNanos);
    }
    pump();
  }

  /** Bytes from the receiver; what is no progress of one of these lanes is counted and dropped. */
  public void onBytes(byte[] bytes, long nowNanos) {
    Optional<Progress> decoded = decode(bytes);
    Optional<OutgoingLane> found = decoded.flatMap(this::laneOf);
    if (found.isEmpty()) {
      dropped++;
    } else if (up) {
      unheardSinceNanos = NEVER;
      onProgress(found.get(), decoded.get(), nowNanos);
      pump();
    }
  }

  private static Optional<Progress> decode(byte[] bytes) {
    try {
      return LaneCodec.decode(bytes) instanceof Progress progress
          ? Optional.of(progress)
          : Optional.empty();
    } catch (MalformedEnvelopeException e) {
      return Optional.empty();
    }
  }

  private Optional<OutgoingLane> laneOf(Progress progress) {
    for (OutgoingLane lane : lanes) {
      if (lane.name.equals(progress.lane()) && lane.link.equals(progress.link())) {
        return Optional.of(lane);
      }
    }
    return Optional.empty();
  }

  private void onProgress(OutgoingLane lane, Progress progress, long nowNanos) {
    long askNanos = settings.askAfter().toNanos();
    boolean further = lane.onCommitted(progress.committed());
    if (further) {
      output.accept(new Output.Release(lane.index, lane.committed));
    }
    switch (progress.state()) {
      case TAKING -> {
        if (lane.onTaking(progress.received()) || further) {
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
    if (stallAtNanos() <= nowNanos) {
      onDown();
      output.accept(new Output.Stalled());
      return;
    }
    for (OutgoingLane lane : lanes) {
      if (lane.askAtNanos <= nowNanos) {
        lane.askLater(settings.askMax().toNanos(), nowNanos);
        ask(lane, lane.sent() + 1, nowNanos);
      }
    }
    pump();
  }

  /** When {@link #onTimer} is next needed; {@link Long#MAX_VALUE} for not by itself. */
  public long nextTimerNanos() {
    long next = stallAtNanos();
    for (OutgoingLane lane : lanes) {
      next = Math.min(next, lane.askAtNanos);
    }
    return up ? next : NEVER;
  }

  private long stallAtNanos() {
    return unheardSinceNanos == NEVER ? NEVER : unheardSinceNanos + settings.stallAfter().toNanos();
  }

  private void ask(OutgoingLane lane, long next, long nowNanos) {
    questions++;
    byte[] none = new byte[0];
    long base = Math.min(lane.committed + 1, next);
    Batch question = new Batch(lane.link, lane.name, base, next, next - 1, none);
    send(LaneCodec.encode(question), nowNanos);
  }

  private void send(byte[] bytes, long nowNanos) {
    unheardSinceNanos = Math.min(unheardSinceNanos, nowNanos);
    output.accept(new Output.Send(bytes));
  }

  /** Lets out what the window has room for, the most urgent first. */
  private void pump() {
    if (!up) {
      return;
    }
    for (OutgoingLane lane : lanes) {
      if (lane.hasMore()) {
        if (!lane.reading && onTheWay() < settings.windowBytes()) {
          lane.reading = true;
          readsOpen++;
          output.accept(new Output.Read(lane.index, lane.sent() + 1, settings.batchBytes()));
        }
        return;
      }
    }
  }

  private long onTheWay() {
    long bytes = (long) readsOpen * settings.batchBytes();
    for (OutgoingLane lane : lanes) {
      bytes += lane.inFlightBytes();
    }
    return bytes;
  }

  /** The receiver's side spoke on another plane: the connection is not silent. */
  public void onHeardBeside(long nowNanos) {
    unheardSinceNanos = unheardSinceNanos == NEVER ? NEVER : nowNanos;
  }

  /** The last number of a lane that the receiver keeps. */
  public long committed(int lane) {
    return lanes.get(lane).committed;
  }

  public Stats stats() {
    return new Stats(batches, questions, dropped, onTheWay());
  }

  /**
   * Counts since the start, and what is on the way now.
   *
   * @param batches sent, repetitions included
   * @param questions sent: how far are you
   * @param dropped envelopes that were malformed or of no lane of ours
   * @param bytesOnTheWay not known to have arrived
   */
  public record Stats(long batches, long questions, long dropped, long bytesOnTheWay) {}
}
