package dev.sluice.sim.world.actor;

import dev.sluice.broker.Effect;
import dev.sluice.edge.core.Outcome;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket;
import dev.sluice.mqtt.Publish;
import dev.sluice.sim.world.check.ClientPacket;
import dev.sluice.sim.world.check.Content;

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
    }
    return detail.toString();
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
