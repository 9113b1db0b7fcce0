package dev.sluice.sim.world.plant;

import dev.sluice.broker.ConnectionId;
import dev.sluice.broker.Effect;
import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.mqtt.OutboundPacket;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.sim.world.actor.Seams;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Mistakes in what the cores ask for, or in what becomes of it. */
final class EffectBugs {
  private static final int RARELY = 40;

  private EffectBugs() {}

  private static boolean isDelivery(Effect effect) {
    return effect instanceof Effect.Transmit transmit && transmit.packet() instanceof Delivery;
  }

  private static boolean isAcknowledged(Effect effect) {
    return effect instanceof Effect.Transmit transmit
        && transmit.packet() instanceof Delivery delivery
        && delivery.qos() != Qos.AT_MOST_ONCE;
  }

  /** Changes every so many effects of a kind. */
  private abstract static class Rare extends Seams {
    private final Predicate<Effect> kind;
    private int count;

    Rare(Predicate<Effect> kind) {
      this.kind = kind;
    }

    @Override
    public void effects(List<Effect> network, List<EdgeEffect> work) {
      for (int i = 0; i < network.size(); i++) {
        if (kind.test(network.get(i)) && ++count % RARELY == 0) {
          strike(network, i);
          return;
        }
      }
    }

    abstract void strike(List<Effect> network, int at);
  }

  static final class ReusesAPacketId extends Rare {
    ReusesAPacketId() {
      super(EffectBugs::isAcknowledged);
    }

    @Override
    void strike(List<Effect> network, int at) {
      Effect.Transmit transmit = (Effect.Transmit) network.get(at);
      Delivery d = (Delivery) transmit.packet();
      int before = d.packetId() == 1 ? 65_536 : d.packetId() - 1;
      Delivery reused =
          new Delivery(
              d.message(),
              d.qos(),
              before,
              d.dup(),
              d.retain(),
              d.messageExpirySeconds(),
              d.subscriptionIdentifiers());
      network.set(at, new Effect.Transmit(transmit.connection(), reused, transmit.cost()));
    }
  }

  static final class SwapsTwoDeliveries extends Seams {
    @Override
    public void effects(List<Effect> network, List<EdgeEffect> work) {
      for (int i = 1; i < network.size(); i++) {
        if (isDelivery(network.get(i - 1)) && isDelivery(network.get(i))) {
          network.add(i - 1, network.remove(i));
          return;
        }
      }
    }
  }

  static final class SwallowsADelivery extends Rare {
    SwallowsADelivery() {
      super(EffectBugs::isAcknowledged);
    }

    @Override
    void strike(List<Effect> network, int at) {
      network.remove(at);
    }
  }

  static final class SwallowsAnAcknowledgement extends Rare {
    SwallowsAnAcknowledgement() {
      super(
          effect ->
              effect instanceof Effect.Transmit transmit
                  && transmit.packet() instanceof OutboundPacket.PubAck);
    }

    @Override
    void strike(List<Effect> network, int at) {
      network.remove(at);
    }
  }

  static final class SendsAfterClose extends Seams {
    @Override
    public void effects(List<Effect> network, List<EdgeEffect> work) {
      Optional<ConnectionId> closed = Optional.empty();
      for (Effect effect : network) {
        if (effect instanceof Effect.Close close) {
          closed = Optional.of(close.connection());
        }
      }
      closed.ifPresent(
          id -> network.add(new Effect.Transmit(id, new OutboundPacket.PingResp(), 0)));
    }
  }

  static final class CutsAClientOff extends Rare {
    CutsAClientOff() {
      super(EffectBugs::isDelivery);
    }

    @Override
    void strike(List<Effect> network, int at) {
      ConnectionId id = ((Effect.Transmit) network.get(at)).connection();
      network.add(new Effect.Close(id, ReasonCode.UNSPECIFIED_ERROR));
    }
  }

  /** What was checked and performed is lost or overtaken below. */
  static final class SocketLosesAPacket extends Seams {
    private int count;

    @Override
    public List<Effect.Transmit> toSocket(Effect.Transmit transmit) {
      return isAcknowledged(transmit) && ++count % RARELY == 0 ? List.of() : List.of(transmit);
    }
  }

  /** Sends a delivery behind the next packet, where that is another of its stream. */
  static final class SocketSwapsTwoPackets extends Seams {
    private final Map<ConnectionId, Effect.Transmit> held = new HashMap<>();

    @Override
    public List<Effect.Transmit> toSocket(Effect.Transmit transmit) {
      Effect.Transmit first = held.remove(transmit.connection());
      if (first != null) {
        return areOfOneStream(first, transmit)
            ? List.of(transmit, first)
            : List.of(first, transmit);
      }
      if (isAcknowledged(transmit)) {
        held.put(transmit.connection(), transmit);
        return List.of();
      }
      return List.of(transmit);
    }

    private static boolean areOfOneStream(Effect.Transmit first, Effect.Transmit second) {
      return first.packet() instanceof Delivery one
          && second.packet() instanceof Delivery two
          && one.qos() == two.qos()
          && one.message().topic().equals(two.message().topic());
    }
  }

  private static void repeat(List<EdgeEffect> work, Predicate<EdgeEffect> kind) {
    work.stream().filter(kind).findFirst().ifPresent(work::add);
  }

  static final class AnswersTwice extends Seams {
    @Override
    public void effects(List<Effect> network, List<EdgeEffect> work) {
      repeat(work, effect -> effect instanceof EdgeEffect.Settled);
    }
  }

  static final class RunsAModelTooMany extends Seams {
    @Override
    public void effects(List<Effect> network, List<EdgeEffect> work) {
      repeat(
          work,
          effect ->
              effect instanceof EdgeEffect.RunModel run && run.run() == EdgeEffect.Run.PRIMARY);
    }
  }

  static final class ForgetsToDecode extends Seams {
    @Override
    public void effects(List<Effect> network, List<EdgeEffect> work) {
      work.removeIf(effect -> effect instanceof EdgeEffect.Prepare prepare && isRare(prepare));
    }

    private static boolean isRare(EdgeEffect.Prepare prepare) {
      return prepare.requestId() % RARELY == 0;
    }
  }

  static final class ThrowsInATurn extends Seams {
    private int count;

    @Override
    public void emitted(Effect effect) {
      if (isDelivery(effect) && ++count % RARELY == 0) {
        throw new IllegalStateException("planted");
      }
    }
  }
}
