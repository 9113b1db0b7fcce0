package dev.sluice.edge.journal;

import dev.sluice.broker.durable.Addressee;
import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.broker.durable.DurableRecord.Settled;
import dev.sluice.broker.durable.MessageHead;
import dev.sluice.mqtt.ClientId;
import java.util.List;
import java.util.Optional;

/**
 * Writes the records of a segment for its index, in order: of a message where it is and who is owed
 * it, everything else whole. What is as it was in the entry before is not said again, so a message
 * of a backlog takes some six bytes. {@link IndexEntryReader} is its mirror.
 */
final class IndexEntries {
  static final int WHOLE = 0;
  static final int SETTLED = 1;
  static final int MESSAGE = 2;

  // Flags beside the kind.
  static final int SAME = 0x10;
  static final int RETAINED = 0x20;
  static final int INCOMING = 0x40;
  static final int CLASS = 0x80;

  // Beside the kind, whose three bits are enough.
  static final int KINDS = 0x07;
  static final int MARKED = 0x08;

  private final Bytes out;
  private final RecordWriter records;
  private long lastId;
  private int lastPosition;
  private List<Addressee> lastAddressees = List.of();
  private Optional<ClientId> lastSettler = Optional.empty();
  private long lastSettled;

  IndexEntries(Bytes out) {
    this.out = out;
    this.records = new RecordWriter(out);
  }

  void add(Frame frame) {
    DurableRecord record = frame.record();
    if (record instanceof MessageKept kept) {
      message(frame, MessageHead.of(kept));
    } else if (record instanceof Settled settled) {
      settled(settled);
    } else {
      out.putByte(WHOLE);
      out.putVarint(frame.bytes());
      records.write(record);
    }
  }

  private void message(Frame frame, MessageHead head) {
    boolean same = head.addressees().equals(lastAddressees);
    boolean retained = head.retainedOn().isPresent();
    boolean incoming = head.publisher().isPresent();
    boolean plain = head.queueClass().isPlain();
    out.putByte(
        MESSAGE
            | (same ? SAME : 0)
            | (retained ? RETAINED : 0)
            | (incoming ? INCOMING : 0)
            | (plain ? 0 : CLASS)
            | (head.mark().isPresent() ? MARKED : 0));
    out.putSignedVarint(head.id() - lastId);
    out.putSignedVarint(frame.from() - (long) lastPosition);
    out.putVarint(frame.bytes());
    if (!plain) {
      out.putByte(head.queueClass().code());
    }
    head.retainedOn().ifPresent(topic -> out.putText(topic.value()));
    if (incoming) {
      out.putText(head.publisher().get().value());
      out.putVarint(head.incomingPacketId());
    }
    if (!same) {
      out.putVarint(head.addressees().size());
      head.addressees().forEach(this::addressee);
    }
    head.mark()
        .ifPresent(
            mark -> {
              out.putText(mark.source());
              out.putLong(mark.number());
            });
    lastId = head.id();
    lastPosition = frame.end();
    lastAddressees = head.addressees();
  }

  private void addressee(Addressee addressee) {
    out.putText(addressee.client().value());
    out.putVarint((long) addressee.packetId() << 1 | (addressee.received() ? 1 : 0));
  }

  private void settled(Settled settled) {
    boolean same = lastSettler.filter(settled.client()::equals).isPresent();
    out.putByte(SETTLED | (same ? SAME : 0));
    if (!same) {
      out.putText(settled.client().value());
    }
    out.putSignedVarint(settled.message() - lastSettled);
    lastSettler = Optional.of(settled.client());
    lastSettled = settled.message();
  }
}
