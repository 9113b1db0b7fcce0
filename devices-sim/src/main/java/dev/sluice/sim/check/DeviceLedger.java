package dev.sluice.sim.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The account of one device's messages by sequence number, from publishing to conclusion.
 *
 * <p>Only unsettled messages are held: a sequence number that was published and is not held any
 * more is settled, so whatever comes for it again is a repetition. That keeps duplicate detection
 * exact over any length of run with memory for the open messages only.
 */
public final class DeviceLedger {
  /** A device with this many open messages holds its tongue. */
  public static final int OPEN_MAX = 10_000;

  /** A device forgets which messages it sent again, oldest first, above this many. */
  static final int RESENT_MAX = 10_000;

  /** Of so many arrivals the receipt may be lost with a connection, so that they come again. */
  static final int RECENT_MAX = 100;

  private static final class Entry {
    final long intendedNanos;
    final Optional<Boolean> truth;
    final boolean measured;
    boolean acknowledged;
    boolean concluded;

    Entry(long intendedNanos, Optional<Boolean> truth, boolean measured) {
      this.intendedNanos = intendedNanos;
      this.truth = truth;
      this.measured = measured;
    }
  }

  private final GroupRules rules;
  private final GroupTally tally;
  private final Map<Long, Entry> open = new HashMap<>();
  private final Set<Long> resent = new LinkedHashSet<>();
  private final Set<Long> recent = new LinkedHashSet<>();
  private final Set<Long> mayComeAgain = new HashSet<>();
  private long next;

  DeviceLedger(GroupTally tally) {
    this.rules = tally.rules();
    this.tally = tally;
  }

  /** The sequence number of the next message, counted from 0. */
  public long next() {
    return next;
  }

  public boolean hasRoom() {
    return open.size() < OPEN_MAX;
  }

  /**
   * Message {@link #next()} was handed to the connection.
   *
   * @param intendedNanos when the schedule wanted it sent: latency counts from there
   * @param truth whether its frame shows an anomaly, where that is known
   */
  public void published(long intendedNanos, Optional<Boolean> truth) {
    boolean measured = tally.measures(intendedNanos);
    open.put(next++, new Entry(intendedNanos, truth, measured));
    tally.published(measured);
  }

  /** The schedule wanted a message sent, and the device could not. */
  public void suppressed() {
    tally.suppressed();
  }

  public void acknowledged(long sequence) {
    Entry entry = open.get(sequence);
    if (entry == null || entry.acknowledged || rules.qos() == 0) {
      return;
    }
    entry.acknowledged = true;
    tally.acknowledged(entry.concluded);
    forgetWhenSettled(sequence, entry);
  }

  /** The broker answered the message with an error code: it owes nothing. */
  public void refused(long sequence) {
    if (open.remove(sequence) != null) {
      tally.refused();
    }
  }

  /**
   * The connection broke: whatever is not acknowledged will be sent again by the client, and what
   * came last may be sent again by the broker.
   */
  public void disconnected() {
    open.forEach(
        (sequence, entry) -> {
          if (!entry.acknowledged && rules.qos() > 0) {
            resent.add(sequence);
          }
        });
    dropOldest(resent, RESENT_MAX);
    receiverDisconnected();
  }

  /** Who receives the device's answers or deliveries lost its connection. */
  public void receiverDisconnected() {
    mayComeAgain.clear();
    mayComeAgain.addAll(recent);
  }

  public void answered(long sequence, Answer answer, Arrival arrival) {
    if (answer.part().isPresent()) {
      tally.part();
      return;
    }
    conclude(sequence, arrival)
        .ifPresent(
            entry -> {
              tally.answered();
              if (entry.measured) {
                tally.measured(answer, arrival.atNanos() - entry.intendedNanos, entry.truth);
              }
            });
  }

  public void delivered(long sequence, Arrival arrival) {
    conclude(sequence, arrival)
        .ifPresent(
            entry -> {
              tally.delivered();
              if (entry.measured) {
                tally.measured(arrival.atNanos() - entry.intendedNanos);
              }
            });
  }

  /** Something came that belongs to no message of this run. */
  public void foreign() {
    tally.foreign();
  }

  private Optional<Entry> conclude(long sequence, Arrival arrival) {
    if (sequence < 0 || sequence >= next) {
      tally.foreign();
      return Optional.empty();
    }
    Entry entry = open.get(sequence);
    if (entry == null || entry.concluded) {
      repeated(sequence, arrival);
      return Optional.empty();
    }
    entry.concluded = true;
    recent.add(sequence);
    dropOldest(recent, RECENT_MAX);
    if (entry.acknowledged) {
      tally.awaitedConcluded();
    }
    forgetWhenSettled(sequence, entry);
    return Optional.of(entry);
  }

  /**
   * At least once is a promise too: a repetition that QoS 1 allows is counted, not blamed. Not
   * every client library tells the DUP flag, so a second coming after a lost connection is allowed
   * once without it.
   */
  private void repeated(long sequence, Arrival arrival) {
    if (rules.qos() < 2 && mayRepeat(sequence, arrival)) {
      tally.redelivered();
    } else {
      tally.duplicate();
    }
  }

  private boolean mayRepeat(long sequence, Arrival arrival) {
    return arrival.redelivered() || resent.contains(sequence) || mayComeAgain.remove(sequence);
  }

  private void forgetWhenSettled(long sequence, Entry entry) {
    if (entry.concluded && (entry.acknowledged || rules.qos() == 0)) {
      open.remove(sequence);
    }
  }

  private static void dropOldest(Set<Long> sequences, int max) {
    var oldest = sequences.iterator();
    for (int excess = sequences.size() - max; excess > 0; excess--) {
      oldest.next();
      oldest.remove();
    }
  }
}
