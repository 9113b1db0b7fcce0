package dev.sluice.edge.journal;

import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.Owner;
import dev.sluice.broker.durable.QueueClass;
import dev.sluice.broker.durable.Recipient;
import dev.sluice.broker.durable.SourceMark;
import dev.sluice.broker.durable.SubscriptionTerms;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.mqtt.Will;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Reads what {@link RecordWriter} wrote. A body that passed its checksum and is nevertheless no
 * record throws {@link RuntimeException}; the caller takes it for damage.
 */
final class RecordReader {
  private final ByteBuffer in;

  private RecordReader(ByteBuffer in) {
    this.in = in;
  }

  /**
   * @param in positioned behind the type
   */
  static DurableRecord read(RecordType type, ByteBuffer in) {
    return new RecordReader(in).record(type);
  }

  private DurableRecord record(RecordType type) {
    return switch (type) {
      case SESSION_OPENED -> new DurableRecord.SessionOpened(client(), duration(), will(), owner());
      case SESSION_DETACHED ->
          new DurableRecord.SessionDetached(client(), in.getLong(), in.getLong());
      case SESSION_ENDED -> new DurableRecord.SessionEnded(client());
      case SESSION_KEPT -> sessionKept();
      case WILL_CLEARED -> new DurableRecord.WillCleared(client());
      case SUBSCRIBED -> new DurableRecord.Subscribed(client(), terms());
      case UNSUBSCRIBED -> new DurableRecord.Unsubscribed(client(), TopicFilter.of(text()));
      case MESSAGE_KEPT -> messageKept();
      case SETTLED -> new DurableRecord.Settled(client(), in.getLong());
      case RETAINED_CLEARED -> new DurableRecord.RetainedCleared(TopicName.of(text()));
      case INCOMING_REMEMBERED -> new DurableRecord.IncomingRemembered(client(), packetId());
      case INCOMING_RELEASED -> new DurableRecord.IncomingReleased(client(), packetId());
      case OUTGOING_ASSIGNED ->
          new DurableRecord.OutgoingAssigned(client(), in.getLong(), packetId());
      case ENQUEUED ->
          new DurableRecord.Enqueued(in.getInt(), Payload.EMPTY, true, 0, DurableRecord.NEVER);
      case TAKEN -> new DurableRecord.Taken(mark());
      case OUTGOING_RECEIVED -> new DurableRecord.OutgoingReceived(client(), in.getLong());
      case MARK -> throw new IllegalArgumentException("a mark is no record");
    };
  }

  private DurableRecord sessionKept() {
    return new DurableRecord.SessionKept(
        client(),
        duration(),
        will(),
        bool(),
        in.getLong(),
        in.getLong(),
        list(this::terms),
        list(in::getInt),
        owner());
  }

  /** The last field: records from before there were owners end without it. */
  private Optional<Owner> owner() {
    return in.hasRemaining() ? optional(() -> new Owner(text(), text())) : Optional.empty();
  }

  private DurableRecord messageKept() {
    long id = in.getLong();
    Message message = message();
    Optional<ClientId> publisher = optional(this::client);
    long expiresAtNanos = in.getLong();
    int has = in.get();
    int packetId = packetId();
    List<Recipient> recipients = list(this::recipient);
    Optional<SourceMark> mark =
        (has & RecordWriter.MARKED) != 0 ? Optional.of(mark()) : Optional.empty();
    return new DurableRecord.MessageKept(
        id,
        message,
        publisher,
        expiresAtNanos,
        (has & RecordWriter.RETAINED) != 0,
        packetId,
        recipients,
        in.hasRemaining() ? QueueClass.ofCode(in.get()) : QueueClass.PLAIN,
        mark);
  }

  private SourceMark mark() {
    return new SourceMark(text(), in.getLong());
  }

  private ClientId client() {
    return new ClientId(text());
  }

  private int packetId() {
    return Short.toUnsignedInt(in.getShort());
  }

  private Duration duration() {
    return Duration.ofMillis(in.getLong());
  }

  private Optional<Will> will() {
    return optional(() -> new Will(message(), duration()));
  }

  private SubscriptionTerms terms() {
    return new SubscriptionTerms(
        TopicFilter.of(text()), Qos.of(in.get()), bool(), bool(), list(in::getInt));
  }

  private Recipient recipient() {
    return new Recipient(client(), Qos.of(in.get()), bool(), list(in::getInt), packetId(), bool());
  }

  private Message message() {
    TopicName topic = TopicName.of(text());
    Qos qos = Qos.of(in.get());
    boolean retain = bool();
    PublishProperties properties = bool() ? properties() : PublishProperties.NONE;
    return new Message(topic, Payload.of(bytes()), qos, retain, properties);
  }

  private PublishProperties properties() {
    int format = in.get();
    long expiry = in.getLong();
    return new PublishProperties(
        format < 0 ? OptionalInt.empty() : OptionalInt.of(format),
        expiry < 0 ? OptionalLong.empty() : OptionalLong.of(expiry),
        optional(this::text),
        optional(() -> TopicName.of(text())),
        optional(() -> Payload.of(bytes())),
        list(() -> new UserProperty(text(), text())));
  }

  private boolean bool() {
    return in.get() != 0;
  }

  private byte[] bytes() {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return bytes;
  }

  private String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  private <T> Optional<T> optional(Supplier<T> value) {
    return bool() ? Optional.of(value.get()) : Optional.empty();
  }

  private <T> List<T> list(Supplier<T> item) {
    int size = in.getInt();
    List<T> items = new ArrayList<>(Math.min(size, 64));
    for (int i = 0; i < size; i++) {
      items.add(item.get());
    }
    return items;
  }
}
