package dev.sluice.cloud.bridge;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one bridge of a group hears of the others, and says to them. Lives on the loop. */
final class GroupTalk {
  private static final Logger LOG = LoggerFactory.getLogger(GroupTalk.class);

  private final BridgeGroup group;
  private final LongSupplier clock;
  private final BiConsumer<String, byte[]> envelopes;

  /**
   * @param envelopes told the edge node and the envelope that is for all
   */
  GroupTalk(BridgeGroup group, LongSupplier clock, BiConsumer<String, byte[]> envelopes) {
    this.group = group;
    this.clock = clock;
    this.envelopes = envelopes;
  }

  String toAll(String edgeId) {
    return group.toAll(edgeId);
  }

  String helloTopic() {
    return group.helloTopic();
  }

  byte[] hello() {
    return group.hello();
  }

  void onConnected() {
    group.onConnected(clock.getAsLong());
  }

  boolean takesLanesOf(String edgeId) {
    return group.takesLanesOf(edgeId, clock.getAsLong());
  }

  /** Whether nobody contradicts this bridge. */
  boolean isCalm() {
    return quarrel().isEmpty();
  }

  private Optional<String> quarrel() {
    return group.quarrel(clock.getAsLong());
  }

  /** By a bridge of the group, this one included. */
  void onSaid(String topic, byte[] bytes) {
    String prefix = group.toAll("");
    if (topic.equals(group.helloTopic())) {
      onHello(bytes);
    } else if (topic.startsWith(prefix)) {
      envelopes.accept(topic.substring(prefix.length()), bytes);
    }
  }

  /** A quarrel is told when it begins. */
  private void onHello(byte[] hello) {
    boolean calm = isCalm();
    group.onHello(hello, clock.getAsLong());
    if (calm) {
      quarrel().ifPresent(list -> LOG.error("event=group-quarrel members-elsewhere=\"{}\"", list));
    }
  }
}
