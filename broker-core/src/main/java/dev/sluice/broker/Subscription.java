package dev.sluice.broker;

import dev.sluice.broker.durable.SubscriptionTerms;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.SharedFilter;
import dev.sluice.topic.TopicFilter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One Topic Filter of a session with its Subscription Options; equal to itself only, so that
 * replacing one in the trie costs no comparison of its parts.
 */
final class Subscription implements Subscriber {
  private final Session session;
  private final TopicFilter filter;
  private final Qos maximumQos;
  private final boolean noLocal;
  private final boolean retainAsPublished;
  private final List<Integer> identifiers;
  private final Optional<SharedFilter> shared;

  Subscription(
      Session session,
      TopicFilter filter,
      Qos maximumQos,
      boolean noLocal,
      boolean retainAsPublished,
      OptionalInt identifier) {
    this.session = session;
    this.filter = filter;
    this.maximumQos = maximumQos;
    this.noLocal = noLocal;
    this.retainAsPublished = retainAsPublished;
    this.identifiers = identifier.isPresent() ? List.of(identifier.getAsInt()) : List.of();
    this.shared = SharedFilter.parse(filter.value());
  }

  /** As the journal has it. */
  Subscription(Session session, SubscriptionTerms terms) {
    this.session = session;
    this.filter = terms.filter();
    this.maximumQos = terms.maximumQos();
    this.noLocal = terms.noLocal();
    this.retainAsPublished = terms.retainAsPublished();
    this.identifiers = terms.identifiers();
    this.shared = SharedFilter.parse(filter.value());
  }

  SubscriptionTerms terms() {
    return new SubscriptionTerms(filter, maximumQos, noLocal, retainAsPublished, identifiers);
  }

  @Override
  public void joins(Matches matches) {
    matches.add(this);
  }

  Session session() {
    return session;
  }

  /** As sent, {@code $share} and all: it names the subscription within its session. */
  TopicFilter filter() {
    return filter;
  }

  /** What it shares, and with whom. */
  Optional<SharedFilter> shared() {
    return shared;
  }

  /** What topics have to match. */
  TopicFilter matched() {
    return shared.map(SharedFilter::filter).orElse(filter);
  }

  Qos maximumQos() {
    return maximumQos;
  }

  boolean retainAsPublished() {
    return retainAsPublished;
  }

  /** None or one. */
  List<Integer> identifiers() {
    return identifiers;
  }

  /** No Local: a client does not hear itself [MQTT-3.8.3-3]. */
  boolean mayHear(Optional<ClientId> publisher) {
    return !noLocal || publisher.isEmpty() || !publisher.get().equals(session.clientId());
  }

  /** A message as this subscription alone has it. */
  Outgoing delivery(AcceptedMessage accepted) {
    boolean retain = retainAsPublished && accepted.message().retain();
    return new Outgoing(accepted, accepted.message().qos().min(maximumQos), retain, identifiers);
  }

  /** A retained message as this subscription alone has it. */
  Outgoing retained(AcceptedMessage accepted) {
    return new Outgoing(accepted, accepted.message().qos().min(maximumQos), true, identifiers);
  }
}
