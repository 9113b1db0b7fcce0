package dev.sluice.broker;

import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicTrie;
import java.util.Optional;

/** The way of an accepted message: into retained state and to everybody whose filter matches. */
final class Router {
  private final TopicTrie<Subscriber> trie = new TopicTrie<>();
  private final Matches matches = new Matches(trie);
  private final RetainedMessages retained;
  private final Durability durability;
  private final Forwarding forwarding;
  private final Outbox outbox;
  private final Counters counters;

  Router(RetainedMessages retained, Durability durability, Outbox outbox, Counters counters) {
    this.retained = retained;
    this.forwarding = new Forwarding(durability);
    this.durability = durability;
    this.outbox = outbox;
    this.counters = counters;
  }

  boolean add(TopicFilter filter, Subscriber subscriber) {
    return trie.add(filter, subscriber);
  }

  boolean remove(TopicFilter filter, Subscriber subscriber) {
    return trie.remove(filter, subscriber);
  }

  /**
   * Of a client that is answered.
   *
   * @param incomingPacketId of a QoS 2 publication by a session that lasts, else 0
   * @return NO_MATCHING_SUBSCRIBERS when nobody had it, QUOTA_EXCEEDED when it cannot be kept and
   *     nobody shall have it, else SUCCESS
   */
  ReasonCode publish(AcceptedMessage accepted, int incomingPacketId, long nowNanos) {
    matches.collect(accepted);
    if (durability.mustRefuse(accepted, matches.sessions(), retains(accepted), incomingPacketId)) {
      return ReasonCode.QUOTA_EXCEEDED;
    }
    boolean lacksRoom = forwarding.lacksRoom(accepted, Origin.CLIENT, nowNanos);
    if (lacksRoom && accepted.message().qos() != Qos.AT_MOST_ONCE) {
      return ReasonCode.QUOTA_EXCEEDED;
    }
    return route(accepted, incomingPacketId, nowNanos);
  }

  /** Of the server itself, or a Will: nobody could be told that it is refused. */
  void publish(AcceptedMessage accepted, Origin origin, long nowNanos) {
    matches.collect(accepted);
    forwarding.lacksRoom(accepted, origin, nowNanos);
    route(accepted, 0, nowNanos);
  }

  void forwardTo(Forwarder forwarder) {
    forwarding.to(forwarder);
  }

  private boolean retains(AcceptedMessage accepted) {
    return durability.enabled()
        && accepted.message().retain()
        && !accepted.message().payload().isEmpty()
        && retained.hasRoomFor(accepted);
  }

  private ReasonCode route(AcceptedMessage arrived, int incomingPacketId, long nowNanos) {
    boolean forwarded = forwarding.took();
    forwarding.append(arrived, nowNanos);
    AcceptedMessage accepted =
        durability.accept(arrived, matches.sessions(), retains(arrived), incomingPacketId);
    if (accepted.message().retain()) {
      retained.keep(accepted);
    }
    // Internal consumers do not see what the server says: an answer must not ask again.
    matches.consumers().forEach(consumer -> outbox.deliver(consumer, accepted));
    for (Session session : matches.sessions()) {
      session.deliver(session.grant().of(accepted), counters, nowNanos);
    }
    boolean nobody = matches.consumers().isEmpty() && matches.sessions().isEmpty() && !forwarded;
    return nobody ? ReasonCode.NO_MATCHING_SUBSCRIBERS : ReasonCode.SUCCESS;
  }

  /** To that session alone, if it asked for the topic; its few filters are tried one by one. */
  void publishTo(Session session, AcceptedMessage accepted, long nowNanos) {
    Matches own = matches;
    own.begin(Optional.empty());
    for (Subscription subscription : session.subscriptions().values()) {
      if (subscription.filter().matches(accepted.message().topic())) {
        own.add(subscription);
      }
    }
    if (!own.sessions().isEmpty()) {
      AcceptedMessage owed = durability.accept(accepted, own.sessions(), false, 0);
      session.deliver(session.grant().of(owed), counters, nowNanos);
    }
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
            session.deliver(owed, counters, nowNanos);
          }
        });
  }
}
