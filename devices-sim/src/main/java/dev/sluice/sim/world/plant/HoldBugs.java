package dev.sluice.sim.world.plant;

import dev.sluice.broker.BrokerLimits;
import dev.sluice.broker.Effect;
import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.sim.world.actor.Seams;
import dev.sluice.sim.world.check.ClientPacket;
import java.util.List;
import java.util.Optional;

/** Mistakes with publishers that are held. */
final class HoldBugs {
  private HoldBugs() {}

  static final class HoldsTooLong extends Seams {
    @Override
    public BrokerLimits limits(BrokerLimits l) {
      return InputBugs.with(
          l,
          l.inflightMax(),
          l.queueMessagesMax(),
          l.queueBytesMax(),
          l.transmitCreditBytes(),
          l.publisherWaitMax().multipliedBy(2));
    }
  }

  static final class NeverReleases extends Seams {
    @Override
    public void effects(List<Effect> network, List<EdgeEffect> work) {
      network.removeIf(effect -> effect instanceof Effect.Release);
    }
  }

  static final class ReleasesAtOnce extends Seams {
    @Override
    public void effects(List<Effect> network, List<EdgeEffect> work) {
      for (Effect effect : List.copyOf(network)) {
        if (effect instanceof Effect.Hold hold) {
          network.add(new Effect.Release(hold.connection()));
        }
      }
    }
  }

  /** The first that has waited is forgotten. */
  static final class LosesWhatWaits extends Seams {
    @Override
    public Optional<ClientPacket> fromWaiting(ClientPacket packet) {
      return packet instanceof ClientPacket.Send ? Optional.empty() : Optional.of(packet);
    }
  }
}
