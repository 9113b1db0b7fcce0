package dev.sluice.sim.world.check;

import dev.sluice.broker.ConnectionId;
import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.OutboundPacket.ConnAck;
import dev.sluice.mqtt.OutboundPacket.PubAck;
import dev.sluice.mqtt.OutboundPacket.PubRec;
import dev.sluice.mqtt.OutboundPacket.SubAck;
import dev.sluice.mqtt.OutboundPacket.UnsubAck;
import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.mqtt.Unsubscribe;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The packets of one life's connections: what asked for an acknowledgement, and which it got. */
final class DurableInput implements BrokerInput {
  private final long life;
  private final Ledger ledger;
  private final Map<ConnectionId, Open> connections = new HashMap<>();
  private final Map<Long, Long> keptAs = new HashMap<>();
  private Optional<Long> publishing = Optional.empty();
  private long published;
  private long appended;
  private long durable;

  private record Publication(long key, TopicName topic, long serial) {}

  /** Changes of subscriptions in one packet, numbered over all. */
  private record Changes<P>(P packet, long number) {}

  /** An open connection and what it waits for, by Packet Identifier. */
  private static final class Open {
    private final ClientLedger client;
    private final boolean cleanStart;
    private long attached = Long.MAX_VALUE;
    private final Map<Integer, Publication> publications = new HashMap<>();
    private final Map<Integer, Changes<Subscribe>> subscribes = new HashMap<>();
    private final Map<Integer, Changes<Unsubscribe>> unsubscribes = new HashMap<>();

    Open(ClientLedger client, boolean cleanStart) {
      this.client = client;
      this.cleanStart = cleanStart;
    }
  }

  DurableInput(long life, Ledger ledger) {
    this.life = life;
    this.ledger = ledger;
  }

  long published() {
    return published;
  }

  void beginTurn() {
    publishing = Optional.empty();
  }

  void appended(Effect.Append append) {
    appended = append.sequence();
    ledger.requests().appended(append);
    // Kept again for whoever finds it retained, nobody's acknowledgement waits for it.
    if (append.record() instanceof MessageKept kept
        && publishing.filter(key -> key == Content.keyOf(kept.message())).isPresent()) {
      keptAs.putIfAbsent(publishing.get(), append.sequence());
    }
  }

  void durable(long sequence) {
    durable = Math.max(durable, sequence);
    ledger.requests().durable(sequence);
  }

  void forget(ConnectionId id) {
    connections.remove(id);
  }

  @Override
  public void onConnect(ConnectionId id, Connect connect, long nowNanos) {
    ClientId name = new ClientId(connect.clientId());
    if (name.equals(DurableCheck.AUDITOR)) {
      return;
    }
    ClientLedger client = ledger.client(name);
    client.connects(connect.sessionExpiry(), connect.maximumPacketSize());
    connections.put(id, new Open(client, connect.cleanStart()));
  }

  @Override
  public void onPublish(ConnectionId id, Publish publish, long nowNanos) {
    Open open = heard(id);
    if (open == null) {
      return;
    }
    published++;
    publishing = Optional.of(Content.keyOf(publish.message()));
    long serial = ledger.published(open.client.id, publish.message(), publish.dup(), nowNanos);
    if (publish.message().qos() != Qos.AT_MOST_ONCE) {
      open.publications.put(
          publish.packetId(),
          new Publication(Content.keyOf(publish.message()), publish.message().topic(), serial));
    }
  }

  @Override
  public void onSubscribe(ConnectionId id, Subscribe subscribe, long nowNanos) {
    Open open = heard(id);
    if (open != null) {
      long change = ledger.nextChange();
      open.subscribes.put(subscribe.packetId(), new Changes<>(subscribe, change));
      subscribe.items().forEach(i -> open.client.changes(TopicFilter.of(i.filter()), change));
    }
  }

  @Override
  public void onUnsubscribe(ConnectionId id, Unsubscribe unsubscribe, long nowNanos) {
    Open open = heard(id);
    if (open != null) {
      long change = ledger.nextChange();
      open.unsubscribes.put(unsubscribe.packetId(), new Changes<>(unsubscribe, change));
      unsubscribe.filters().forEach(f -> open.client.changes(TopicFilter.of(f), change));
    }
  }

  @Override
  public void onPubAck(ConnectionId id, int packetId, long nowNanos) {
    heard(id);
  }

  @Override
  public void onPubRec(ConnectionId id, int packetId, long nowNanos) {
    heard(id);
  }

  @Override
  public void onPubRel(ConnectionId id, int packetId, long nowNanos) {
    heard(id);
  }

  @Override
  public void onPubComp(ConnectionId id, int packetId, long nowNanos) {
    heard(id);
  }

  @Override
  public void onPingReq(ConnectionId id, long nowNanos) {
    heard(id);
  }

  @Override
  public void onDisconnect(ConnectionId id, ReasonCode reason, long nowNanos) {
    heard(id);
    forget(id);
  }

  @Override
  public void onClosed(ConnectionId id, long nowNanos) {
    forget(id);
  }

  @Override
  public void onUnread(ConnectionId id, long nowNanos) {
    heard(id);
  }

  @Override
  public void onFlushed(ConnectionId id, long bytes, long nowNanos) {}

  private Open heard(ConnectionId id) {
    Open open = connections.get(id);
    if (open != null && durable >= open.attached) {
      open.client.heard(ledger.nowNanos());
    }
    return open;
  }

  void onTransmit(Effect.Transmit transmit) {
    Open open = connections.get(transmit.connection());
    if (open == null) {
      return;
    }
    if (transmit.packet() instanceof ConnAck packet) {
      onConnAck(open, packet.sessionPresent());
    } else if (transmit.packet() instanceof PubAck packet) {
      acknowledged(open, packet.packetId(), packet.reason());
    } else if (transmit.packet() instanceof PubRec packet) {
      acknowledged(open, packet.packetId(), packet.reason());
    } else if (transmit.packet() instanceof SubAck packet) {
      Changes<Subscribe> made = open.subscribes.remove(packet.packetId());
      made.packet().items().forEach(item -> open.client.subscribed(item, made.number()));
    } else if (transmit.packet() instanceof UnsubAck packet) {
      Changes<Unsubscribe> made = open.unsubscribes.remove(packet.packetId());
      made.packet()
          .filters()
          .forEach(filter -> open.client.unsubscribed(TopicFilter.of(filter), made.number()));
    }
  }

  private void onConnAck(Open open, boolean present) {
    // The record of the session is among those before.
    open.attached = appended;
    boolean must = open.client.mustBeThere(ledger.nowNanos());
    ledger
        .checks()
        .require(
            Rule.SESSION_PRESENT,
            !ledger.trusts() || (open.cleanStart ? !present : present || !must),
            () -> open.client + " is told session present=" + present);
    if (!present) {
      open.client.began(life);
    } else if (open.client.isAnother(life)) {
      ledger.revived(open.client);
    }
  }

  private void acknowledged(Open open, int packetId, ReasonCode reason) {
    Publication publication = open.publications.get(packetId);
    if (publication != null && !reason.isError()) {
      long waitsFor = keptAs.getOrDefault(publication.key(), 0L);
      ledger
          .checks()
          .require(
              Rule.WITHHELD,
              waitsFor <= durable,
              () -> publication + " waits for record " + waitsFor + ", durable are " + durable);
      ledger.acknowledged(publication.key(), publication.topic(), publication.serial());
    }
  }
}
