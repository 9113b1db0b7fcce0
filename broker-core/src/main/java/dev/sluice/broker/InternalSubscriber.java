package dev.sluice.broker;

/** A consumer inside the process (an inference route) as a subscriber of the trie. */
record InternalSubscriber(int consumer) implements Subscriber {
  @Override
  public void joins(Matches matches) {
    matches.add(this);
  }
}
