package dev.sluice.sim.world.actor;

import dev.sluice.broker.durable.SourceMark;
import dev.sluice.edge.core.DownPlane;
import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.sim.world.check.DownLedger;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.ForwardKind;
import dev.sluice.uplink.forward.LaneCodec;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.LaneEnvelope.Piece;
import dev.sluice.uplink.forward.LaneEnvelope.Progress;
import java.util.List;
import java.util.function.Consumer;

/** The way down in one life of the edge, watched on both of its sides. */
final class EdgeCommands {
  private final DownPlane plane;
  private final DownLedger ledger;
  private final Seams seams;
  private final Pieces pieces = new Pieces();

  /**
   * @param marks how far lanes were taken, as the journal says
   */
  EdgeCommands(
      ForwardDraw draw,
      List<SourceMark> marks,
      DownLedger ledger,
      Seams seams,
      EdgeCore core,
      Consumer<? super EdgeEffect> work) {
    this.ledger = ledger;
    this.seams = seams;
    this.plane =
        new DownPlane(draw.down(), draw.downRules(), seams.marks(marks), core.broker(), work);
    core.takeDown(plane);
    ledger.started(marks);
  }

  /** What reaches the core of what came from the hop. */
  byte[] fromHop(byte[] bytes) {
    ForwardKind kind = ForwardKind.of(bytes);
    if (kind == ForwardKind.PIECE) {
      pieces.add((Piece) decode(bytes)).ifPresent(ledger::arrived);
      return bytes;
    }
    if (kind != ForwardKind.BATCH) {
      return bytes;
    }
    byte[] given = seams.fromHop(bytes);
    ledger.arrived((Batch) decode(given));
    return given;
  }

  /** What the core sends to the hop. */
  void toHop(byte[] bytes) {
    if (ForwardKind.of(bytes) == ForwardKind.PROGRESS) {
      ledger.told((Progress) decode(bytes));
    }
  }

  private static Object decode(byte[] bytes) {
    try {
      return LaneCodec.decode(bytes);
    } catch (MalformedEnvelopeException e) {
      throw new IllegalStateException(e);
    }
  }

  void onDurable(long nowNanos) {
    plane.onDurable(nowNanos);
  }
}
