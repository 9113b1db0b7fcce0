package dev.sluice.broker;

import dev.sluice.mqtt.ClientId;
import dev.sluice.topic.TopicTrie;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Who is to have one message, each once however many filters match; reused for every message. */
final class Matches implements Consumer<Subscriber> {
  private final TopicTrie<Subscriber> trie;
  private final List<Session> sessions = new ArrayList<>();
  private final List<InternalSubscriber> consumers = new ArrayList<>();
  private final List<ClientId> owedConsumers = new ArrayList<>(1);
  private final List<SharedGroup> groups = new ArrayList<>();
  private Optional<ClientId> publisher = Optional.empty();
  private long round;

  Matches(TopicTrie<Subscriber> trie) {
    this.trie = trie;
  }

  /** Forgets the last message's matches. */
  void begin(Optional<ClientId> messagePublisher) {
    sessions.clear();
    consumers.clear();
    owedConsumers.clear();
    groups.clear();
    publisher = messagePublisher;
    round++;
  }

  void collect(AcceptedMessage message) {
    begin(message.publisher());
    trie.match(message.message().topic(), this);
    // Last: who has the message by a subscription of its own need not have a group's copy too.
    for (SharedGroup group : groups) {
      group.choose(message, round).ifPresent(this::add);
    }
  }

  @Override
  public void accept(Subscriber subscriber) {
    subscriber.joins(this);
  }

  void add(Subscription subscription) {
    if (subscription.mayHear(publisher)
        && subscription.session().grant().include(subscription, round)) {
      sessions.add(subscription.session());
    }
  }

  void add(SharedGroup group) {
    groups.add(group);
  }

  void add(InternalSubscriber consumer) {
    // A handful of routes match at most: a scan is cheaper than a set.
    if (!consumers.contains(consumer)) {
      consumers.add(consumer);
      consumer.keptFor().ifPresent(owedConsumers::add);
    }
  }

  /** Names of consumers that are owed it after a crash too. */
  List<ClientId> owedConsumers() {
    return owedConsumers;
  }

  List<Session> sessions() {
    return sessions;
  }

  List<InternalSubscriber> consumers() {
    return consumers;
  }
}
