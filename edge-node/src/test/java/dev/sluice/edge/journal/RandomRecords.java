package dev.sluice.edge.journal;

import dev.sluice.broker.Effect;
import dev.sluice.broker.KeepLevel;
import dev.sluice.broker.durable.Addressee;
import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.broker.durable.DurableSession;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.broker.durable.OwedMessage;
import dev.sluice.broker.durable.Owner;
import dev.sluice.broker.durable.Place;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;

/** Records as a broker could append them, drawn from a seed, and what they add up to. */
final class RandomRecords {
  private static final String[] TOPICS = {"a", "b/ü", "c/d/e"};
  private static final Place NOWHERE = new Place(0, 0, 0);

  private final SplittableRandom random;
  private final int payloadMax;
  private final List<Effect.Append> appended = new ArrayList<>();
  private final Map<Long, MessageKept> messages = new HashMap<>();
  private DurableState current = new DurableState();

  RandomRecords(SplittableRandom random, int payloadMax) {
    this.random = random;
    this.payloadMax = payloadMax;
  }

  /** What the first of them, up to that number, add up to. */
  DurableState stateAt(long sequence) {
    DurableState prefix = new DurableState();
    appended.stream()
        .filter(append -> append.sequence() <= sequence)
        .forEach(append -> prefix.apply(append.sequence(), append.record(), NOWHERE));
    return prefix;
  }

  /** The same, as records that say it again. */
  Set<DurableRecord> liveAt(long sequence) {
    return LiveRecords.of(stateAt(sequence), id -> Optional.ofNullable(messages.get(id)));
  }

  /** Forgets those after that number: the broker crashed. */
  void goBackTo(long sequence) {
    appended.removeIf(append -> append.sequence() > sequence);
    current = stateAt(sequence);
  }

  List<Effect.Append> batch() {
    List<Effect.Append> batch = new ArrayList<>();
    int size = 1 + random.nextInt(8);
    for (int i = 0; i < size; i++) {
      batch.add(next());
    }
    return batch;
  }

  Effect.Append next() {
    long sequence = appended.isEmpty() ? 1 : appended.get(appended.size() - 1).sequence() + 1;
    KeepLevel level = random.nextInt(3) == 0 ? KeepLevel.DISK : KeepLevel.SYSTEM;
    Effect.Append append = new Effect.Append(sequence, record(sequence, current), level);
    appended.add(append);
    current.apply(sequence, append.record(), NOWHERE);
    if (append.record() instanceof MessageKept kept) {
      messages.put(kept.id(), kept);
    }
    return append;
  }

  private DurableRecord record(long sequence, DurableState now) {
    List<DurableSession> sessions = now.sessions();
    if (sessions.isEmpty() || random.nextInt(15) == 0) {
      return new DurableRecord.SessionOpened(client(), Duration.ofSeconds(30), will(), owner());
    }
    DurableSession session = sessions.get(random.nextInt(sessions.size()));
    ClientId client = session.client();
    return switch (random.nextInt(21)) {
      case 20 -> new DurableRecord.Taken(mark(sequence));
      case 0 -> new DurableRecord.SessionDetached(client, random.nextLong(), random.nextLong());
      case 1 ->
          random.nextInt(3) == 0
              ? new DurableRecord.SessionEnded(client)
              : new DurableRecord.WillCleared(client);
      case 2, 3 -> new DurableRecord.Subscribed(client, terms());
      case 4 -> new DurableRecord.Unsubscribed(client, TopicFilter.of(topic()));
      case 5 -> new DurableRecord.IncomingRemembered(client, 1 + random.nextInt(65_535));
      case 6 ->
          session.incoming().isEmpty()
              ? new DurableRecord.RetainedCleared(TopicName.of(topic()))
              : new DurableRecord.IncomingReleased(client, session.incoming().get(0));
      case 7, 8, 9, 10, 11 -> owed(session, now);
      default -> message(sequence, sessions);
    };
  }

  private DurableRecord owed(DurableSession session, DurableState now) {
    Optional<Owed> first = firstOwed(session.client(), now);
    if (first.isEmpty()) {
      return new DurableRecord.RetainedCleared(TopicName.of(topic()));
    }
    long id = first.get().id();
    Recipient recipient =
        OwedMessage.of(messages.get(id), session.client())
            .orElseThrow()
            .recipient()
            .as(first.get().addressee());
    if (recipient.qos() == Qos.EXACTLY_ONCE && recipient.packetId() == 0) {
      return new DurableRecord.OutgoingAssigned(session.client(), id, 1 + random.nextInt(65_535));
    }
    if (recipient.qos() == Qos.EXACTLY_ONCE && !recipient.received()) {
      return new DurableRecord.OutgoingReceived(session.client(), id);
    }
    return new DurableRecord.Settled(session.client(), id);
  }

  private record Owed(long id, Addressee addressee) {}

  private static Optional<Owed> firstOwed(ClientId client, DurableState now) {
    List<Owed> owed = new ArrayList<>();
    now.forEachOwed(
        (id, bytes, queueClass, addressee) -> {
          if (owed.isEmpty() && addressee.client().equals(client)) {
            owed.add(new Owed(id, addressee));
          }
        });
    return owed.stream().findFirst();
  }

  private DurableRecord message(long sequence, List<DurableSession> sessions) {
    List<Recipient> recipients = new ArrayList<>();
    for (DurableSession session : sessions) {
      if (random.nextBoolean()) {
        recipients.add(
            Recipient.waiting(
                session.client(),
                Qos.of(1 + random.nextInt(2)),
                random.nextBoolean(),
                random.nextBoolean() ? List.of() : List.of(1, 268_435_455)));
      }
    }
    ClientId publisher = sessions.get(0).client();
    return new DurableRecord.MessageKept(
        sequence,
        message(),
        random.nextBoolean() ? Optional.of(publisher) : Optional.empty(),
        random.nextBoolean() ? DurableRecord.NEVER : random.nextLong(),
        random.nextInt(4) == 0,
        random.nextInt(4) == 0 ? 65_535 : 0,
        recipients,
        sequence % 3 == 0 ? QueueClass.ofCode((int) (sequence * 7 % 30)) : QueueClass.PLAIN,
        random.nextInt(4) == 0 ? Optional.of(mark(sequence)) : Optional.empty());
  }

  private SourceMark mark(long sequence) {
    return new SourceMark("s" + random.nextInt(2), sequence);
  }

  private Message message() {
    byte[] payload = new byte[random.nextInt(payloadMax)];
    random.nextBytes(payload);
    return new Message(
        TopicName.of(topic()),
        Payload.of(payload),
        Qos.of(random.nextInt(3)),
        random.nextBoolean(),
        random.nextInt(3) == 0 ? properties() : PublishProperties.NONE);
  }

  private PublishProperties properties() {
    return new PublishProperties(
        random.nextBoolean() ? OptionalInt.of(1) : OptionalInt.empty(),
        random.nextBoolean() ? OptionalLong.of(0xFFFFFFFFL) : OptionalLong.empty(),
        random.nextBoolean() ? Optional.of("text/plain") : Optional.empty(),
        random.nextBoolean() ? Optional.of(TopicName.of("r/ö")) : Optional.empty(),
        random.nextBoolean() ? Optional.of(Payload.utf8("corr")) : Optional.empty(),
        random.nextBoolean()
            ? List.of()
            : List.of(new UserProperty("k", "v"), new UserProperty("", "")));
  }

  private Optional<Will> will() {
    return random.nextBoolean()
        ? Optional.empty()
        : Optional.of(new Will(message(), Duration.ofSeconds(random.nextInt(3))));
  }

  private Optional<Owner> owner() {
    return random.nextBoolean()
        ? Optional.empty()
        : Optional.of(new Owner(random.nextBoolean() ? "" : "token", "user" + random.nextInt(3)));
  }

  private SubscriptionTerms terms() {
    return new SubscriptionTerms(
        TopicFilter.of(random.nextBoolean() ? "#" : topic()),
        Qos.of(random.nextInt(3)),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean() ? List.of() : List.of(7));
  }

  private ClientId client() {
    return new ClientId("c" + random.nextInt(5));
  }

  private String topic() {
    return TOPICS[random.nextInt(TOPICS.length)];
  }
}
