package dev.sluice.broker;

/** What the topic trie holds: a session's subscription or a consumer inside the process. */
sealed interface Subscriber permits Subscription, InternalSubscriber {
  /** The subscriber's filter matched the message being collected for. */
  void joins(Matches matches);
}
