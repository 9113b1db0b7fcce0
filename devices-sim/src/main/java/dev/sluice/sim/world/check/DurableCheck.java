package dev.sluice.sim.world.check;

import dev.sluice.broker.BrokerStats;
import dev.sluice.broker.Effect;
import dev.sluice.broker.KeptRequest;
import dev.sluice.broker.SessionStatus;
import dev.sluice.broker.durable.Fetched;
import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.Outcome;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One life of an edge node with a journal. What the turn must bring about is the business of {@link
 * EdgeCheck}, in worlds without one; here acknowledgements wait, and it is what they promise that
 * is written into the {@link Ledger}, which outlives the process.
 */
public final class DurableCheck implements LifeCheck {
  /** The client that asks, at the end, for all that is retained. */
  public static final ClientId AUDITOR = new ClientId("auditor");

  private static final int TURNS_PER_SWEEP = 64;
  private static final long IDS_PER_LIFE = 1_000_000_000;

  private final long life;
  private final Ledger ledger;
  private final DurableInput input;
  private final Map<Outcome.Placement, Long> answers = new EnumMap<>(Outcome.Placement.class);

  /** Of whom the journal was asked to bring messages back, and who has to ask again. */
  private final Map<ClientId, Long> asked = new HashMap<>();

  private final Set<ClientId> tooEarly = new HashSet<>();
  private long requests;
  private long delivered;
  private long turns;

  /**
   * @param life number of this life, from 1
   */
  public DurableCheck(long life, Ledger ledger) {
    this.life = life;
    this.ledger = ledger;
    this.input = new DurableInput(life, ledger);
  }

  /** The core has what the journal held: what was promised is there. */
  public void started(EdgeCore core) {
    if (!ledger.trusts()) {
      return;
    }
    for (ClientLedger client : ledger.clients()) {
      if (client.mustBeThere(ledger.nowNanos())) {
        Optional<SessionStatus> status = core.broker().session(client.id);
        ledger
            .checks()
            .require(
                Rule.RESTORED,
                status.isPresent() && client.fits(status.get().subscriptions()),
                () -> "after the crash: " + status + ", expected " + client);
      }
    }
  }

  /** Requests that the core has found unanswered. */
  public void unanswered(List<KeptRequest> found) {
    ledger.requests().found(found);
  }

  /** What the journal says is missing by now. */
  public void missing(List<String> losses) {
    ledger.found(losses);
  }

  /** The journal has answered; with nothing when it has to write first. */
  public void answered(Fetched fetched) {
    // What an earlier connection asked is answered too, to nobody.
    boolean latest = asked.remove(fetched.client(), fetched.request());
    if (latest && fetched.messages().isEmpty()) {
      tooEarly.add(fetched.client());
    }
  }

  /** Up to that record nothing can be lost. */
  public void durable(long sequence) {
    tooEarly.clear();
    input.durable(sequence);
    ledger.down().durable(sequence);
  }

  @Override
  public void begin(long nowNanos) {
    input.beginTurn();
  }

  @Override
  public BrokerInput broker() {
    return input;
  }

  @Override
  public void onTimer(long nowNanos) {}

  @Override
  public String idOf(long requestId) {
    return Long.toString(life * IDS_PER_LIFE + requestId);
  }

  @Override
  public void onPrepared(long requestId, long nowNanos) {}

  @Override
  public void onUnreadable(long requestId) {}

  @Override
  public void onModelDone(EdgeEffect.Run run) {}

  @Override
  public void arrived(ClientId client, Delivery packet) {
    if (client.equals(AUDITOR)) {
      if (packet.retain()) {
        ledger.retained().found(packet.message().topic(), Content.keyOf(packet.message()));
      }
    } else {
      ledger.arrived(client, packet);
    }
  }

  @Override
  public void effects(List<Effect> network, List<EdgeEffect> work) {
    for (Effect effect : network) {
      if (effect instanceof Effect.Transmit transmit) {
        delivered += transmit.packet() instanceof Delivery ? 1 : 0;
        input.onTransmit(transmit);
      } else if (effect instanceof Effect.Close close) {
        input.forget(close.connection());
      } else if (effect instanceof Effect.Append append) {
        input.appended(append);
        ledger.down().appended(append.sequence(), append.record());
      } else if (effect instanceof Effect.Fetch fetch) {
        asked.put(fetch.client(), fetch.request());
      }
    }
    for (EdgeEffect effect : work) {
      if (effect instanceof EdgeEffect.Settled settled) {
        answers.merge(settled.outcome().placement(), 1L, Long::sum);
        requests++;
      }
    }
  }

  @Override
  public void endOfTurn(EdgeCore core) {
    if (++turns % TURNS_PER_SWEEP == 0) {
      sweep(core);
    }
  }

  private void sweep(EdgeCore core) {
    BrokerStats stats = core.broker().stats();
    if (stats.faults() != 0) {
      throw new BrokenRule(Rule.NO_FAULT, core.broker().lastFault().orElseThrow());
    }
    ledger.checks().checked(Rule.NO_FAULT);
    ledger
        .checks()
        .require(
            Rule.NOT_CUT_OFF,
            !ledger.trusts() || (stats.protocolErrors() == 0 && stats.refusedConnects() == 0),
            () -> "clients that keep the rules were refused: " + stats);
    ledger.clients().forEach(client -> core.broker().session(client.id).ifPresent(this::parked));
  }

  private void parked(SessionStatus status) {
    boolean starves =
        status.connection().isPresent() && status.parkedMessages() > 0 && status.next().isEmpty();
    ledger
        .checks()
        .require(
            Rule.BROUGHT_BACK,
            !starves
                || asked.containsKey(status.clientId())
                || tooEarly.contains(status.clientId()),
            () -> "nobody asked for what is parked: " + status);
  }

  @Override
  public boolean isQuiet(EdgeCore core) {
    return core.dispatchStats().open() == 0
        && ledger.clients().stream().allMatch(client -> isQuiet(core, client.id));
  }

  private static boolean isQuiet(EdgeCore core, ClientId client) {
    return core.broker()
        .session(client)
        .map(status -> status.inFlight() == 0 && status.queuedMessages() == 0)
        .orElse(true);
  }

  @Override
  public void atTheEnd(EdgeCore core) {
    sweep(core);
    for (ClientLedger client : ledger.clients()) {
      ledger
          .checks()
          .require(
              Rule.NOTHING_LOST,
              isQuiet(core, client.id),
              () -> "never delivered or acknowledged: " + core.broker().session(client.id));
    }
    ledger
        .checks()
        .require(
            Rule.ANSWERED,
            core.dispatchStats().open() == 0,
            () -> core.dispatchStats().open() + " never answered");
    ledger.settle();
    if (ledger.trusts()) {
      ledger.retained().check(ledger.checks());
    }
  }

  @Override
  public Map<Outcome.Placement, Long> answers() {
    return answers;
  }

  @Override
  public long requests() {
    return requests;
  }

  @Override
  public long published() {
    return input.published();
  }

  @Override
  public long delivered() {
    return delivered;
  }
}
