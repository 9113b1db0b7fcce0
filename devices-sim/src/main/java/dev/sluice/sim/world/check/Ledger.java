package dev.sluice.sim.world.check;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What an edge node with a journal has acknowledged, over all its lives. It judges from outside: a
 * promise is made by the packet that acknowledges, and kept when the application has the message.
 *
 * <p>Where the protocol leaves both open it demands nothing: a filter whose SUBACK is not out, a
 * retained message without acknowledgement, a session whose first record may be lost. Once the disk
 * has lied and a crash has shown it, nothing can be promised any more.
 */
public final class Ledger {
  private final Checks checks;
  private final LongSupplier nowNanos;
  private final BooleanSupplier diskHasLied;
  private final Map<ClientId, ClientLedger> clients = new LinkedHashMap<>();
  private final Map<Long, Promise> open = new HashMap<>();
  private final Set<Long> keys = new HashSet<>();
  private final RetainedLedger retained = new RetainedLedger();
  private final ForwardLedger forward;
  private final RequestLedger requests;
  private final DownLedger down;
  private long promises;
  private long changes;
  private boolean trusts = true;

  /** One message without acknowledgement, and who is to have it from then on. */
  private record Promise(
      Accepted message, ClientId publisher, long number, Map<ClientId, Integer> owedTo) {}

  /**
   * @param nowNanos virtual time, the same for all lives
   * @param diskHasLied whether what is missing may be the disk's fault
   * @param forwarded topics of which messages go to the cloud
   */
  public Ledger(
      Checks checks,
      LongSupplier nowNanos,
      BooleanSupplier diskHasLied,
      Predicate<TopicName> forwarded) {
    this.forward = new ForwardLedger(checks, () -> trusts, forwarded);
    this.requests = new RequestLedger(checks, () -> trusts);
    this.down = new DownLedger(checks, () -> trusts);
    this.checks = checks;
    this.nowNanos = nowNanos;
    this.diskHasLied = diskHasLied;
  }

  /** The process ended without warning. */
  public void crashed() {
    trusts &= !diskHasLied.getAsBoolean();
    requests.crashed();
  }

  /** Whether promises can still be held against the node. */
  boolean trusts() {
    return trusts;
  }

  /** The journal was read again. */
  public void recovered(Collection<String> losses) {
    checks.checked(Rule.STARTS_AGAIN);
    found(losses);
  }

  /** What the journal says is missing, at its start or later. */
  void found(Collection<String> losses) {
    checks.require(
        Rule.LOSSES_EXPLAINED,
        losses.isEmpty() || diskHasLied.getAsBoolean(),
        () -> "the disk never lied, and the journal reports " + losses);
  }

  ClientLedger client(ClientId id) {
    return clients.computeIfAbsent(id, ClientLedger::new);
  }

  Collection<ClientLedger> clients() {
    return clients.values();
  }

  /** Numbers the changes of subscriptions. */
  long nextChange() {
    return ++changes;
  }

  long nowNanos() {
    return nowNanos.getAsLong();
  }

  Checks checks() {
    return checks;
  }

  /**
   * A client published; of a repetition it is not known whether it is routed again.
   *
   * @return the number by which {@link #acknowledged} knows it
   */
  long published(ClientId publisher, Message message, boolean repeats, long clockNanos) {
    Accepted accepted = Accepted.of(message, publisher, ++promises, clockNanos);
    forward.published(publisher, message, repeats);
    if (message.retain()) {
      retained.offered(accepted, message.payload().isEmpty(), repeats);
    }
    if (message.qos() == Qos.AT_MOST_ONCE || message.payload().isEmpty()) {
      return accepted.serial();
    }
    boolean isNew = keys.add(accepted.key());
    Promise before = open.get(accepted.key());
    if (!isNew && before == null && message.qos() == Qos.EXACTLY_ONCE) {
      // Promised already; it is not routed a second time.
      return accepted.serial();
    }
    Map<ClientId, Integer> owedTo = owedTo(accepted);
    if (before != null && message.qos() == Qos.EXACTLY_ONCE) {
      owedTo.entrySet().retainAll(before.owedTo().entrySet());
    }
    long number = before == null ? accepted.serial() : before.number();
    open.put(accepted.key(), new Promise(accepted, publisher, number, owedTo));
    return accepted.serial();
  }

  private Map<ClientId, Integer> owedTo(Accepted message) {
    Map<ClientId, Integer> owedTo = new HashMap<>();
    for (ClientLedger client : clients.values()) {
      if (client.isOwed(message)) {
        owedTo.put(client.id, client.epoch);
      }
    }
    return owedTo;
  }

  /** The publisher is told that the message is the node's business now. */
  void acknowledged(long key, TopicName topic, long serial) {
    retained.acknowledged(topic, serial);
    forward.acknowledged(key);
    Promise promise = open.remove(key);
    if (promise == null || promise.number() < client(promise.publisher()).voidBefore) {
      return;
    }
    promise.owedTo().forEach((id, epoch) -> client(id).owe(promise.message(), epoch));
  }

  /** The client was told that its session, which it had been told is new, is an older one. */
  void revived(ClientLedger client) {
    client.voidBefore = promises + 1;
    client.forget();
  }

  void arrived(ClientId client, Delivery packet) {
    // Wills and answers are not what a client was promised for.
    long key = Content.keyOf(packet.message());
    if (trusts && (keys.contains(key) || key >= DownLedger.FIRST_KEY)) {
      client(client).arrived(packet, checks);
    }
  }

  /** What of it goes to the cloud. */
  public ForwardLedger forward() {
    return forward;
  }

  /** Requests of durable routes. */
  RequestLedger requests() {
    return requests;
  }

  /** What comes from the cloud. */
  public DownLedger down() {
    return down;
  }

  RetainedLedger retained() {
    return retained;
  }

  /** All clients are back and all is quiet: nothing may be owed. */
  void settle() {
    if (!trusts) {
      return;
    }
    forward.settle();
    requests.settle();
    down.settle();
    for (ClientLedger client : clients.values()) {
      checks.require(
          Rule.KEPT,
          client.owed.isEmpty(),
          () ->
              client.id
                  + " never got "
                  + client.owed.size()
                  + " acknowledged messages: "
                  + client.owed.values().iterator().next());
    }
  }
}
