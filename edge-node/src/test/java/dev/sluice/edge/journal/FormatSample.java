package dev.sluice.edge.journal;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.Recipient;
import dev.sluice.broker.durable.SubscriptionTerms;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.mqtt.Will;
import dev.sluice.storage.FileStorage;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The journal that is kept as {@code format-1.log}: every type of record, by hand. */
final class FormatSample {
  static final TimeMark TIME = new TimeMark(7_000_000_000L, 1_800_000_000_000L);

  private static final ClientId PUMP = new ClientId("pump-7");
  private static final ClientId DESK = new ClientId("desk-ü");
  private static final SubscriptionTerms ALL =
      new SubscriptionTerms(
          TopicFilter.of("plant/#"), Qos.EXACTLY_ONCE, true, false, List.of(268_435_455));

  private FormatSample() {}

  /** In the order of their numbers, from 1. */
  static List<DurableRecord> records() {
    return List.of(
        new DurableRecord.SessionOpened(
            DESK, Duration.ofDays(1), Optional.of(will()), Optional.empty()),
        new DurableRecord.Subscribed(DESK, ALL),
        new DurableRecord.SessionOpened(
            PUMP, Duration.ofHours(2), Optional.empty(), Optional.empty()),
        new DurableRecord.SessionDetached(DESK, 86_400_000_000_000L, DurableRecord.NEVER),
        kept(5, "plant/a", PublishProperties.NONE, DurableRecord.NEVER, false),
        kept(6, "plant/b", everything(), 90_000_000_000L, true),
        new DurableRecord.OutgoingAssigned(DESK, 5, 17),
        new DurableRecord.OutgoingReceived(DESK, 5),
        new DurableRecord.IncomingRemembered(PUMP, 65_535),
        new DurableRecord.IncomingReleased(PUMP, 40),
        kept(11, "plant/c", PublishProperties.NONE, DurableRecord.NEVER, true),
        new DurableRecord.RetainedCleared(TopicName.of("plant/c")),
        new DurableRecord.Settled(DESK, 11),
        new DurableRecord.Unsubscribed(PUMP, TopicFilter.of("nothing")),
        new DurableRecord.WillCleared(DESK),
        new DurableRecord.SessionKept(
            new ClientId("whole"),
            Duration.ofMinutes(3),
            Optional.empty(),
            false,
            180_000_000_000L,
            DurableRecord.NEVER,
            List.of(ALL),
            List.of(3, 4),
            Optional.empty()),
        new DurableRecord.SessionOpened(
            new ClientId("gone"), Duration.ofDays(1), Optional.empty(), Optional.empty()),
        new DurableRecord.SessionEnded(new ClientId("gone")));
  }

  private static Will will() {
    return new Will(
        Message.of(TopicName.of("plant/will"), Payload.utf8("gone"), Qos.AT_LEAST_ONCE),
        Duration.ofSeconds(5));
  }

  private static DurableRecord kept(
      long id, String topic, PublishProperties properties, long expires, boolean retained) {
    return new DurableRecord.MessageKept(
        id,
        new Message(
            TopicName.of(topic), Payload.utf8("value " + id), Qos.EXACTLY_ONCE, true, properties),
        Optional.of(PUMP),
        expires,
        retained,
        40,
        List.of(new Recipient(DESK, Qos.EXACTLY_ONCE, false, List.of(268_435_455), 0, false)));
  }

  private static PublishProperties everything() {
    return new PublishProperties(
        OptionalInt.of(1),
        OptionalLong.of(90),
        Optional.of("text/plain"),
        Optional.of(TopicName.of("reply/to")),
        Optional.of(Payload.utf8("id")),
        List.of(new UserProperty("unit", "µm"), new UserProperty("unit", "mm")));
  }

  /** As a program writes them now; how the kept file was made when the format was new. */
  public static void main(String[] folder) throws IOException, JournalException {
    FileStorage storage = new FileStorage(Path.of(folder[0]));
    SegmentLog log =
        SegmentLog.open(
            storage,
            new SegmentLog.Settings(SyncPolicy.FSYNC, 1 << 20, 1 << 20),
            Recovery.run(storage),
            TIME);
    List<Effect.Append> batch = new ArrayList<>();
    for (DurableRecord record : records()) {
      batch.add(new Effect.Append(batch.size() + 1, record));
    }
    log.append(batch, TIME);
    log.close();
  }
}
