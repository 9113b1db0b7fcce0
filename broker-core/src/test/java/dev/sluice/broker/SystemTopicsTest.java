package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.mqtt.OutboundPacket.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SystemTopicsTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final TestBroker broker =
      new TestBroker(new BrokerOptions(false, INTERVAL, 65_535, 1_000, "sluice test"));

  SystemTopicsTest() {
    broker.turn(core -> core.begin(broker.now()));
    broker.pass(Duration.ZERO);
  }

  private static Map<String, String> values(List<Delivery> deliveries) {
    Map<String, String> values = new TreeMap<>();
    for (Delivery delivery : deliveries) {
      values.put(
          delivery.message().topic().value().substring("$SYS/broker/".length()),
          new String(delivery.message().payload().bytes(), StandardCharsets.UTF_8));
    }
    return values;
  }

  @Test
  void whoSubscribesIsToldHowTheBrokerIs() {
    TestClient client = broker.connect("c");
    client.subscribe("a", 0).publish("a", "four", 0);
    broker.pass(INTERVAL);
    client.forget().subscribe("$SYS/#", 0);

    assertThat(values(client.deliveries()))
        .containsEntry("version", "sluice test")
        .containsEntry("uptime", "10 seconds")
        .containsEntry("clients/connected", "1")
        .containsEntry("clients/disconnected", "0")
        .containsEntry("subscriptions/count", "1")
        .containsEntry("publish/messages/received", "1")
        .containsEntry("publish/messages/sent", "1")
        .containsEntry("publish/bytes/received", "4")
        .containsKeys("load/publish/received/1min", "load/connections/15min");
  }

  @Test
  void saysOnlyWhatHasChanged() {
    TestClient client = broker.connect("c");
    broker.pass(INTERVAL);
    client.subscribe("$SYS/#", 0).forget();
    broker.pass(INTERVAL);

    assertThat(values(client.deliveries()))
        .containsKey("uptime")
        .doesNotContainKeys("version", "clients/connected", "subscriptions/maximum");
  }

  @Test
  @Tag("MQTT-4.7.2-1")
  @Tag("MQTT311-4.7.2-1")
  void aWildcardAtTheBeginningDoesNotReachIt() {
    TestClient client = broker.connect("c").subscribe("#", 0).subscribe("+/broker/uptime", 0);
    client.forget();
    broker.pass(INTERVAL);

    assertThat(client.deliveries()).isEmpty();
  }

  @Test
  void isNotKeptByTheJournal() {
    TestBroker durable = TestBroker.withJournal(new KeptLog());
    durable.turn(core -> core.publish(retained(), durable.now()));

    assertThat(durable.appended()).isEmpty();
  }

  private static dev.sluice.mqtt.Message retained() {
    return new dev.sluice.mqtt.Message(
        dev.sluice.topic.TopicName.of("$SYS/broker/uptime"),
        dev.sluice.mqtt.Payload.utf8("1"),
        dev.sluice.mqtt.Qos.AT_MOST_ONCE,
        true,
        dev.sluice.mqtt.PublishProperties.NONE);
  }

  @Test
  void isSilentUnlessAsked() {
    TestBroker silent = new TestBroker();
    silent.turn(core -> core.begin(silent.now()));

    assertThat(silent.core().nextTimerNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void anAverageApproachesTheRateWithinItsWindow() {
    LoadAverage minute = new LoadAverage(Duration.ofMinutes(1));
    for (int i = 0; i < 6; i++) {
      minute.sample(20, INTERVAL.toNanos());
    }
    // 120 a minute, seen for one window: 1 - 1/e of it.
    assertThat(minute.perMinute()).isCloseTo(120 * (1 - Math.exp(-1)), within(0.001));
  }
}
