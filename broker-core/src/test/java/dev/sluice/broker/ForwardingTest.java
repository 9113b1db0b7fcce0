package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableRecord.Enqueued;
import dev.sluice.broker.durable.DurableRecord.IncomingRemembered;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForwardingTest {
  private final List<Message> offered = new ArrayList<>();
  private final List<Message> refused = new ArrayList<>();
  private boolean full;
  private TestBroker broker;
  private TestClient publisher;

  /** Wants what is published under "up". */
  private final Forwarder forwarder =
      new Forwarder() {
        @Override
        public Offer offer(Message message, long nowNanos) {
          if (!message.topic().value().startsWith("up")) {
            return new Offer.Nothing();
          }
          offered.add(message);
          return full ? new Offer.Full() : new Offer.Entry(3, message.payload(), 77);
        }

        @Override
        public void onRefused(Message message) {
          refused.add(message);
        }
      };

  @BeforeEach
  void connect() {
    broker = TestBroker.withJournal(new KeptLog());
    broker.core().forwardTo(forwarder);
    publisher = broker.connect("p").forget();
  }

  private static Message message(String topic) {
    return Message.of(TopicName.of(topic), Payload.utf8("x"), Qos.AT_LEAST_ONCE);
  }

  private List<DurableRecord> records() {
    return broker.appended().stream().map(Effect.Append::record).toList();
  }

  @Test
  void acknowledgesWhenTheQueueHasIt() {
    publisher.publish("up/t", "x", 1);
    assertThat(publisher.packets()).isEmpty();
    assertThat(records())
        .containsExactly(new Enqueued(3, Payload.utf8("x"), false, broker.now(), 77));
    broker.sync();
    assertThat(publisher.packets()).containsExactly("PUBACK #1");
  }

  @Test
  void neverWaitsForAQos0Publication() {
    publisher.publish("up/t", "x", 0);
    assertThat(records()).singleElement().isInstanceOf(Enqueued.class);
  }

  @Test
  void leavesAloneWhatIsNotWanted() {
    publisher.publish("other", "x", 1);
    assertThat(publisher.packets()).hasSize(1);
    assertThat(records()).isEmpty();
  }

  @Test
  void aRepetitionThatIsKnownAfterACrashFindsItsMessageForwarded() {
    TestClient lasting = broker.connect(Connects.lasting("s"));
    broker.appended().clear();
    lasting.publish("up/t", "x", 2);
    assertThat(records()).hasSize(2);
    assertThat(records().get(0)).isInstanceOfSatisfying(Enqueued.class, e -> e.onceOnly());
    assertThat(records().get(1)).isInstanceOf(IncomingRemembered.class);
  }

  @Test
  void refusesWhatItHasNoRoomFor() {
    full = true;
    publisher.publish("up/t", "x", 1);
    publisher.publish("up/t", "x", 2);
    assertThat(publisher.packets())
        .hasSize(2)
        .allSatisfy(packet -> assertThat(packet).containsAnyOf("QUOTA_EXCEEDED", "0x97", "151"));
    assertThat(records()).isEmpty();
  }

  @Test
  void deliversAQos0PublicationThatItHasNoRoomFor() {
    full = true;
    TestClient subscriber = broker.connect("s").forget();
    subscriber.subscribe("up/t", 0);
    subscriber.forget();
    publisher.publish("up/t", "x", 0);
    assertThat(subscriber.deliveries()).hasSize(1);
  }

  @Test
  void refusesWhileTheJournalDoesAndTellsTheForwarder() {
    broker.turn(core -> core.onJournalRefusing());
    publisher.publish("up/t", "x", 1);
    publisher.publish("other", "x", 1);
    List<String> packets = publisher.packets();
    assertThat(packets).hasSize(2);
    assertThat(packets.get(0)).isNotEqualTo("PUBACK #1");
    assertThat(refused).hasSize(1);
    assertThat(records()).isEmpty();
  }

  @Test
  void offersWhatTheServerItselfPublishes() {
    broker.turn(core -> core.publish(message("up/t"), broker.now()));
    assertThat(offered).hasSize(1);
  }
}
