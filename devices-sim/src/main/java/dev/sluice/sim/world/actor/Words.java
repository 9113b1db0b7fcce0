package dev.sluice.sim.world.actor;

import dev.sluice.broker.Effect;
import dev.sluice.edge.core.Outcome;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket;
import dev.sluice.mqtt.Publish;
import dev.sluice.sim.world.check.ClientPacket;
import dev.sluice.sim.world.check.Content;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.ForwardKind;
import dev.sluice.uplink.forward.LaneCodec;
import dev.sluice.uplink.forward.LaneEnvelope;

/** Packets as one reads them in a trace. */
final class Words {
  private Words() {}

  static String of(Object detail) {
    if (detail instanceof ClientPacket.Send send) {
      return of(send.publish());
    } else if (detail instanceof OutboundPacket.Delivery delivery) {
      return of(delivery);
    } else if (detail instanceof Effect.Transmit transmit) {
      return of(transmit.packet());
    } else if (detail instanceof Outcome outcome) {
      return of(outcome);
    } else if (detail instanceof Hop.Parcel parcel) {
      return of(parcel);
    }
    return detail.toString();
  }

  private static String of(Hop.Parcel parcel) {
    if (parcel.plane() == Hop.Plane.REQUESTS) {
      return parcel.bytes().length + " bytes";
    }
    try {
      return of(LaneCodec.decode(parcel.bytes()));
    } catch (MalformedEnvelopeException e) {
      return ForwardKind.of(parcel.bytes()) + ", " + parcel.bytes().length + " bytes";
    }
  }

  private static String of(LaneEnvelope envelope) {
    String lane = envelope.lane().value() + " ";
    if (envelope instanceof LaneEnvelope.Batch batch) {
      return lane + span(batch.first(), batch.last()) + ", " + batch.block().length + " bytes";
    } else if (envelope instanceof LaneEnvelope.Piece piece) {
      String place = piece.bytes().length + " bytes at " + piece.offset() + " of " + piece.total();
      return lane + span(piece.first(), piece.last()) + ", " + place;
    } else if (envelope instanceof LaneEnvelope.Progress progress) {
      return "%sreceived %d, committed %d, %s"
          .formatted(lane, progress.received(), progress.committed(), progress.state());
    } else if (envelope instanceof LaneEnvelope.Arrived arrived) {
      return lane + arrived.first() + ": " + arrived.bytes() + " bytes are here";
    } else if (envelope instanceof LaneEnvelope.Keeper keeper) {
      return lane + "kept by " + Long.toHexString(keeper.store());
    }
    return lane + ((LaneEnvelope.Terms) envelope).packing();
  }

  private static String span(long first, long last) {
    return last < first ? "up to " + last + "?" : first + " to " + last;
  }

  private static String of(Outcome outcome) {
    return outcome.id().orElse("nameless")
        + " on "
        + outcome.route().name()
        + ": "
        + outcome.status().word()
        + " by "
        + outcome.placement().word()
        + ", "
        + outcome.reason();
  }

  private static String of(Publish publish) {
    Message message = publish.message();
    return "PUBLISH "
        + content(message)
        + " q"
        + message.qos().level()
        + " id="
        + publish.packetId()
        + (publish.dup() ? " dup" : "")
        + (message.retain() ? " retain" : "");
  }

  private static String of(OutboundPacket.Delivery delivery) {
    return "PUBLISH "
        + content(delivery.message())
        + " q"
        + delivery.qos().level()
        + " id="
        + delivery.packetId()
        + (delivery.dup() ? " dup" : "")
        + (delivery.retain() ? " retain" : "");
  }

  private static String content(Message message) {
    return message.topic() + " #" + Content.keyOf(message);
  }
}
