package dev.sluice.edge.journal;

import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableRecord.Enqueued;
import dev.sluice.broker.durable.DurableRecord.IncomingReleased;
import dev.sluice.broker.durable.DurableRecord.IncomingRemembered;
import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.broker.durable.DurableRecord.OutgoingAssigned;
import dev.sluice.broker.durable.DurableRecord.OutgoingReceived;
import dev.sluice.broker.durable.DurableRecord.RetainedCleared;
import dev.sluice.broker.durable.DurableRecord.SessionDetached;
import dev.sluice.broker.durable.DurableRecord.SessionEnded;
import dev.sluice.broker.durable.DurableRecord.SessionKept;
import dev.sluice.broker.durable.DurableRecord.SessionOpened;
import dev.sluice.broker.durable.DurableRecord.Settled;
import dev.sluice.broker.durable.DurableRecord.Subscribed;
import dev.sluice.broker.durable.DurableRecord.Taken;
import dev.sluice.broker.durable.DurableRecord.Unsubscribed;
import dev.sluice.broker.durable.DurableRecord.WillCleared;
import dev.sluice.broker.durable.Owner;
import dev.sluice.broker.durable.Recipient;
import dev.sluice.broker.durable.SourceMark;
import dev.sluice.broker.durable.SubscriptionTerms;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.mqtt.Will;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes records as bytes: their type, then their fields. {@link RecordReader} is its mirror. */
final class RecordWriter implements DurableRecord.Visitor<Void> {
  // What a message has beside its fields; the format began with the first of the two alone.
  static final int RETAINED = 1;
  static final int MARKED = 2;

  private final Bytes out;

  RecordWriter(Bytes out) {
    this.out = out;
  }

  void write(DurableRecord record) {
    record.accept(this);
  }

  private void begin(RecordType type, ClientId client) {
    out.putByte(type.code());
    out.putText(client.value());
  }

  @Override
  public Void sessionOpened(SessionOpened opened) {
    begin(RecordType.SESSION_OPENED, opened.client());
    duration(opened.expiry());
    will(opened.will());
    owner(opened.owner());
    return null;
  }

  @Override
  public Void sessionDetached(SessionDetached detached) {
    begin(RecordType.SESSION_DETACHED, detached.client());
    out.putLong(detached.endsAtNanos());
    out.putLong(detached.willDueNanos());
    return null;
  }

  @Override
  public Void sessionEnded(SessionEnded ended) {
    begin(RecordType.SESSION_ENDED, ended.client());
    return null;
  }

  @Override
  public Void sessionKept(SessionKept kept) {
    begin(RecordType.SESSION_KEPT, kept.client());
    duration(kept.expiry());
    will(kept.will());
    out.putBoolean(kept.connected());
    out.putLong(kept.endsAtNanos());
    out.putLong(kept.willDueNanos());
    out.putInt(kept.subscriptions().size());
    kept.subscriptions().forEach(this::terms);
    numbers(kept.incoming());
    owner(kept.owner());
    return null;
  }

  @Override
  public Void willCleared(WillCleared cleared) {
    begin(RecordType.WILL_CLEARED, cleared.client());
    return null;
  }

  @Override
  public Void subscribed(Subscribed subscribed) {
    begin(RecordType.SUBSCRIBED, subscribed.client());
    terms(subscribed.terms());
    return null;
  }

  @Override
  public Void unsubscribed(Unsubscribed unsubscribed) {
    begin(RecordType.UNSUBSCRIBED, unsubscribed.client());
    out.putText(unsubscribed.filter().value());
    return null;
  }

  @Override
  public Void messageKept(MessageKept kept) {
    out.putByte(RecordType.MESSAGE_KEPT.code());
    out.putLong(kept.id());
    message(kept.message());
    out.putBoolean(kept.publisher().isPresent());
    kept.publisher().ifPresent(client -> out.putText(client.value()));
    out.putLong(kept.expiresAtNanos());
    out.putByte((kept.retained() ? RETAINED : 0) | (kept.mark().isPresent() ? MARKED : 0));
    out.putShort(kept.incomingPacketId());
    out.putInt(kept.recipients().size());
    kept.recipients().forEach(this::recipient);
    kept.mark().ifPresent(this::mark);
    if (!kept.queueClass().isPlain()) {
      out.putByte(kept.queueClass().code());
    }
    return null;
  }

  @Override
  public Void settled(Settled settled) {
    begin(RecordType.SETTLED, settled.client());
    out.putLong(settled.message());
    return null;
  }

  @Override
  public Void retainedCleared(RetainedCleared cleared) {
    out.putByte(RecordType.RETAINED_CLEARED.code());
    out.putBytes(cleared.topic().utf8());
    return null;
  }

  @Override
  public Void incomingRemembered(IncomingRemembered remembered) {
    begin(RecordType.INCOMING_REMEMBERED, remembered.client());
    out.putShort(remembered.packetId());
    return null;
  }

  @Override
  public Void incomingReleased(IncomingReleased released) {
    begin(RecordType.INCOMING_RELEASED, released.client());
    out.putShort(released.packetId());
    return null;
  }

  @Override
  public Void outgoingAssigned(OutgoingAssigned assigned) {
    begin(RecordType.OUTGOING_ASSIGNED, assigned.client());
    out.putLong(assigned.message());
    out.putShort(assigned.packetId());
    return null;
  }

  @Override
  public Void outgoingReceived(OutgoingReceived received) {
    begin(RecordType.OUTGOING_RECEIVED, received.client());
    out.putLong(received.message());
    return null;
  }

  @Override
  public Void enqueued(Enqueued enqueued) {
    out.putByte(RecordType.ENQUEUED.code());
    out.putInt(enqueued.queue());
    return null;
  }

  @Override
  public Void taken(Taken taken) {
    out.putByte(RecordType.TAKEN.code());
    mark(taken.mark());
    return null;
  }

  private void mark(SourceMark mark) {
    out.putText(mark.source());
    out.putLong(mark.number());
  }

  private void duration(Duration duration) {
    out.putLong(duration.toMillis());
  }

  private void will(Optional<Will> will) {
    out.putBoolean(will.isPresent());
    will.ifPresent(
        present -> {
          message(present.message());
          duration(present.delay());
        });
  }

  private void owner(Optional<Owner> owner) {
    out.putBoolean(owner.isPresent());
    owner.ifPresent(
        found -> {
          out.putText(found.realm());
          out.putText(found.user());
        });
  }

  private void terms(SubscriptionTerms terms) {
    out.putText(terms.filter().value());
    out.putByte(terms.maximumQos().level());
    out.putBoolean(terms.noLocal());
    out.putBoolean(terms.retainAsPublished());
    numbers(terms.identifiers());
  }

  private void recipient(Recipient recipient) {
    out.putText(recipient.client().value());
    out.putByte(recipient.qos().level());
    out.putBoolean(recipient.retain());
    numbers(recipient.identifiers());
    out.putShort(recipient.packetId());
    out.putBoolean(recipient.received());
  }

  private void message(Message message) {
    out.putBytes(message.topic().utf8());
    out.putByte(message.qos().level());
    out.putBoolean(message.retain());
    properties(message.properties());
    out.putBytes(message.payload().bytes());
  }

  private void properties(PublishProperties properties) {
    boolean none = properties.equals(PublishProperties.NONE);
    out.putBoolean(!none);
    if (none) {
      return;
    }
    out.putByte(properties.payloadFormatIndicator().orElse(-1));
    out.putLong(properties.messageExpirySeconds().orElse(-1));
    text(properties.contentType());
    text(properties.responseTopic().map(topic -> topic.value()));
    out.putBoolean(properties.correlationData().isPresent());
    properties.correlationData().ifPresent(data -> out.putBytes(data.bytes()));
    out.putInt(properties.userProperties().size());
    for (UserProperty property : properties.userProperties()) {
      out.putText(property.name());
      out.putText(property.value());
    }
  }

  private void text(Optional<String> text) {
    out.putBoolean(text.isPresent());
    text.ifPresent(out::putText);
  }

  private void numbers(List<Integer> numbers) {
    out.putInt(numbers.size());
    numbers.forEach(out::putInt);
  }
}
