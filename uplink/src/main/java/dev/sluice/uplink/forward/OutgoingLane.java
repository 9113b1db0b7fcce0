package dev.sluice.uplink.forward;

import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.forward.LaneEnvelope.Arrived;
import dev.sluice.uplink.forward.LaneEnvelope.Piece;
import java.util.ArrayDeque;
import java.util.Optional;

/** How far one lane is, seen by its sender. */
final class OutgoingLane {
  /**
   * @param last all numbers up to that one have arrived when it has
   * @param part and so many bytes of the batch behind them, when it is a piece
   */
  private record Sent(long last, int part, int bytes, long atNanos) {
    boolean isWithin(long received, int bytesBehind) {
      return last < received || (last == received && part <= bytesBehind);
    }
  }

  final int index;
  final LaneName name;
  final LinkId link;
  final Shaping shaping;
  private final DelayWindow window;

  // For the process.
  long committed;
  long available;
  private Optional<Arrived> partly = Optional.empty();

  // For the store that it goes to.
  private long store;
  private long sentThere;

  // For the connection.
  Packing packing = Packing.NONE;
  private final ArrayDeque<Sent> inFlight = new ArrayDeque<>();
  private long inFlightBytes;
  private long sent;
  private Optional<Cut> cut = Optional.empty();
  private boolean caughtUp;
  private boolean refused;
  private boolean unreadable;
  boolean reading;

  // When to ask how far the receiver is.
  long askAtNanos = Long.MAX_VALUE;
  private long askWaitNanos;
  private long noGoingBackUntilNanos = Long.MIN_VALUE;

  OutgoingLane(int index, LaneSender.Lane lane, DelayWindow window) {
    this.index = index;
    this.name = lane.name();
    this.link = lane.link();
    this.shaping = new Shaping(lane.bytesPerSecond());
    this.committed = lane.committed();
    this.available = lane.available();
    this.sent = committed;
    this.window = window;
  }

  long sent() {
    return sent;
  }

  long inFlightBytes() {
    return inFlightBytes;
  }

  /** Nothing is known of what an earlier connection swallowed. */
  void connected(long askNanos, long nowNanos) {
    goTo(committed);
    caughtUp = false;
    refused = false;
    unreadable = false;
    packing = Packing.NONE;
    noGoingBackUntilNanos = nowNanos;
    askSoon(askNanos, nowNanos);
  }

  void disconnected() {
    goTo(committed);
    caughtUp = false;
    askAtNanos = Long.MAX_VALUE;
  }

  /** Whether there are messages to be read, once its pieces are out. */
  boolean hasMore() {
    return caughtUp && !isPaused() && cut.isEmpty() && sent < available;
  }

  boolean hasPieces() {
    return cut.isPresent();
  }

  boolean takes(long first, long base) {
    return hasMore() && (first == sent + 1 || (first == base && first > sent));
  }

  void sent(long last, int bytes, long nowNanos) {
    sent = last;
    sentThere = Math.max(sentThere, last);
    onTheWay(new Sent(last, 0, bytes, nowNanos));
  }

  private void onTheWay(Sent what) {
    inFlight.add(what);
    inFlightBytes += what.bytes();
    shaping.sent(what.bytes(), what.atNanos());
  }

  /**
   * Which store it goes to from now on.
   *
   * @return how many numbers the one before may keep, too
   */
  long onKeeper(long next) {
    long perhaps = store == 0 || store == next ? 0 : Math.max(0, sentThere - committed);
    if (store != next) {
      store = next;
      sentThere = committed;
    }
    return perhaps;
  }

  /** From now on pieces of that batch come before anything else; what has arrived is left out. */
  void cut(Cut batch) {
    cut = Optional.of(batch);
    leaveOutWhatArrived(batch);
  }

  private void leaveOutWhatArrived(Cut batch) {
    partly
        .filter(known -> known.first() == batch.first && known.sum() == batch.sum)
        .ifPresent(known -> batch.from(known.bytes()));
  }

  byte[] nextPiece(int bytesMax, long nowNanos) {
    Cut batch = cut.orElseThrow();
    Piece piece = batch.next(link, name, bytesMax);
    byte[] bytes = LaneCodec.encode(piece);
    if (batch.isSent()) {
      cut = Optional.empty();
      sent(batch.last, bytes.length, nowNanos);
    } else {
      onTheWay(new Sent(batch.first - 1, batch.offset(), bytes.length, nowNanos));
    }
    return bytes;
  }

  private boolean isPaused() {
    return refused || unreadable;
  }

  /** Something is owed: an answer to a question, or a commit. */
  private boolean waits() {
    return !caughtUp || isPaused() || cut.isPresent() || sent > committed;
  }

  void askSoon(long askNanos, long nowNanos) {
    askWaitNanos = askNanos;
    askAtNanos = waits() ? nowNanos + askWaitNanos : Long.MAX_VALUE;
  }

  /** Pieces may be lost: what has come of their batch is asked for before it is sent again. */
  void startPiecesAgain() {
    if (cut.isPresent()) {
      goTo(sent);
      caughtUp = false;
    }
  }

  /** Asked, or told to wait: the next time takes twice as long. */
  void askLater(long askMaxNanos, long nowNanos) {
    askWaitNanos = Math.min(askMaxNanos, 2 * askWaitNanos);
    askAtNanos = waits() ? nowNanos + askWaitNanos : Long.MAX_VALUE;
    refused = false;
    unreadable = false;
  }

  /**
   * @return whether the receiver has got further
   */
  boolean onTaking(long received, long nowNanos) {
    refused = false;
    if (!caughtUp) {
      caughtUp = true;
      goTo(Math.max(committed, received));
      return true;
    }
    return arrived(received, 0, nowNanos);
  }

  /**
   * @return whether more has arrived of the batch whose pieces are on their way
   */
  boolean onPartly(Arrived arrived, long nowNanos) {
    partly = Optional.of(arrived);
    cut.ifPresent(this::leaveOutWhatArrived);
    return arrived(arrived.first() - 1, arrived.bytes(), nowNanos);
  }

  private boolean arrived(long received, int bytesBehind, long nowNanos) {
    long before = inFlightBytes;
    long sentAtNanos = nowNanos;
    while (!inFlight.isEmpty() && inFlight.element().isWithin(received, bytesBehind)) {
      Sent arrived = inFlight.remove();
      inFlightBytes -= arrived.bytes();
      sentAtNanos = arrived.atNanos();
    }
    if (inFlightBytes == before) {
      return false;
    }
    window.onArrived(before - inFlightBytes, nowNanos - sentAtNanos, before, nowNanos);
    return true;
  }

  /** Nothing more goes out until the receiver says that it takes again, or the next question. */
  void onFull(long received, long askNanos, long nowNanos) {
    caughtUp = true;
    goTo(Math.max(committed, received));
    refused = true;
    askUnlessAsking(askNanos, nowNanos);
  }

  /** Nothing more goes out until the next question: it could not be read. */
  void onUnreadable(long askNanos, long nowNanos) {
    unreadable = true;
    askUnlessAsking(askNanos, nowNanos);
  }

  private void askUnlessAsking(long askNanos, long nowNanos) {
    if (askAtNanos == Long.MAX_VALUE) {
      askSoon(askNanos, nowNanos);
    }
  }

  /** Many batches may arrive behind one that is missing: it is gone back for once. */
  void onMissing(long received, long askNanos, long nowNanos) {
    if (nowNanos < noGoingBackUntilNanos && caughtUp) {
      arrived(received, 0, nowNanos);
      return;
    }
    caughtUp = true;
    noGoingBackUntilNanos = nowNanos + askNanos;
    goTo(Math.max(committed, received));
  }

  private void goTo(long number) {
    inFlight.clear();
    inFlightBytes = 0;
    cut = Optional.empty();
    sent = number;
  }

  /**
   * @return whether there is something new to release
   */
  boolean onCommitted(long upTo, long nowNanos) {
    if (upTo <= committed) {
      return false;
    }
    committed = upTo;
    arrived(upTo, 0, nowNanos);
    if (sent < committed) {
      goTo(committed);
    }
    return true;
  }
}
