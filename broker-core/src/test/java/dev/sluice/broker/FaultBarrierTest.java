package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An exception inside a turn costs the connection whose turn it was, and nobody else. */
class FaultBarrierTest {
  private final TestBroker broker = new TestBroker(BrokerLimits.DEFAULT, new Fragile());
  private final TestClient bystander = broker.connect("bystander").subscribe("#", 1).forget();

  /** An authorizer with a bug. */
  private static final class Fragile implements Authorizer, Rights {
    @Override
    public Optional<ReasonCode> refusal(ClientId client, Identity identity) {
      return Optional.empty();
    }

    @Override
    public Rights rightsOf(ClientId client, Identity identity) {
      return this;
    }

    @Override
    public boolean mayPublish(TopicName topic) {
      failOn(topic.value());
      return true;
    }

    @Override
    public Optional<ReasonCode> refusal(TopicFilter filter) {
      failOn(filter.value());
      return Optional.empty();
    }

    private static void failOn(String topic) {
      if (topic.equals("bug")) {
        throw new IllegalStateException("planted");
      }
    }
  }

  @Test
  void closesTheConnectionAndCounts() {
    TestClient client =
        broker.connect(Connects.withWill(Connects.mqtt5("c"), "will", Duration.ZERO)).forget();
    client.publish("bug", "x", 1);
    assertThat(client.packets()).containsExactly("DISCONNECT IMPLEMENTATION_SPECIFIC_ERROR");
    assertThat(client.closed()).contains(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
    assertThat(broker.stats().faults()).isEqualTo(1);
    assertThat(broker.core().lastFault())
        .get()
        .hasToString("java.lang.IllegalStateException: planted");
    assertThat(bystander.packets()).containsExactly("PUBLISH will=gone q1 #1");
  }

  @Test
  void leavesTheSessionForTheNextConnection() {
    TestClient client = broker.connect(Connects.lasting("c")).subscribe("t", 1);
    client.subscribe("bug", 1);
    broker.connect("p").publish("t", "kept", 1);
    assertThat(broker.connect(Connects.lasting("c")).packets())
        .containsExactly("CONNACK SUCCESS present", "PUBLISH t=kept q1 #1");
  }

  @Test
  void aFaultInConnectClosesWhatIsNotYetAConnection() {
    TestClient client =
        broker.connect(Connects.withWill(Connects.mqtt5("c"), "bug", Duration.ZERO));
    assertThat(client.closed()).contains(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
    assertThat(broker.stats().connections()).isEqualTo(1);
  }

  @Test
  void everybodyElseGoesOn() {
    broker.connect("c").publish("bug", "x", 0);
    TestClient other = broker.connect("d").forget();
    other.publish("t", "x", 1);
    assertThat(other.packets()).containsExactly("PUBACK #1");
    assertThat(bystander.packets()).containsExactly("PUBLISH t=x q1 #1");
    assertThat(bystander.closed()).isEmpty();
  }
}
