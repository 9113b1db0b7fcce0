package dev.sluice.sim.world.actor;

import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.LaneEnvelope.Piece;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Batches that come in pieces, put together by other code than the one that is watched. */
final class Pieces {
  private final Map<Name, Begun> begun = new HashMap<>();

  /** Pieces of several batches may come mixed, late and again. */
  private record Name(LaneName lane, long first, int sum) {}

  private record Begun(byte[] bytes, int filled) {}

  /**
   * @return the batch that is complete by it
   */
  Optional<Batch> add(Piece piece) {
    Name name = new Name(piece.lane(), piece.first(), piece.sum());
    Begun before = begun.getOrDefault(name, new Begun(new byte[piece.total()], 0));
    if (piece.offset() > before.filled()) {
      return Optional.empty();
    }
    byte[] bytes = before.bytes();
    System.arraycopy(piece.bytes(), 0, bytes, piece.offset(), piece.bytes().length);
    int filled = Math.max(before.filled(), piece.offset() + piece.bytes().length);
    begun.put(name, new Begun(bytes, filled));
    return filled < bytes.length ? Optional.empty() : Optional.of(batch(piece, bytes));
  }

  private static Batch batch(Piece last, byte[] block) {
    return new Batch(last.link(), last.lane(), last.base(), last.first(), last.last(), block);
  }
}
