package dev.sluice.sim.world.check;

import dev.sluice.broker.Effect;
import dev.sluice.broker.KeptRequest;
import dev.sluice.broker.durable.Consumers;
import dev.sluice.broker.durable.DurableRecord.Answered;
import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.broker.durable.DurableRecord.Settled;
import dev.sluice.broker.durable.Recipient;
import dev.sluice.mqtt.ClientId;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Requests of durable routes, over all lives of an edge node: each that was safe is there until it
 * is answered, and is answered once.
 */
final class RequestLedger {
  private final Checks checks;
  private final BooleanSupplier trusts;
  private final Set<Key> open = new HashSet<>();
  private final Set<Key> answered = new HashSet<>();

  /** Answered when the process ended, and nobody knows whether the disk has it. */
  private final Set<Key> perhapsAnswered = new HashSet<>();

  // Of the present life.
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();

  private record Key(ClientId consumer, long id) {}

  /** Something that was said of a request and is not safe yet. */
  private record Pending(long sequence, Key key, boolean answer) {}

  /**
   * @param trusts whether promises can still be held against the node
   */
  RequestLedger(Checks checks, BooleanSupplier trusts) {
    this.checks = checks;
    this.trusts = trusts;
  }

  void appended(Effect.Append append) {
    if (append.record() instanceof MessageKept kept) {
      for (Recipient recipient : kept.recipients()) {
        if (Consumers.isOne(recipient.client())) {
          Key key = new Key(recipient.client(), kept.id());
          pending.add(new Pending(append.sequence(), key, false));
        }
      }
    } else if (append.record() instanceof Answered one) {
      Key key = new Key(one.consumer(), one.request());
      pending.add(new Pending(append.sequence(), key, true));
    } else if (append.record() instanceof Settled one && Consumers.isOne(one.client())) {
      Key key = new Key(one.client(), one.message());
      pending.add(new Pending(append.sequence(), key, true));
    }
  }

  void durable(long sequence) {
    while (!pending.isEmpty() && pending.element().sequence() <= sequence) {
      Pending safe = pending.remove();
      if (safe.answer()) {
        open.remove(safe.key());
        checks.require(
            Rule.ONE_ANSWER,
            answered.add(safe.key()) || !trusts.getAsBoolean(),
            () -> "answered again: " + safe);
      } else {
        open.add(safe.key());
      }
    }
  }

  void crashed() {
    // Where the request was not safe either, the next process may give its number to another.
    pending.stream()
        .filter(one -> one.answer() && open.contains(one.key()))
        .forEach(one -> perhapsAnswered.add(one.key()));
    pending.clear();
  }

  /** What the next process has found. */
  void found(List<KeptRequest> unanswered) {
    Set<Key> there = new HashSet<>();
    for (KeptRequest request : unanswered) {
      there.add(new Key(Consumers.named(request.ref().consumer()), request.ref().id()));
    }
    if (trusts.getAsBoolean()) {
      for (Key key : there) {
        checks.require(
            Rule.ONE_ANSWER,
            !answered.contains(key),
            () -> "is to be answered again after the crash: " + key);
      }
      for (Key key : open) {
        checks.require(
            Rule.REQUESTS_KEPT,
            there.contains(key) || perhapsAnswered.contains(key),
            () -> "is not there after the crash: " + key);
      }
    }
    perhapsAnswered.removeAll(there);
    answered.addAll(perhapsAnswered);
    perhapsAnswered.clear();
    open.clear();
    open.addAll(there);
  }

  /** All is healed and has had its time. */
  void settle() {
    checks.require(Rule.ANSWERED, open.isEmpty(), () -> "never answered: " + open);
  }
}
