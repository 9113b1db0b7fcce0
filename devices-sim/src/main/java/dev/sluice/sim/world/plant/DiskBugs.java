package dev.sluice.sim.world.plant;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.Consumers;
import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableRecord.Answered;
import dev.sluice.broker.durable.DurableRecord.Enqueued;
import dev.sluice.broker.durable.DurableRecord.IncomingRemembered;
import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.broker.durable.DurableRecord.OutgoingReceived;
import dev.sluice.broker.durable.DurableRecord.SessionEnded;
import dev.sluice.broker.durable.DurableRecord.Settled;
import dev.sluice.broker.durable.DurableRecord.Unsubscribed;
import dev.sluice.broker.durable.DurableRecord.WillCleared;
import dev.sluice.broker.durable.DurableSession;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.broker.durable.Fetched;
import dev.sluice.broker.durable.OwedMessage;
import dev.sluice.broker.durable.Place;
import dev.sluice.broker.durable.Recipient;
import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.mqtt.ClientId;
import dev.sluice.sim.world.actor.Seams;
import dev.sluice.sim.world.disk.Disk;
import java.util.List;

/** Mistakes between the broker, its journal and the disk. */
final class DiskBugs {
  /** Says nothing of anybody. */
  private static final DurableRecord NOTHING = new WillCleared(new ClientId("nobody"));

  private DiskBugs() {}

  static final class AcknowledgesBeforeDurable extends Seams {
    @Override
    public boolean confirmsAtOnce() {
      return true;
    }
  }

  static final class SkipsForce extends Seams {
    @Override
    public void beforeStart(Disk disk) {
      disk.skipForce();
    }
  }

  /** Writes something else than the broker said. */
  private abstract static class OtherRecords extends Seams {
    @Override
    public Effect.Append toJournal(Effect.Append append) {
      return new Effect.Append(append.sequence(), instead(append.record()), append.level());
    }

    abstract DurableRecord instead(DurableRecord record);
  }

  /** A batch may end between the two, and nothing takes the entry back. */
  static final class SeparatesEntryAndEvidence extends OtherRecords {
    @Override
    DurableRecord instead(DurableRecord record) {
      return record instanceof Enqueued entry
          ? new Enqueued(
              entry.queue(), entry.entry(), false, entry.atNanos(), entry.expiresAtNanos())
          : record;
    }
  }

  private static MessageKept copy(
      MessageKept kept, boolean retained, int incoming, List<Recipient> recipients) {
    return new MessageKept(
        kept.id(),
        kept.message(),
        kept.publisher(),
        kept.expiresAtNanos(),
        retained,
        incoming,
        recipients,
        kept.queueClass(),
        kept.mark(),
        kept.acceptedNanos());
  }

  static final class KeepsNoMessages extends OtherRecords {
    @Override
    DurableRecord instead(DurableRecord record) {
      return record instanceof MessageKept kept
          ? copy(kept, kept.retained(), kept.incomingPacketId(), consumersOf(kept))
          : record;
    }

    private static List<Recipient> consumersOf(MessageKept kept) {
      return kept.recipients().stream().filter(one -> Consumers.isOne(one.client())).toList();
    }
  }

  /** Brings back one less than it says. */
  static final class LosesWhatIsFetched extends Seams {
    @Override
    public Fetched fromJournal(Fetched fetched) {
      List<OwedMessage> all = fetched.messages();
      List<OwedMessage> some = all.size() < 2 ? all : all.subList(1, all.size());
      return new Fetched(fetched.client(), fetched.request(), some, fetched.lost());
    }
  }

  /** Nobody asks for what is parked. */
  static final class SwallowsAFetch extends Seams {
    @Override
    public void effects(List<Effect> network, List<EdgeEffect> work) {
      network.removeIf(effect -> effect instanceof Effect.Fetch);
    }
  }

  static final class ReplaysWhatWasDelivered extends OtherRecords {
    @Override
    DurableRecord instead(DurableRecord record) {
      boolean settled = record instanceof Settled one && !Consumers.isOne(one.client());
      return settled || record instanceof OutgoingReceived ? NOTHING : record;
    }
  }

  static final class TakesARepetitionForNew extends OtherRecords {
    @Override
    DurableRecord instead(DurableRecord record) {
      if (record instanceof MessageKept kept) {
        return copy(kept, kept.retained(), 0, kept.recipients());
      }
      return record instanceof IncomingRemembered ? NOTHING : record;
    }
  }

  static final class ForgetsARequest extends OtherRecords {
    @Override
    DurableRecord instead(DurableRecord record) {
      return record instanceof MessageKept kept
          ? copy(kept, kept.retained(), kept.incomingPacketId(), clientsOf(kept))
          : record;
    }

    private static List<Recipient> clientsOf(MessageKept kept) {
      return kept.recipients().stream().filter(one -> !Consumers.isOne(one.client())).toList();
    }
  }

  static final class AnswersAgainAfterACrash extends OtherRecords {
    @Override
    DurableRecord instead(DurableRecord record) {
      if (record instanceof Settled settled && Consumers.isOne(settled.client())) {
        return NOTHING;
      }
      return record instanceof Answered answered ? answered.answer() : record;
    }
  }

  static final class ForgetsWhatIsRetained extends OtherRecords {
    @Override
    DurableRecord instead(DurableRecord record) {
      return record instanceof MessageKept kept
          ? copy(kept, false, kept.incomingPacketId(), kept.recipients())
          : record;
    }
  }

  static final class ForgetsSubscriptions extends Seams {
    @Override
    public void restoring(DurableState state) {
      for (DurableSession session : state.sessions()) {
        session
            .subscriptions()
            .forEach(terms -> change(state, new Unsubscribed(session.client(), terms.filter())));
      }
    }
  }

  static final class ForgetsASession extends Seams {
    @Override
    public void restoring(DurableState state) {
      state.sessions().stream()
          .findFirst()
          .ifPresent(session -> change(state, new SessionEnded(session.client())));
    }
  }

  private static void change(DurableState state, DurableRecord record) {
    state.apply(state.lastSequence(), record, new Place(0, 0, 0));
  }

  static final class RefusesItsOwnLog extends Seams {
    @Override
    public void beforeStart(Disk disk) {
      disk.spoilTheVersion();
    }
  }

  static final class DamagesItsLog extends Seams {
    @Override
    public void beforeStart(Disk disk) {
      disk.spoilARecord();
    }
  }
}
