package dev.sluice.uplink.forward;

import dev.sluice.uplink.forward.LaneEnvelope.Piece;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Batches of which pieces have come: at most one of each lane, and within a bound all together. The
 * one that waits longest is forgotten first; its sender begins again.
 */
final class Partials {
  /** Of all that has come and is not whole. */
  private static final int BYTES_MAX = 16 << 20;

  /** Grows as pieces come: what a batch says of its size takes no memory. */
  private static final class Partial {
    private final Piece any;
    private byte[] bytes = new byte[0];
    private int length;

    Partial(Piece any) {
      this.any = any;
    }

    boolean isOf(Piece piece) {
      return any.first() == piece.first()
          && any.last() == piece.last()
          && any.sum() == piece.sum()
          && any.total() == piece.total();
    }

    void add(byte[] from, int count) {
      if (length + count > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.min(any.total(), Math.max(2 * length, length + count)));
      }
      System.arraycopy(from, from.length - count, bytes, length, count);
      length += count;
    }
  }

  private final Map<IncomingLane.Key, Partial> byLane = new LinkedHashMap<>();
  private long bytes;

  /** Whether a batch of that size is taken at all. */
  static boolean fits(Piece piece) {
    return piece.total() <= BYTES_MAX;
  }

  /**
   * Takes of it what has not come yet.
   *
   * @return whether nothing is missing before it
   */
  boolean add(IncomingLane.Key lane, Piece piece) {
    Partial partial = byLane.get(lane);
    if (partial == null || !partial.isOf(piece)) {
      remove(lane);
      partial = new Partial(piece);
    }
    int known = partial.length - piece.offset();
    if (known < 0) {
      return false;
    }
    int fresh = Math.max(0, piece.bytes().length - known);
    partial.add(piece.bytes(), fresh);
    bytes += fresh;
    byLane.remove(lane);
    byLane.put(lane, partial);
    makeRoom();
    return byLane.containsKey(lane);
  }

  private void makeRoom() {
    Iterator<Partial> longest = byLane.values().iterator();
    while (bytes > BYTES_MAX) {
      bytes -= longest.next().length;
      longest.remove();
    }
  }

  /** How much has come of that batch. */
  int arrived(IncomingLane.Key lane, Piece piece) {
    Partial known = byLane.get(lane);
    return known != null && known.isOf(piece) ? known.length : 0;
  }

  /** Says how much has come of whatever batch is not whole. */
  Optional<LaneEnvelope.Arrived> arrived(IncomingLane.Key lane) {
    return Optional.ofNullable(byLane.get(lane))
        .map(
            known ->
                new LaneEnvelope.Arrived(
                    lane.link(), lane.lane(), known.any.first(), known.any.sum(), known.length));
  }

  /** The whole batch, once all of it has come. */
  Optional<byte[]> takeWhole(IncomingLane.Key lane) {
    Partial known = byLane.get(lane);
    if (known == null || known.length < known.any.total()) {
      return Optional.empty();
    }
    remove(lane);
    return Optional.of(Arrays.copyOf(known.bytes, known.length));
  }

  void remove(IncomingLane.Key lane) {
    Partial gone = byLane.remove(lane);
    bytes -= gone == null ? 0 : gone.length;
  }
}
