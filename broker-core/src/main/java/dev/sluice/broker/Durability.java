package dev.sluice.broker;

import dev.sluice.broker.durable.Consumers;
import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableRecord.Answered;
import dev.sluice.broker.durable.DurableRecord.IncomingRemembered;
import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.broker.durable.DurableRecord.Settled;
import dev.sluice.broker.durable.DurableRecord.Taken;
import dev.sluice.broker.durable.QueueClass;
import dev.sluice.broker.durable.Recipient;
import dev.sluice.broker.durable.SourceMark;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Qos;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What has been given to the journal and what the journal has.
 *
 * <p>Every record has a number. What depends on one, an acknowledgement or a delivery that must not
 * happen twice, waits until {@link #durable} has reached it. Switched off (durability in memory)
 * nothing is appended, every number is 0, and nothing ever waits.
 */
final class Durability {
  private final Consumer<? super Effect> effects;
  private final Set<Connection> held = new LinkedHashSet<>();
  private List<KeepRule> rules = List.of();
  private boolean enabled;
  private boolean refusing;
  private long appended;
  private long fetches;
  private long durable;

  Durability(Consumer<? super Effect> effects) {
    this.effects = effects;
  }

  /**
   * Begins to append.
   *
   * @param lastSequence of what the journal holds already
   */
  void enable(long lastSequence) {
    enabled = true;
    appended = lastSequence;
    durable = lastSequence;
  }

  boolean enabled() {
    return enabled;
  }

  /**
   * @param newRules the first that matches a topic holds for it; what no rule matches is kept as
   *     its listener says
   */
  void keepBy(List<KeepRule> newRules) {
    rules = List.copyOf(newRules);
  }

  private KeepLevel levelOf(AcceptedMessage accepted) {
    for (KeepRule rule : rules) {
      if (rule.topics().matches(accepted.message().topic())) {
        return rule.level();
      }
    }
    return accepted.level();
  }

  long append(DurableRecord record) {
    return append(record, KeepLevel.DISK);
  }

  /** What nothing waits for: after a loss of power it may not have been said. */
  void note(DurableRecord record) {
    append(record, KeepLevel.SYSTEM);
  }

  private long append(DurableRecord record, KeepLevel level) {
    appended++;
    effects.accept(new Effect.Append(appended, record, level));
    return appended;
  }

  /** The number of the latest record; what is as new as that waits for all of them. */
  long appended() {
    return appended;
  }

  /** What the present turn has to wait for: 0 when it appended nothing since. */
  long appendedSince(long before) {
    return appended == before ? 0 : appended;
  }

  boolean isDurable(long sequence) {
    return sequence <= durable;
  }

  long durable() {
    return durable;
  }

  void reached(long sequence) {
    durable = Math.max(durable, Math.min(sequence, appended));
  }

  // Whether the journal takes anything more.

  void refuse() {
    refusing = true;
  }

  boolean refusing() {
    return refusing;
  }

  void takeAgain() {
    refusing = false;
  }

  /** Whether a publication cannot be promised now, because it would have to be kept. */
  boolean mustRefuse(
      AcceptedMessage accepted, Matches matches, boolean retains, int incomingPacketId) {
    return refusing
        && accepted.isAcknowledged()
        && levelOf(accepted) != KeepLevel.PROCESS
        && (retains || incomingPacketId != 0 || !recipients(accepted, matches).isEmpty());
  }

  /**
   * Appends a message that somebody durable is to have.
   *
   * @param retains whether it becomes what its topic retains
   * @param incomingPacketId of a QoS 2 publication by a durable session, else 0
   * @return the message with the number under which it is kept; the same when nobody needs it kept
   */
  AcceptedMessage accept(
      AcceptedMessage accepted,
      Matches matches,
      boolean retains,
      int incomingPacketId,
      long nowNanos) {
    if (!enabled || refusing) {
      return accepted;
    }
    KeepLevel level = levelOf(accepted);
    List<Recipient> recipients =
        level == KeepLevel.PROCESS ? List.of() : recipients(accepted, matches);
    if ((retains && level != KeepLevel.PROCESS) || !recipients.isEmpty()) {
      long accepts = matches.owedConsumers().isEmpty() ? DurableRecord.NEVER : nowNanos;
      MessageKept record =
          kept(accepted, retains, incomingPacketId, recipients, Optional.empty(), accepts);
      return accepted.keptAs(append(record, level));
    }
    if (incomingPacketId != 0 && accepted.publisher().isPresent()) {
      long remembered =
          append(new IncomingRemembered(accepted.publisher().get(), incomingPacketId));
      // Where the message itself is in memory only, no number may say that the journal has it.
      return level == KeepLevel.PROCESS ? accepted : accepted.keptAs(remembered);
    }
    return accepted;
  }

  /**
   * Appends that a consumer has answered what it was owed.
   *
   * @return the answer, which nobody may see before that is durable
   */
  AcceptedMessage answer(KeptRequest.Ref request, AcceptedMessage answer, Matches matches) {
    ClientId consumer = Consumers.named(request.consumer());
    List<Recipient> recipients = recipients(answer, matches);
    DurableRecord record =
        recipients.isEmpty()
            ? new Settled(consumer, request.id())
            : new Answered(consumer, request.id(), kept(answer, recipients));
    return answer.waitingFor(append(record));
  }

  /**
   * As {@link #accept}, for a message of a source that counts: message and mark survive together or
   * not at all. Where nobody needs the message kept, its deliveries that must not happen twice wait
   * for the mark.
   */
  AcceptedMessage acceptOnce(
      AcceptedMessage accepted, Matches matches, boolean retains, SourceMark mark) {
    KeepLevel level = levelOf(accepted);
    List<Recipient> recipients =
        level == KeepLevel.PROCESS ? List.of() : recipients(accepted, matches);
    if ((retains && level != KeepLevel.PROCESS) || !recipients.isEmpty()) {
      MessageKept kept =
          kept(accepted, retains, 0, recipients, Optional.of(mark), DurableRecord.NEVER);
      return accepted.keptAs(append(kept, level));
    }
    long taken = append(new Taken(mark));
    return level == KeepLevel.PROCESS ? accepted : accepted.keptAs(taken);
  }

  /** What {@link #accept} would make of it for a session that lasts. */
  AcceptedMessage asIfKept(AcceptedMessage accepted) {
    boolean keeps = enabled && !refusing && levelOf(accepted) != KeepLevel.PROCESS;
    return keeps ? accepted.keptAs(appended + 1) : accepted;
  }

  private MessageKept kept(AcceptedMessage accepted, List<Recipient> recipients) {
    return kept(accepted, false, 0, recipients, Optional.empty(), DurableRecord.NEVER);
  }

  private MessageKept kept(
      AcceptedMessage accepted,
      boolean retains,
      int incomingPacketId,
      List<Recipient> recipients,
      Optional<SourceMark> mark,
      long acceptedNanos) {
    return new MessageKept(
        appended + 1,
        accepted.message(),
        accepted.publisher(),
        accepted.expiresAtNanos(),
        retains,
        incomingPacketId,
        recipients,
        accepted.queueClass(),
        mark,
        acceptedNanos);
  }

  private static List<Recipient> recipients(AcceptedMessage accepted, Matches matches) {
    if (!accepted.isAcknowledged()) {
      return List.of();
    }
    List<Recipient> recipients = new ArrayList<>(matches.sessions().size());
    if (accepted.publisher().isPresent()) {
      matches.owedConsumers().forEach(consumer -> recipients.add(recipient(consumer)));
    }
    for (Session session : matches.sessions()) {
      if (session.log().isKept()) {
        Outgoing outgoing = session.grant().of(accepted);
        if (outgoing.needsAcknowledgement()) {
          recipients.add(recipient(session, outgoing));
        }
      }
    }
    return recipients;
  }

  private static Recipient recipient(ClientId consumer) {
    return Recipient.waiting(consumer, Qos.AT_LEAST_ONCE, false, List.of());
  }

  private static Recipient recipient(Session session, Outgoing outgoing) {
    return Recipient.waiting(
        session.clientId(), outgoing.qos(), outgoing.retain(), outgoing.subscriptionIdentifiers());
  }

  /** As {@link #accept}, for what one new subscription is owed of the retained messages. */
  Outgoing acceptRetained(Session session, Outgoing outgoing) {
    if (!enabled) {
      return outgoing;
    }
    KeepLevel level = levelOf(outgoing.accepted());
    boolean kept = session.log().isKept() && outgoing.needsAcknowledgement();
    if (!kept || refusing || level == KeepLevel.PROCESS) {
      // Whatever number the message has: the session may be owed it under that number as well.
      return outgoing.of(outgoing.accepted().keptAs(0));
    }
    AcceptedMessage accepted = outgoing.accepted();
    List<Recipient> one = List.of(recipient(session, outgoing));
    return outgoing.of(accepted.keptAs(append(kept(accepted, one), level)));
  }

  /**
   * As {@link #acceptRetained}, for what another session was owed until now: one record, because
   * the journal without either half would lose the message, or have it twice.
   */
  Outgoing inherit(Session from, Outgoing left, Session session, Outgoing outgoing) {
    boolean kept = session.log().isKept() && outgoing.needsAcknowledgement();
    if (!kept || !from.log().parks(left) || refusing) {
      from.log().settled(left);
      return acceptRetained(session, outgoing);
    }
    AcceptedMessage accepted = outgoing.accepted();
    MessageKept message = kept(accepted, List.of(recipient(session, outgoing)));
    long sequence = append(new Answered(from.clientId(), left.accepted().sequence(), message));
    return outgoing.of(accepted.keptAs(sequence));
  }

  /**
   * Asks for messages that the journal has for a session.
   *
   * @return the number by which the answer names this request
   */
  long fetch(ClientId client, QueueClass queueClass, long after, int messagesMax, int bytesMax) {
    fetches++;
    effects.accept(new Effect.Fetch(fetches, client, queueClass, after, messagesMax, bytesMax));
    return fetches;
  }

  // Deliveries that wait.

  /** The connection's next delivery waits for the journal. */
  void hold(Connection connection) {
    held.add(connection);
  }

  /** Those whose next delivery waited; they wait no more unless they say so again. */
  List<Connection> takeHeld() {
    List<Connection> waiting = List.copyOf(held);
    held.clear();
    return waiting;
  }

  void forget(Connection connection) {
    held.remove(connection);
  }
}
