package dev.sluice.broker;

import dev.sluice.broker.durable.SourceMark;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import dev.sluice.topic.TopicTrie;
import java.util.Collection;
import java.util.Optional;

/** The way of an accepted message: into retained state and to everybody whose filter matches. */
final class Router {
  /** Of a message that is not being routed. */
  private static final long NO_ROUND = -1;

  private final TopicTrie<Subscriber> trie = new TopicTrie<>();
  private final Matches matches = new Matches(trie);
  private final SharedGroups shared = new SharedGroups(trie);
  private final RetainedMessages retained;
  private final Durability durability;
  private final Forwarding forwarding;
  private final Treatments treatments;
  private final MemoryBudget memory;
  private final Backpressure backpressure;
  private final Outbox outbox;
  private final Counters counters;

  /** Whether what was routed last goes to the cloud. */
  private boolean forwarded;

  Router(
      RetainedMessages retained,
      Durability durability,
      Treatments treatments,
      MemoryBudget memory,
      Backpressure backpressure,
      Outbox outbox,
      Counters counters) {
    this.retained = retained;
    this.treatments = treatments;
    this.memory = memory;
    this.backpressure = backpressure;
    this.forwarding = new Forwarding(durability);
    this.durability = durability;
    this.outbox = outbox;
    this.counters = counters;
  }

  void add(TopicFilter filter, Subscriber subscriber) {
    trie.add(filter, subscriber);
  }

  void remove(TopicFilter filter, Subscriber subscriber) {
    trie.remove(filter, subscriber);
  }

  /** Under its own filter, or with those who share it. */
  void add(TopicFilter filter, Subscription subscription) {
    if (subscription.shared().isPresent()) {
      shared.add(subscription.shared().get(), subscription);
    } else {
      trie.add(filter, subscription);
    }
  }

  void remove(TopicFilter filter, Subscription subscription) {
    if (subscription.shared().isPresent()) {
      shared.remove(subscription.shared().get(), subscription);
    } else {
      trie.remove(filter, subscription);
    }
  }

  /**
   * Of a client that is answered, and held when most of those lag who have it.
   *
   * @param incomingPacketId of a QoS 2 publication by a session that lasts, else 0
   * @return NO_MATCHING_SUBSCRIBERS when nobody had it, QUOTA_EXCEEDED when it cannot be kept and
   *     nobody shall have it, else SUCCESS
   */
  ReasonCode publish(
      Connection publisher, AcceptedMessage accepted, int incomingPacketId, long nowNanos) {
    ReasonCode outcome = publish(accepted, incomingPacketId, nowNanos);
    int others = matches.consumers().size() + (outcome.isError() || !forwarded ? 0 : 1);
    backpressure.onRouted(publisher, matches.sessions(), others, nowNanos);
    return outcome;
  }

  private ReasonCode publish(AcceptedMessage accepted, int incomingPacketId, long nowNanos) {
    matches.collect(accepted);
    if (accepted.message().qos() != Qos.AT_MOST_ONCE && memory.is(MemoryPressure.REFUSING)) {
      counters.refusedMemory++;
      return ReasonCode.QUOTA_EXCEEDED;
    }
    if (meetsFullQueue(accepted, nowNanos)) {
      counters.refusedQueueFull++;
      return ReasonCode.QUOTA_EXCEEDED;
    }
    if (durability.mustRefuse(accepted, matches, retains(accepted), incomingPacketId)) {
      counters.refusedJournal++;
      return ReasonCode.QUOTA_EXCEEDED;
    }
    boolean lacksRoom = forwarding.lacksRoom(accepted, nowNanos);
    if (lacksRoom && accepted.message().qos() != Qos.AT_MOST_ONCE) {
      counters.refusedJournal++;
      return ReasonCode.QUOTA_EXCEEDED;
    }
    return route(accepted, incomingPacketId, nowNanos);
  }

  /** Where the rule of the topic is that its publisher hears of it, and nobody else. */
  private boolean meetsFullQueue(AcceptedMessage accepted, long nowNanos) {
    if (accepted.message().qos() == Qos.AT_MOST_ONCE
        || !treatments.rejects(accepted.message().topic())) {
      return false;
    }
    AcceptedMessage asKept = durability.asIfKept(accepted);
    for (Session session : matches.sessions()) {
      if (!session.takes(session.grant().of(asKept), nowNanos)) {
        return true;
      }
    }
    return false;
  }

  /** Of the server itself, or a Will: nobody could be told that it is refused. */
  void publish(AcceptedMessage accepted, long nowNanos) {
    matches.collect(accepted);
    forwarding.lacksRoom(accepted, nowNanos);
    route(accepted, 0, nowNanos);
  }

  /**
   * Of a source that counts its messages. It is offered to no {@link Forwarder}: what came from
   * there does not go back.
   */
  void publishOnce(AcceptedMessage arrived, SourceMark mark, long nowNanos) {
    matches.collect(arrived);
    Message message = arrived.message();
    if (message.retain() && message.payload().isEmpty()) {
      // Before the mark: to clear again changes nothing, and with the mark alone it would be lost.
      retained.keep(arrived);
    }
    AcceptedMessage accepted = durability.acceptOnce(arrived, matches, retains(arrived), mark);
    route(accepted, nowNanos);
  }

  void forwardTo(Forwarder forwarder) {
    forwarding.to(forwarder);
  }

  private boolean retains(AcceptedMessage accepted) {
    return durability.enabled()
        && accepted.message().retain()
        && !accepted.message().payload().isEmpty()
        // What the server says of itself is of its own life.
        && !accepted.message().topic().isReserved()
        && retained.hasRoomFor(accepted);
  }

  private ReasonCode route(AcceptedMessage arrived, int incomingPacketId, long nowNanos) {
    forwarded = forwarding.took();
    forwarding.append(incomingPacketId != 0, nowNanos);
    AcceptedMessage accepted =
        durability.accept(arrived, matches, retains(arrived), incomingPacketId, nowNanos);
    route(accepted, nowNanos);
    boolean nobody = matches.consumers().isEmpty() && matches.sessions().isEmpty() && !forwarded;
    return nobody ? ReasonCode.NO_MATCHING_SUBSCRIBERS : ReasonCode.SUCCESS;
  }

  private void route(AcceptedMessage accepted, long nowNanos) {
    if (accepted.message().retain()) {
      retained.keep(accepted);
    }
    // Internal consumers do not see what the server says: an answer must not ask again.
    matches.consumers().forEach(consumer -> outbox.deliver(consumer, accepted));
    for (Session session : matches.sessions()) {
      deliver(session, session.grant().of(accepted), nowNanos);
    }
  }

  private void deliver(Session session, Outgoing owed, long nowNanos) {
    session.deliver(owed, counters, nowNanos);
    backpressure.onDelivered(session, nowNanos);
  }

  /** To that session alone, if it asked for the topic. */
  void publishTo(Session session, AcceptedMessage accepted, long nowNanos) {
    collectOwn(session, accepted);
    if (!matches.sessions().isEmpty()) {
      AcceptedMessage owed = durability.accept(accepted, matches, false, 0, nowNanos);
      deliver(session, session.grant().of(owed), nowNanos);
    }
  }

  /** Its few filters are tried one by one. */
  private void collectOwn(Session session, AcceptedMessage accepted) {
    matches.begin(Optional.empty());
    for (Subscription subscription : session.subscriptions().values()) {
      if (subscription.filter().matches(accepted.message().topic())) {
        matches.add(subscription);
      }
    }
  }

  /** The answer to a request that the journal has; nobody sees it before the journal has it too. */
  void answer(KeptRequest.Ref request, AcceptedMessage answer, long nowNanos) {
    matches.collect(answer);
    forwarding.lacksRoom(answer, nowNanos);
    forwarding.append(true, nowNanos);
    deliverAnswer(request, answer, nowNanos);
  }

  /**
   * As {@link #answer}, for a client alone.
   *
   * @param receiver empty when it has no session
   */
  void answerTo(
      Optional<Session> receiver, KeptRequest.Ref request, AcceptedMessage answer, long nowNanos) {
    matches.begin(Optional.empty());
    receiver.ifPresent(session -> collectOwn(session, answer));
    deliverAnswer(request, answer, nowNanos);
  }

  private void deliverAnswer(KeptRequest.Ref request, AcceptedMessage answer, long nowNanos) {
    AcceptedMessage waiting = durability.answer(request, answer, matches);
    for (Session session : matches.sessions()) {
      deliver(session, session.grant().of(waiting), nowNanos);
    }
  }

  /**
   * A member of groups has gone for good: a message that it had of them and did not acknowledge
   * goes to another (section 4.8.2).
   *
   * @param left its subscriptions, removed already
   * @param outgoing what it was owed
   * @return false when it is nobody else's
   */
  boolean redeliver(Collection<Subscription> left, Session from, Outgoing outgoing, long nowNanos) {
    TopicName topic = outgoing.topic();
    // It had that by itself, whether a group chose it as well or not.
    if (left.stream().anyMatch(one -> one.shared().isEmpty() && one.filter().matches(topic))) {
      return false;
    }
    Optional<Subscription> member =
        left.stream()
            .flatMap(one -> one.shared().stream())
            .filter(one -> one.filter().matches(topic))
            .flatMap(one -> shared.of(one).stream())
            .findFirst()
            .flatMap(group -> group.choose(outgoing.accepted(), NO_ROUND));
    member.ifPresent(one -> deliverTo(one, from, outgoing, nowNanos));
    return member.isPresent();
  }

  private void deliverTo(Subscription member, Session from, Outgoing outgoing, long nowNanos) {
    Outgoing owed =
        durability.inherit(from, outgoing, member.session(), member.delivery(outgoing.accepted()));
    counters.redeliveredShared++;
    deliver(member.session(), owed, nowNanos);
  }

  /** What is retained under the filter goes to its new subscriber, RETAIN set [MQTT-3.3.1-8]. */
  void sendRetained(Subscription subscription, long nowNanos) {
    retained.match(
        subscription.filter(),
        nowNanos,
        accepted -> {
          if (subscription.mayHear(accepted.publisher())) {
            Session session = subscription.session();
            Outgoing owed = durability.acceptRetained(session, subscription.retained(accepted));
            deliver(session, owed, nowNanos);
          }
        });
  }
}
