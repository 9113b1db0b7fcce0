package dev.sluice.broker.durable;

import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.broker.durable.DurableRecord.SessionKept;
import dev.sluice.mqtt.ClientId;
import dev.sluice.topic.TopicName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What the records of a log add up to. Of messages only that they are there, where, and who needs
 * them: they themselves stay in the log.
 *
 * <p>A log may have lost its beginning, as long as everything that lived then was written again
 * later. Records that speak of what is not there are therefore no fault: what they speak of has
 * died since, or comes as a whole further on. Owned by one thread.
 */
public final class DurableState {
  /** Of one retained message, and of one session, beside the index; measured roughly. */
  private static final long RETAINED_HEAP_BYTES = 250;

  private static final long SESSION_HEAP_BYTES = 600;

  private final Map<ClientId, DurableSession> sessions = new LinkedHashMap<>();
  private final MessageIndex messages = new MessageIndex();
  private final Audiences audiences = new Audiences();
  private final Map<TopicName, Long> retained = new HashMap<>();
  private final SourceMarks marks = new SourceMarks();
  private final Applying applying = new Applying(this);
  private long lastSequence;
  private long sessionBytes;
  private Place place = new Place(0, 0, 0);

  /** Sees who is owed what. */
  public interface OwedVisitor {
    /**
     * @param bytes of its record in the log
     */
    void owed(long id, long bytes, QueueClass queueClass, Addressee addressee);
  }

  /** Without any record. */
  public DurableState() {}

  /**
   * @param sequence of the record; for one that repeats what is known, the latest before it
   * @param recordPlace in the log; its segment is never less than before
   */
  public void apply(long sequence, DurableRecord record, Place recordPlace) {
    reached(sequence);
    place = recordPlace;
    record.accept(applying);
  }

  /** As {@link #apply}, for a message of which no more was read. */
  public void apply(long sequence, MessageHead head, Place recordPlace) {
    reached(sequence);
    place = recordPlace;
    keep(head);
  }

  /** Records up to that number were there. */
  public void reached(long sequence) {
    lastSequence = Math.max(lastSequence, sequence);
  }

  /** Drops what was only mentioned; called once when the log has been read. */
  public void forgetUnknown() {
    List<ClientId> unknown =
        sessions.values().stream().filter(s -> !s.known()).map(DurableSession::client).toList();
    unknown.forEach(this::end);
  }

  /** The number of the latest record, 0 when there was none. */
  public long lastSequence() {
    return lastSequence;
  }

  public List<DurableSession> sessions() {
    return List.copyOf(sessions.values());
  }

  public int sessionCount() {
    return sessions.size();
  }

  public int messageCount() {
    return messages.size();
  }

  public int retainedCount() {
    return retained.size();
  }

  /** Ids of the messages that topics retain, in the order they were accepted. */
  public List<Long> retained() {
    return List.copyOf(new TreeSet<>(retained.values()));
  }

  /** Bytes of the log that are still needed, roughly: sessions count what was said of them. */
  public long liveBytes() {
    return messages.liveBytes() + sessionBytes;
  }

  /** What all of this takes in memory, roughly. */
  public long heapBytes() {
    return messages.heapBytes()
        + retained.size() * RETAINED_HEAP_BYTES
        + sessions.size() * SESSION_HEAP_BYTES
        + sessionBytes;
  }

  // Who is owed what.

  /** All that is owed, in the order it was accepted. */
  public void forEachOwed(OwedVisitor visitor) {
    messages.forEachAfter(
        Long.MIN_VALUE,
        (id, where, audience) -> {
          for (int i = 0; i < audience.size(); i++) {
            visitor.owed(id, where.bytes(), audience.queueClass(), audience.addressee(i));
          }
          return true;
        });
  }

  /**
   * Messages of one class that wait for one session, in order: nothing was sent yet under a Packet
   * Identifier that has to be remembered.
   *
   * @param after the first of them has a greater id
   * @param messagesMax no more than that
   */
  public List<Long> waitingFor(
      ClientId client, QueueClass queueClass, long after, int messagesMax) {
    DurableSession session = sessions.get(client);
    List<Long> waiting = new ArrayList<>();
    if (session == null || session.owed() == 0) {
      return waiting;
    }
    messages.forEachAfter(
        Math.max(after, session.owedFrom() - 1),
        (id, where, audience) -> {
          if (audience.queueClass().equals(queueClass)) {
            int index = audience.indexOf(client);
            if (index >= 0 && audience.isWaiting(index)) {
              waiting.add(id);
            }
          }
          return waiting.size() < messagesMax;
        });
    return waiting;
  }

  /** Where the log last wrote that message; empty when nobody needs it. */
  public Optional<Place> place(long id) {
    return messages.place(id);
  }

  /** How far all sources have been taken. */
  public List<SourceMark> marks() {
    return marks.all();
  }

  // Writing again what lives in the beginning of the log.

  /** Marks that were last said in that segment or before. */
  public List<DurableRecord.Taken> marksUpTo(long segment) {
    return marks.upTo(segment).stream().map(DurableRecord.Taken::new).toList();
  }

  /** Sessions that were last written as a whole in that segment or before, as they stand. */
  public List<SessionKept> sessionsUpTo(long segment) {
    List<SessionKept> records = new ArrayList<>();
    for (DurableSession session : sessions.values()) {
      if (session.known() && session.place() <= segment) {
        records.add(session.record());
      }
    }
    return records;
  }

  /** Messages that are in that segment or before. */
  public List<Long> messagesUpTo(long segment) {
    List<Long> ids = new ArrayList<>();
    messages.forEachAfter(
        Long.MIN_VALUE,
        (id, where, audience) -> {
          if (where.segment() <= segment) {
            ids.add(id);
          }
          return true;
        });
    return ids;
  }

  /**
   * The record that says of a message what is true now: who has it is left out.
   *
   * @return empty when nobody needs it
   */
  public Optional<MessageKept> asItStands(MessageKept written) {
    return messages.audience(written.id()).map(audience -> record(written, audience));
  }

  private static MessageKept record(MessageKept written, Audience audience) {
    List<Recipient> recipients = new ArrayList<>(audience.size());
    for (Recipient recipient : written.recipients()) {
      int index = audience.indexOf(recipient.client());
      if (index >= 0) {
        recipients.add(recipient.as(audience.addressee(index)));
      }
    }
    return new MessageKept(
        written.id(),
        written.message(),
        written.publisher(),
        written.expiresAtNanos(),
        audience.retained(),
        0,
        recipients,
        audience.queueClass(),
        Optional.empty());
  }

  /** It cannot be read any more: nobody is owed it, and no topic retains it. */
  public void lose(long id) {
    messages.audience(id).ifPresent(this::settleAll);
    messages.change(id, audience -> Audience.NOBODY);
    retained.values().remove(id);
  }

  // Changing.

  DurableSession session(ClientId client) {
    return sessions.computeIfAbsent(client, DurableSession::new);
  }

  void end(ClientId client) {
    DurableSession session = sessions.remove(client);
    if (session == null) {
      return;
    }
    sessionBytes -= session.bytes();
    if (session.owed() > 0) {
      messages.changeFrom(
          session.owedFrom(),
          audience ->
              audience.includes(client) ? audiences.shared(audience.without(client)) : audience);
    }
  }

  private void settleAll(Audience audience) {
    for (int i = 0; i < audience.size(); i++) {
      Optional.ofNullable(sessions.get(audience.client(i))).ifPresent(DurableSession::settle);
    }
  }

  void change(long id, UnaryOperator<Audience> change) {
    messages.change(id, audience -> audiences.shared(change.apply(audience)));
  }

  void settle(ClientId client, long id) {
    if (messages.audience(id).filter(audience -> audience.includes(client)).isPresent()) {
      session(client).settle();
      change(id, audience -> audience.without(client));
    }
  }

  void keep(MessageHead head) {
    Audience audience =
        Audience.of(head.retainedOn().isPresent(), head.addressees(), head.queueClass());
    if (!audience.isEmpty()) {
      messages.audience(head.id()).ifPresent(this::settleAll);
      messages.put(head.id(), place, audiences.shared(audience));
      for (int i = 0; i < audience.size(); i++) {
        session(audience.client(i)).owe(head.id());
      }
      head.retainedOn().ifPresent(topic -> retain(topic, head.id()));
    }
    head.mark().ifPresent(this::take);
    if (head.incomingPacketId() != 0) {
      head.publisher().ifPresent(client -> session(client).remember(head.incomingPacketId()));
    }
  }

  void take(SourceMark mark) {
    marks.take(mark, place);
  }

  private void retain(TopicName topic, long id) {
    Long replaced = retained.put(topic, id);
    if (replaced != null && replaced != id) {
      change(replaced, Audience::retainedNoMore);
    }
  }

  void retainNoMore(TopicName topic) {
    Long id = retained.remove(topic);
    if (id != null) {
      change(id, Audience::retainedNoMore);
    }
  }

  /** More was said of it. */
  void grow(DurableSession session) {
    session.grow(place.bytes());
    sessionBytes += place.bytes();
  }

  /** It was said as a whole. */
  void written(DurableSession session) {
    sessionBytes += place.bytes() - session.bytes();
    session.writtenAt(place.segment(), place.bytes());
  }
}
