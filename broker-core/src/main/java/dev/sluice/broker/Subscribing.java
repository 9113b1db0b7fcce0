package dev.sluice.broker;

import dev.sluice.mqtt.OutboundPacket.SubAck;
import dev.sluice.mqtt.OutboundPacket.UnsubAck;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.mqtt.Subscribe.RetainHandling;
import dev.sluice.mqtt.Unsubscribe;
import dev.sluice.topic.SharedFilter;
import dev.sluice.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The turns of SUBSCRIBE and UNSUBSCRIBE (sections 3.8 to 3.11). */
final class Subscribing {
  private static final int IDENTIFIER_MAX = 268_435_455;

  private final BrokerLimits limits;
  private final BrokerOptions options;
  private final TopicRules topics;
  private final Router router;
  private final Disconnecting disconnecting;
  private final Durability durability;
  private final PendingAcknowledgements acknowledgements;
  private final Counters counters;

  Subscribing(
      BrokerLimits limits,
      BrokerOptions options,
      TopicRules topics,
      Router router,
      Disconnecting disconnecting,
      Durability durability,
      PendingAcknowledgements acknowledgements,
      Counters counters) {
    this.limits = limits;
    this.options = options;
    this.topics = topics;
    this.router = router;
    this.disconnecting = disconnecting;
    this.durability = durability;
    this.acknowledgements = acknowledgements;
    this.counters = counters;
  }

  void onSubscribe(Connection connection, Subscribe subscribe, long nowNanos) {
    OptionalInt identifier = subscribe.subscriptionIdentifier();
    boolean identifierIsValid =
        identifier.isEmpty()
            || (identifier.getAsInt() >= 1 && identifier.getAsInt() <= IDENTIFIER_MAX);
    // [MQTT-3.8.3-2], [MQTT-2.2.1-3]
    if (subscribe.items().isEmpty()
        || !PacketIds.isValid(subscribe.packetId())
        || !identifierIsValid
        || subscribe.items().stream().anyMatch(Subscribing::sharesWithoutItself)) {
      disconnecting.protocolError(connection, ReasonCode.PROTOCOL_ERROR, nowNanos);
      return;
    }
    long before = durability.appended();
    List<ReasonCode> verdicts = judge(connection.session(), subscribe.items());
    List<Subscription> wantRetained = new ArrayList<>();
    for (int i = 0; i < verdicts.size(); i++) {
      if (!verdicts.get(i).isError()) {
        subscribe(connection.session(), subscribe.items().get(i), identifier, wantRetained);
      }
    }
    acknowledgements.transmit(
        connection, new SubAck(subscribe.packetId(), verdicts), durability.appendedSince(before));
    wantRetained.forEach(subscription -> router.sendRetained(subscription, nowNanos));
  }

  /** No Local has no meaning among those who share [MQTT-3.8.3-4]. */
  private static boolean sharesWithoutItself(Subscribe.Item item) {
    return item.noLocal() && SharedFilter.isMeant(item.filter());
  }

  /** One reason code per item, in order [MQTT-3.9.3-1]. */
  private List<ReasonCode> judge(Session session, List<Subscribe.Item> items) {
    List<ReasonCode> verdicts = new ArrayList<>(items.size());
    int filters = session.subscriptions().size();
    int room = options.subscriptionsMax() - counters.subscriptions;
    for (Subscribe.Item item : items) {
      Optional<ReasonCode> refusal = topics.refusal(session.rights(), item.filter());
      if (refusal.isPresent()) {
        verdicts.add(refusal.get());
      } else if (session.subscriptions().containsKey(TopicFilter.of(item.filter()))) {
        verdicts.add(granted(item));
      } else if (filters >= limits.subscriptionsPerClientMax() || room <= 0) {
        counters.refusedSubscriptions++;
        verdicts.add(ReasonCode.QUOTA_EXCEEDED);
      } else {
        filters++;
        room--;
        verdicts.add(granted(item));
      }
    }
    return verdicts;
  }

  private static ReasonCode granted(Subscribe.Item item) {
    return ReasonCode.of(item.qos().level());
  }

  private void subscribe(
      Session session,
      Subscribe.Item item,
      OptionalInt identifier,
      List<Subscription> wantRetained) {
    TopicFilter filter = TopicFilter.of(item.filter());
    Subscription subscription =
        new Subscription(
            session, filter, item.qos(), item.noLocal(), item.retainAsPublished(), identifier);
    Optional<Subscription> replaced =
        Optional.ofNullable(session.subscriptions().put(filter, subscription));
    // A filter that is there already is replaced, options and all [MQTT-3.8.4-3].
    replaced.ifPresent(old -> router.remove(filter, old));
    router.add(filter, subscription);
    session.log().subscribed(subscription.terms());
    counters.subscriptions += replaced.isPresent() ? 0 : 1;
    if (subscription.shared().isPresent()) {
      return; // Retained messages are for those who subscribe alone (section 4.8.2).
    }
    RetainHandling handling = item.retainHandling();
    if (handling == RetainHandling.SEND_AT_SUBSCRIBE
        || (handling == RetainHandling.SEND_IF_NEW && replaced.isEmpty())) {
      wantRetained.add(subscription);
    }
  }

  void onUnsubscribe(Connection connection, Unsubscribe unsubscribe, long nowNanos) {
    // [MQTT-3.10.3-2]
    if (unsubscribe.filters().isEmpty() || !PacketIds.isValid(unsubscribe.packetId())) {
      disconnecting.protocolError(connection, ReasonCode.PROTOCOL_ERROR, nowNanos);
      return;
    }
    long before = durability.appended();
    List<ReasonCode> reasons = new ArrayList<>(unsubscribe.filters().size());
    for (String filter : unsubscribe.filters()) {
      reasons.add(unsubscribe(connection.session(), filter));
    }
    acknowledgements.transmit(
        connection,
        new UnsubAck(unsubscribe.packetId(), reasons),
        durability.appendedSince(before));
  }

  private ReasonCode unsubscribe(Session session, String filterAsSent) {
    Optional<TopicFilter> filter = TopicFilter.parse(filterAsSent);
    if (filter.isEmpty()) {
      return ReasonCode.TOPIC_FILTER_INVALID;
    }
    Map<TopicFilter, Subscription> subscriptions = session.subscriptions();
    Optional<Subscription> removed = Optional.ofNullable(subscriptions.remove(filter.get()));
    if (removed.isEmpty()) {
      return ReasonCode.NO_SUBSCRIPTION_EXISTED;
    }
    router.remove(filter.get(), removed.get());
    session.log().unsubscribed(filter.get());
    counters.subscriptions--;
    return ReasonCode.SUCCESS;
  }
}
