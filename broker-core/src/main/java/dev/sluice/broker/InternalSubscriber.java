package dev.sluice.broker;

import dev.sluice.mqtt.ClientId;
import java.util.Optional;

/**
 * A consumer inside the process (an inference route) as a subscriber of the trie.
 *
 * @param keptFor under which name it is owed what it has not answered; empty when it is owed
 *     nothing after a crash
 */
record InternalSubscriber(int consumer, Optional<ClientId> keptFor) implements Subscriber {
  @Override
  public void joins(Matches matches) {
    matches.add(this);
  }
}
