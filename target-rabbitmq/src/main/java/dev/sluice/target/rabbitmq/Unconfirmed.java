package dev.sluice.target.rabbitmq;

import dev.sluice.target.Outcome;
import dev.sluice.target.TargetRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What was published on one channel and has no confirmation yet, by the channel's numbers. Any
 * thread: the client's confirms, the target's publishes, and whoever closes ends the rest.
 */
final class Unconfirmed {
  /** A record, and who is told of it. */
  record Asked(TargetRecord record, Consumer<Outcome> done) {}

  private record Sent(Asked asked, long atNanos) {}

  private final TreeMap<Long, Sent> sent = new TreeMap<>();
  private final Map<String, String> returned = new HashMap<>();
  private Optional<String> ended = Optional.empty();

  /** False when the channel has ended: it is told so, and must not be published. */
  boolean add(long number, Asked asked, long nowNanos) {
    Optional<String> over;
    synchronized (this) {
      over = ended;
      if (over.isEmpty()) {
        sent.put(number, new Sent(asked, nowNanos));
        return true;
      }
    }
    asked.done().accept(new Outcome.Unavailable(over.get()));
    return false;
  }

  /** The engine found no queue for it; a confirmation follows all the same. */
  synchronized void onReturn(String id, String reason) {
    returned.put(id, reason);
  }

  /**
   * @param andBefore all smaller numbers too
   */
  void onAck(long number, boolean andBefore) {
    for (Asked asked : take(number, andBefore)) {
      Optional<String> reason = takeReturned(asked.record().id());
      asked
          .done()
          .accept(reason.isPresent() ? new Outcome.Refused(reason.get()) : new Outcome.Confirmed());
    }
  }

  void onNack(long number, boolean andBefore) {
    for (Asked asked : take(number, andBefore)) {
      takeReturned(asked.record().id());
      asked.done().accept(new Outcome.Rejected("not taken (nack): its queue is full or broken"));
    }
  }

  private synchronized Optional<String> takeReturned(String id) {
    return Optional.ofNullable(returned.remove(id));
  }

  private synchronized List<Asked> take(long number, boolean andBefore) {
    Map<Long, Sent> taken =
        andBefore ? sent.headMap(number, true) : sent.subMap(number, true, number, true);
    List<Asked> all = taken.values().stream().map(Sent::asked).toList();
    taken.clear();
    return all;
  }

  /** The channel has ended: nothing more is confirmed. */
  void end(String reason) {
    List<Sent> rest;
    synchronized (this) {
      if (ended.isPresent()) {
        return;
      }
      ended = Optional.of(reason);
      rest = new ArrayList<>(sent.values());
      sent.clear();
      returned.clear();
    }
    rest.forEach(one -> one.asked().done().accept(new Outcome.Unavailable(reason)));
  }

  synchronized boolean isEnded() {
    return ended.isPresent();
  }

  /** When the oldest was published; empty for none. */
  synchronized Optional<Long> oldestNanos() {
    return Optional.ofNullable(sent.firstEntry()).map(first -> first.getValue().atNanos());
  }
}
