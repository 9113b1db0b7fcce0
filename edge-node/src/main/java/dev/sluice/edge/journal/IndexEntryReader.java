package dev.sluice.edge.journal;

import dev.sluice.broker.durable.Addressee;
import dev.sluice.broker.durable.DurableRecord.Settled;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.broker.durable.MessageHead;
import dev.sluice.broker.durable.Place;
import dev.sluice.broker.durable.QueueClass;
import dev.sluice.broker.durable.SourceMark;
import dev.sluice.mqtt.ClientId;
import dev.sluice.topic.TopicName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what {@link IndexEntries} wrote, and tells it to a state. */
final class IndexEntryReader {
  private final SegmentIndex index;
  private final ByteBuffer in;
  private final DurableState state;
  private long lastId;
  private int lastPosition;
  private List<Addressee> lastAddressees = List.of();
  private Optional<ClientId> lastSettler = Optional.empty();
  private long lastSettled;

  private IndexEntryReader(SegmentIndex index, DurableState state) {
    this.index = index;
    this.in = index.entries();
    this.state = state;
  }

  /** An index that passed its checksum fits, or it was written by a program that was wrong. */
  static void apply(SegmentIndex index, DurableState state) {
    IndexEntryReader reader = new IndexEntryReader(index, state);
    while (reader.in.hasRemaining()) {
      reader.next();
    }
    state.reached(index.lastSequence());
  }

  private void next() {
    int code = in.get();
    switch (code & IndexEntries.KINDS) {
      case IndexEntries.MESSAGE -> message(code);
      case IndexEntries.SETTLED -> settled(code);
      default -> whole();
    }
  }

  private void whole() {
    int bytes = (int) varint();
    RecordType type = RecordType.of(in.get());
    state.apply(0, RecordReader.read(type, in), new Place(index.number(), 0, bytes));
  }

  private void message(int code) {
    lastId += signedVarint();
    int position = lastPosition + (int) signedVarint();
    int bytes = (int) varint();
    QueueClass queueClass =
        has(code, IndexEntries.CLASS) ? QueueClass.ofCode(in.get()) : QueueClass.PLAIN;
    Optional<TopicName> topic =
        has(code, IndexEntries.RETAINED) ? Optional.of(TopicName.of(text())) : Optional.empty();
    boolean incoming = has(code, IndexEntries.INCOMING);
    Optional<ClientId> publisher = incoming ? Optional.of(new ClientId(text())) : Optional.empty();
    int packetId = incoming ? (int) varint() : 0;
    if (!has(code, IndexEntries.SAME)) {
      lastAddressees = addressees();
    }
    Optional<SourceMark> mark =
        has(code, IndexEntries.MARKED)
            ? Optional.of(new SourceMark(text(), in.getLong()))
            : Optional.empty();
    lastPosition = position + bytes;
    state.apply(
        0,
        new MessageHead(lastId, topic, publisher, packetId, lastAddressees, queueClass, mark),
        new Place(index.number(), position, bytes));
  }

  private List<Addressee> addressees() {
    int count = (int) varint();
    List<Addressee> addressees = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ClientId client = new ClientId(text());
      long mark = varint();
      addressees.add(new Addressee(client, (int) (mark >>> 1), (mark & 1) != 0));
    }
    return List.copyOf(addressees);
  }

  private void settled(int code) {
    if (!has(code, IndexEntries.SAME)) {
      lastSettler = Optional.of(new ClientId(text()));
    }
    lastSettled += signedVarint();
    state.apply(
        0, new Settled(lastSettler.orElseThrow(), lastSettled), new Place(index.number(), 0, 0));
  }

  private static boolean has(int code, int flag) {
    return (code & flag) != 0;
  }

  private String text() {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private long varint() {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = in.get();
      value |= (long) (next & 0x7F) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }

  private long signedVarint() {
    long value = varint();
    return value >>> 1 ^ -(value & 1);
  }
}
