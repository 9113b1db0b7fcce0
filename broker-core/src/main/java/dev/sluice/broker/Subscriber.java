package dev.sluice.broker;

/** What the topic trie holds: subscriptions, alone or shared, and consumers inside the process. */
sealed interface Subscriber permits Subscription, SharedGroup, InternalSubscriber {
  /** The subscriber's filter matched the message being collected for. */
  void joins(Matches matches);
}
