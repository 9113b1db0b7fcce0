package dev.sluice.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The subscriptions that share one filter under one name: each message goes to one of them (section
 * 4.8.2). They take turns; who is away, or does not keep up, is passed over while another can.
 */
final class SharedGroup implements Subscriber {
  private final List<Subscription> members = new ArrayList<>(2);
  private int next;

  void add(Subscription member) {
    members.add(member);
  }

  void remove(Subscription member) {
    int index = members.indexOf(member);
    if (index >= 0) {
      members.remove(index);
      next = index < next ? next - 1 : next;
    }
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  @Override
  public void joins(Matches matches) {
    matches.add(this);
  }

  /** How well a member would do; better ones first. */
  private enum Fitness {
    IDLE,
    BUSY,
    /** Another subscription of its session gets the message already. */
    HAS_IT,
    AWAY,
    /** The message would be lost on it. */
    UNREACHABLE
  }

  /**
   * Whose turn it is.
   *
   * @param round of the message, to tell who gets it anyway
   */
  Optional<Subscription> choose(AcceptedMessage accepted, long round) {
    int best = -1;
    Fitness bestFitness = Fitness.UNREACHABLE;
    for (int i = 0; i < members.size() && bestFitness != Fitness.IDLE; i++) {
      int candidate = (next + i) % members.size();
      Fitness fitness = fitness(members.get(candidate), accepted, round);
      if (best < 0 || fitness.compareTo(bestFitness) < 0) {
        best = candidate;
        bestFitness = fitness;
      }
    }
    if (best < 0) {
      return Optional.empty();
    }
    next = (best + 1) % members.size();
    return Optional.of(members.get(best));
  }

  private static Fitness fitness(Subscription member, AcceptedMessage accepted, long round) {
    Session session = member.session();
    if (session.connection().isEmpty()) {
      return member.delivery(accepted).needsAcknowledgement() ? Fitness.AWAY : Fitness.UNREACHABLE;
    }
    if (session.grant().isOf(round)) {
      return Fitness.HAS_IT;
    }
    return session.outgoing().queue().isEmpty() ? Fitness.IDLE : Fitness.BUSY;
  }
}
