package dev.sluice.broker.durable;

import dev.sluice.mqtt.ClientId;
import dev.sluice.topic.TopicName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the records of a log add up to.
 *
 * <p>A log may have lost its beginning, as long as everything that lived then was written again
 * later ({@link #placedUpTo}). Records that speak of what is not there are therefore no fault: what
 * they speak of has died since, or comes as a whole further on. Owned by one thread.
 */
public final class DurableState {
  private final Map<ClientId, DurableSession> sessions = new LinkedHashMap<>();
  private final Map<Long, DurableMessage> messages = new HashMap<>();
  private final Map<TopicName, Long> retained = new HashMap<>();
  private final Applying applying = new Applying();
  private long lastSequence;
  private long liveBytes;
  private long recordPlace;
  private long recordBytes;

  /** Without any record. */
  public DurableState() {}

  /**
   * @param sequence of the record; for one that repeats what is known, the latest before it
   * @param place of the record in the log; never less than before
   * @param bytes that it takes there
   */
  public void apply(long sequence, DurableRecord record, long place, long bytes) {
    lastSequence = Math.max(lastSequence, sequence);
    recordPlace = place;
    recordBytes = bytes;
    record.accept(applying);
  }

  /** Drops what was only mentioned; called once when the log has been read. */
  public void forgetUnknown() {
    List<ClientId> unknown =
        sessions.values().stream().filter(s -> !s.known()).map(DurableSession::client).toList();
    unknown.forEach(this::end);
  }

  /** There was a record with that number, of which nothing may be left. */
  public void reached(long sequence) {
    lastSequence = Math.max(lastSequence, sequence);
  }

  /** The number of the latest record, 0 when there was none. */
  public long lastSequence() {
    return lastSequence;
  }

  public List<DurableSession> sessions() {
    return List.copyOf(sessions.values());
  }

  /** By id, hence in the order they were accepted. */
  public List<DurableMessage> messages() {
    return List.copyOf(new TreeMap<>(messages).values());
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

  /** Bytes of the log that are still needed, roughly: sessions count what was said of them. */
  public long liveBytes() {
    return liveBytes;
  }

  /** What lives and was last written as a whole at that place or before, as records to repeat. */
  public List<DurableRecord> placedUpTo(long place) {
    List<DurableRecord> records = new ArrayList<>();
    for (DurableSession session : sessions.values()) {
      if (session.known() && session.place() <= place) {
        records.add(session.record());
      }
    }
    for (DurableMessage message : messages()) {
      if (message.place() <= place) {
        records.add(message.record());
      }
    }
    return records;
  }

  private DurableSession session(ClientId client) {
    return sessions.computeIfAbsent(client, DurableSession::new);
  }

  private void end(ClientId client) {
    DurableSession session = sessions.remove(client);
    if (session != null) {
      liveBytes -= session.bytes();
      session.owed().forEach(id -> settle(client, id));
    }
  }

  private void settle(ClientId client, long id) {
    DurableMessage message = messages.get(id);
    if (message != null) {
      message.settle(client);
      dropUnlessNeeded(message);
    }
  }

  private void dropUnlessNeeded(DurableMessage message) {
    if (!message.isNeeded() && messages.remove(message.id(), message)) {
      liveBytes -= message.bytes();
    }
  }

  private void grow(DurableSession session) {
    session.grow(recordBytes);
    liveBytes += recordBytes;
  }

  private void written(DurableSession session) {
    liveBytes += recordBytes - session.bytes();
    session.writtenAt(recordPlace, recordBytes);
  }

  private void retain(DurableMessage message) {
    Long replaced = retained.put(message.message().topic(), message.id());
    if (replaced != null && replaced != message.id()) {
      retainNoMore(replaced);
    }
  }

  private void retainNoMore(long id) {
    DurableMessage message = messages.get(id);
    if (message != null) {
      message.retainNoMore();
      dropUnlessNeeded(message);
    }
  }

  /** How each record changes the state. */
  private final class Applying implements DurableRecord.Visitor<Void> {
    @Override
    public Void sessionOpened(DurableRecord.SessionOpened opened) {
      DurableSession session = session(opened.client());
      boolean first = !session.known();
      session.open(opened.expiry(), opened.will());
      if (first) {
        written(session);
      } else {
        grow(session);
      }
      return null;
    }

    @Override
    public Void sessionDetached(DurableRecord.SessionDetached detached) {
      DurableSession session = session(detached.client());
      session.detach(detached.endsAtNanos(), detached.willDueNanos());
      return null;
    }

    @Override
    public Void sessionEnded(DurableRecord.SessionEnded ended) {
      end(ended.client());
      return null;
    }

    @Override
    public Void sessionKept(DurableRecord.SessionKept kept) {
      DurableSession session = session(kept.client());
      session.become(kept);
      written(session);
      return null;
    }

    @Override
    public Void willCleared(DurableRecord.WillCleared cleared) {
      session(cleared.client()).clearWill();
      return null;
    }

    @Override
    public Void subscribed(DurableRecord.Subscribed subscribed) {
      DurableSession session = session(subscribed.client());
      session.subscribe(subscribed.terms());
      grow(session);
      return null;
    }

    @Override
    public Void unsubscribed(DurableRecord.Unsubscribed unsubscribed) {
      session(unsubscribed.client()).unsubscribe(unsubscribed.filter());
      return null;
    }

    @Override
    public Void messageKept(DurableRecord.MessageKept kept) {
      DurableMessage message = new DurableMessage(kept, recordPlace, recordBytes);
      if (message.isNeeded()) {
        replace(message);
      }
      if (kept.incomingPacketId() != 0) {
        kept.publisher().ifPresent(client -> session(client).remember(kept.incomingPacketId()));
      }
      return null;
    }

    private void replace(DurableMessage message) {
      DurableMessage older = messages.put(message.id(), message);
      liveBytes += message.bytes();
      if (older != null) {
        liveBytes -= older.bytes();
        older.recipients().forEach(r -> session(r.client()).settle(older.id()));
      }
      message.recipients().forEach(r -> session(r.client()).owe(message.id()));
      if (message.retained()) {
        retain(message);
      }
    }

    @Override
    public Void settled(DurableRecord.Settled settled) {
      session(settled.client()).settle(settled.message());
      settle(settled.client(), settled.message());
      return null;
    }

    @Override
    public Void retainedCleared(DurableRecord.RetainedCleared cleared) {
      Long id = retained.remove(cleared.topic());
      if (id != null) {
        retainNoMore(id);
      }
      return null;
    }

    @Override
    public Void incomingRemembered(DurableRecord.IncomingRemembered remembered) {
      session(remembered.client()).remember(remembered.packetId());
      return null;
    }

    @Override
    public Void incomingReleased(DurableRecord.IncomingReleased released) {
      session(released.client()).release(released.packetId());
      return null;
    }

    @Override
    public Void outgoingAssigned(DurableRecord.OutgoingAssigned assigned) {
      DurableMessage message = messages.get(assigned.message());
      if (message != null) {
        message.change(assigned.client(), r -> r.assigned(assigned.packetId()));
      }
      return null;
    }

    @Override
    public Void outgoingReceived(DurableRecord.OutgoingReceived received) {
      DurableMessage message = messages.get(received.message());
      if (message != null) {
        message.change(received.client(), Recipient::answered);
      }
      return null;
    }

    @Override
    public Void enqueued(DurableRecord.Enqueued enqueued) {
      // Another one keeps it.
      return null;
    }
  }
}
