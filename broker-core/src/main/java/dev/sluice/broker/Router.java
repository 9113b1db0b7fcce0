package dev.sluice.broker;

import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicTrie;
import java.util.Optional;

/** The way of an accepted message: into retained state and to everybody whose filter matches. */
final class Router {
  private final TopicTrie<Subscriber> trie = new TopicTrie<>();
  private final Matches matches = new Matches(trie);
  private final RetainedMessages retained;
  private final Outbox outbox;
  private final Counters counters;

  Router(RetainedMessages retained, Outbox outbox, Counters counters) {
    this.retained = retained;
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
   * @return NO_MATCHING_SUBSCRIBERS when nobody had it, else SUCCESS
   */
  ReasonCode publish(AcceptedMessage accepted, long nowNanos) {
    if (accepted.message().retain()) {
      retained.keep(accepted);
    }
    matches.collect(accepted);
    // Internal consumers do not see what the server says: an answer must not ask again.
    matches.consumers().forEach(consumer -> outbox.deliver(consumer, accepted));
    for (Session session : matches.sessions()) {
      session.deliver(session.grant().of(accepted), counters, nowNanos);
    }
    boolean nobody = matches.consumers().isEmpty() && matches.sessions().isEmpty();
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
      session.deliver(session.grant().of(accepted), counters, nowNanos);
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
            session.deliver(subscription.retained(accepted), counters, nowNanos);
          }
        });
  }
}
