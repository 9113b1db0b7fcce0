package dev.sluice.target.delivery;

import dev.sluice.target.Outcome;
import dev.sluice.target.TargetRecord;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Decides when each record is put. Of one key at most one record is under way, and the next follows
 * only when it was confirmed or is safe as a dead letter: so a retry never overtakes. Keys do not
 * wait for each other.
 *
 * <p>A target that is away stops all puts for a growing pause, then one record tries; its records
 * count no attempt for that. Times are of one monotonic clock.
 */
public final class Delivery {
  /**
   * @param windowMax records under way at once
   * @param attemptsMax puts of a record that the engine rejects each time
   */
  public record Settings(int windowMax, int attemptsMax, long pauseNanos, long pauseMaxNanos) {}

  /** What the owner is asked to do, in order. */
  public sealed interface Output {
    /** Answered by {@link #onOutcome}. */
    record Put(long ticket, TargetRecord record) implements Output {}

    /** Answered by {@link #onKept} or {@link #onNotKept}. */
    record Bury(long ticket, DeadLetter letter) implements Output {}

    /** Is over: confirmed, or kept as a dead letter. */
    record Done(long ticket) implements Output {}
  }

  private static final Comparator<Entry> URGENT_FIRST =
      Comparator.<Entry>comparingInt(entry -> -entry.record.priority())
          .thenComparingLong(entry -> entry.ticket);

  private static final class Entry {
    final long ticket;
    final TargetRecord record;
    int attempts;
    int burials;
    long notBefore;
    String grave = "";

    Entry(long ticket, TargetRecord record) {
      this.ticket = ticket;
      this.record = record;
    }
  }

  private final Settings settings;
  private final long recordBytesMax;
  private final Backoff backoff;
  private final RandomGenerator chance;
  private final Consumer<Output> outputs;
  private final Map<String, ArrayDeque<Entry>> keys = new HashMap<>();
  private final PriorityQueue<Entry> ready = new PriorityQueue<>(URGENT_FIRST);
  private final PriorityQueue<Entry> later =
      new PriorityQueue<>(Comparator.comparingLong(entry -> entry.notBefore));
  private final Map<Long, Entry> underWay = new HashMap<>();
  private final DeliveryCounts counts = new DeliveryCounts();
  private long tickets;
  private int outages;
  private long pausedUntil;

  public Delivery(
      Settings settings, long recordBytesMax, RandomGenerator chance, Consumer<Output> outputs) {
    this.settings = settings;
    this.recordBytesMax = recordBytesMax;
    this.backoff = new Backoff(settings.pauseNanos(), settings.pauseMaxNanos());
    this.chance = chance;
    this.outputs = outputs;
  }

  /** Takes a record, and returns its ticket, by which the outputs name it. */
  public long onRecord(TargetRecord record, long nowNanos) {
    Entry entry = new Entry(++tickets, record);
    ArrayDeque<Entry> queue = keys.computeIfAbsent(record.key(), fresh -> new ArrayDeque<>());
    queue.add(entry);
    if (queue.size() == 1) {
      ready.add(entry);
    }
    pump(nowNanos);
    return entry.ticket;
  }

  public void onOutcome(long ticket, Outcome outcome, long nowNanos) {
    Entry entry = underWay.remove(ticket);
    if (outcome instanceof Outcome.Unavailable away) {
      counts.away(away.reason());
      ready.add(entry);
      pause(nowNanos);
    } else {
      outages = 0;
      pausedUntil = nowNanos;
      counts.reached();
      settle(entry, outcome, nowNanos);
    }
    pump(nowNanos);
  }

  private void settle(Entry entry, Outcome outcome, long nowNanos) {
    entry.attempts++;
    if (outcome instanceof Outcome.Refused refused) {
      bury(entry, refused.reason());
    } else if (outcome instanceof Outcome.Rejected rejected) {
      if (entry.attempts >= settings.attemptsMax()) {
        bury(entry, "rejected " + entry.attempts + " times: " + rejected.reason());
      } else {
        counts.retried();
        postpone(entry, entry.attempts, nowNanos);
      }
    } else {
      counts.confirmed();
      end(entry);
    }
  }

  /** Of records that fail together, the first one begins the pause. */
  private void pause(long nowNanos) {
    if (outages == 0 || nowNanos - pausedUntil >= 0) {
      outages++;
      pausedUntil = nowNanos + backoff.nanos(outages, chance);
    }
  }

  private void postpone(Entry entry, int failures, long nowNanos) {
    entry.notBefore = nowNanos + backoff.nanos(failures, chance);
    later.add(entry);
  }

  private void bury(Entry entry, String reason) {
    entry.grave = reason;
    underWay.put(entry.ticket, entry);
    outputs.accept(
        new Output.Bury(entry.ticket, new DeadLetter(entry.record, reason, entry.attempts)));
  }

  /** The dead letter is safe. */
  public void onKept(long ticket, long nowNanos) {
    Entry entry = underWay.remove(ticket);
    counts.buried(entry.grave);
    end(entry);
    pump(nowNanos);
  }

  /** It could not be kept, and is tried again. */
  public void onNotKept(long ticket, String reason, long nowNanos) {
    Entry entry = underWay.remove(ticket);
    counts.notBuried(reason);
    postpone(entry, ++entry.burials, nowNanos);
    pump(nowNanos);
  }

  private void end(Entry entry) {
    ArrayDeque<Entry> queue = keys.get(entry.record.key());
    queue.remove();
    if (queue.isEmpty()) {
      keys.remove(entry.record.key());
    } else {
      ready.add(queue.element());
    }
    outputs.accept(new Output.Done(entry.ticket));
  }

  /** Now and then: pauses end. */
  public void onTick(long nowNanos) {
    pump(nowNanos);
  }

  private void pump(long nowNanos) {
    while (!later.isEmpty() && nowNanos - later.element().notBefore >= 0) {
      ready.add(later.remove());
    }
    int window = outages > 0 ? 1 : settings.windowMax();
    boolean paused = outages > 0 && nowNanos - pausedUntil < 0;
    while (!paused && !ready.isEmpty() && underWay.size() < window) {
      begin(ready.remove());
    }
  }

  private void begin(Entry entry) {
    if (!entry.grave.isEmpty()) {
      bury(entry, entry.grave);
    } else if (entry.record.bytes() > recordBytesMax) {
      bury(entry, "%d bytes, of %d at most".formatted(entry.record.bytes(), recordBytesMax));
    } else {
      underWay.put(entry.ticket, entry);
      outputs.accept(new Output.Put(entry.ticket, entry.record));
    }
  }

  public DeliveryCounts counts() {
    return counts;
  }
}
