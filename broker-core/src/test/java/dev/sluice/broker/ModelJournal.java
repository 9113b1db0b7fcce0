package dev.sluice.broker;

import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableRecord.IncomingRemembered;
import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.broker.durable.DurableRecord.OutgoingAssigned;
import dev.sluice.broker.durable.Fetched;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A journal as a list: after a crash it has what was durable, and some of the rest. */
final class ModelJournal {
  private final List<Effect.Append> records = new ArrayList<>();
  private final Bug bug;
  private int durable;
  private int reported;

  /** What a journal could do wrong; the checks of the model must notice each. */
  enum Bug {
    NONE,
    /** Acknowledges what is not durable. */
    ACKNOWLEDGES_EARLY,
    /** Forgets which publications were taken. */
    FORGETS_INCOMING,
    /** Forgets under which identifier a delivery was sent. */
    FORGETS_OUTGOING,
    /** Does not bring back all that is owed. */
    LOSES_WHAT_IS_FETCHED
  }

  ModelJournal(Bug bug) {
    this.bug = bug;
  }

  void append(Effect.Append append) {
    records.add(append);
  }

  boolean isIdle() {
    return reported == records.size();
  }

  /** The number of the last record, which is durable now. */
  long sync() {
    reported = records.size();
    durable = bug == Bug.ACKNOWLEDGES_EARLY ? durable : reported;
    return records.isEmpty() ? 0 : records.get(reported - 1).sequence();
  }

  /** What is found after a crash. */
  KeptLog restart(SplittableRandom random) {
    int survive = durable + random.nextInt(records.size() - durable + 1);
    records.subList(survive, records.size()).clear();
    durable = survive;
    reported = survive;
    return log(records.size()).found();
  }

  /** What is written by now, and no more. */
  Fetched fetch(Effect.Fetch request) {
    Fetched fetched = log(reported).fetch(request);
    if (bug != Bug.LOSES_WHAT_IS_FETCHED || fetched.messages().isEmpty()) {
      return fetched;
    }
    return new Fetched(
        fetched.client(),
        fetched.request(),
        fetched.messages().subList(0, fetched.messages().size() - 1),
        List.of(fetched.messages().get(fetched.messages().size() - 1).kept().id()));
  }

  private KeptLog log(int count) {
    KeptLog log = new KeptLog();
    for (Effect.Append append : records.subList(0, count)) {
      log.add(append.sequence(), damaged(append.record()));
    }
    return log;
  }

  private DurableRecord damaged(DurableRecord record) {
    if (bug == Bug.FORGETS_INCOMING && record instanceof MessageKept kept) {
      return new MessageKept(
          kept.id(),
          kept.message(),
          kept.publisher(),
          kept.expiresAtNanos(),
          kept.retained(),
          0,
          kept.recipients(),
          kept.queueClass(),
          kept.mark());
    }
    if (bug == Bug.FORGETS_INCOMING && record instanceof IncomingRemembered remembered) {
      return new IncomingRemembered(remembered.client(), 0);
    }
    if (bug == Bug.FORGETS_OUTGOING && record instanceof OutgoingAssigned assigned) {
      return new OutgoingAssigned(assigned.client(), assigned.message(), 0);
    }
    return record;
  }
}
