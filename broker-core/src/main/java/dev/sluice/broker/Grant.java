package dev.sluice.broker;

import dev.sluice.mqtt.Qos;
import java.util.ArrayList;
import java.util.List;

/**
 * What all matching subscriptions of one session together ask for one message: it is delivered
 * once, with the highest QoS and every Subscription Identifier [MQTT-3.3.4-2], [MQTT-3.3.4-3].
 * Reused from message to message.
 */
final class Grant {
  private long round;
  private Qos maximumQos = Qos.AT_MOST_ONCE;
  private boolean retainAsPublished;
  private List<Integer> identifiers = List.of();

  /**
   * @param round number of the message, greater than 0
   * @return whether this is the first subscription that matched it
   */
  boolean include(Subscription subscription, long round) {
    boolean first = this.round != round;
    if (first) {
      this.round = round;
      maximumQos = subscription.maximumQos();
      retainAsPublished = subscription.retainAsPublished();
      identifiers = subscription.identifiers();
      return true;
    }
    if (subscription.maximumQos().level() > maximumQos.level()) {
      maximumQos = subscription.maximumQos();
    }
    retainAsPublished |= subscription.retainAsPublished();
    identifiers = joined(identifiers, subscription.identifiers());
    return false;
  }

  /** Whether a subscription of the session has matched the message of that number. */
  boolean isOf(long round) {
    return this.round == round;
  }

  Outgoing of(AcceptedMessage accepted) {
    boolean retain = retainAsPublished && accepted.message().retain();
    return new Outgoing(accepted, accepted.message().qos().min(maximumQos), retain, identifiers);
  }

  private static List<Integer> joined(List<Integer> some, List<Integer> more) {
    if (more.isEmpty()) {
      return some;
    }
    List<Integer> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }
}
