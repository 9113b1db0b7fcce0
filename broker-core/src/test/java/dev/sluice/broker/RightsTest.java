package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rights that change while clients are connected, and sessions that belong to somebody. */
class RightsTest {
  private static final Identity ANNA = identity("anna", "password:1");
  private static final Identity BERT = identity("bert", "password:2");

  private final Denying denying = new Denying();
  private final TestBroker broker = new TestBroker(BrokerLimits.DEFAULT, denying);

  private static Identity identity(String user, String credential) {
    return new Identity("", user, Set.of(), credential, false);
  }

  private RightsChange change() {
    RightsChange[] change = new RightsChange[1];
    broker.turn(core -> change[0] = core.onRightsChanged(broker.now()));
    return change[0];
  }

  @Test
  void aSubscriptionThatIsNotAllowedAnyMoreIsRemovedAndSaid() {
    TestClient anna = broker.connect(Connects.mqtt5("a"), ANNA).subscribe("secret/x", 1);
    anna.subscribe("open", 1).forget();
    TestClient publisher = broker.connect(Connects.mqtt5("b"), BERT);
    denying.deny("secret/x");

    assertThat(change().removed())
        .containsExactly(new RightsChange.Removed(new ClientId("a"), TopicFilter.of("secret/x")));
    publisher.publish("secret/x", "no", 1);
    publisher.publish("open", "yes", 1);
    assertThat(anna.packets()).containsExactly("PUBLISH open=yes q1 #1");
    assertThat(broker.stats().subscriptions()).isEqualTo(1);
  }

  @Test
  void sharingAFilterTakesTheRightToItAndGoesWithIt() {
    denying.deny("secret");
    TestClient anna = broker.connect(Connects.mqtt5("a"), ANNA).forget();
    anna.subscribe("$share/g/secret/x", 1).subscribe("$share/g/open", 1);
    assertThat(anna.packets())
        .containsExactly("SUBACK #1 [NOT_AUTHORIZED]", "SUBACK #2 [GRANTED_QOS_1]");
    denying.deny("open");

    assertThat(change().removed())
        .containsExactly(
            new RightsChange.Removed(new ClientId("a"), TopicFilter.of("$share/g/open")));
    broker.connect(Connects.mqtt5("b"), BERT);
    broker.publish(Message.of(TopicName.of("open"), Payload.utf8("no"), Qos.AT_LEAST_ONCE));
    assertThat(anna.packets()).isEmpty();
  }

  @Test
  void whatWaitsForAnAbsentClientGoesWithTheRight() {
    TestClient anna = broker.connect(Connects.lasting("a"), ANNA).subscribe("secret/#", 1);
    anna.subscribe("open", 1).disconnect();
    TestClient publisher = broker.connect(Connects.mqtt5("b"), BERT);
    publisher.publish("secret/x", "1", 1);
    publisher.publish("open", "2", 1);
    denying.deny("secret");

    assertThat(change().removed()).hasSize(1);
    assertThat(broker.connect(Connects.lasting("a"), ANNA).packets())
        .containsExactly("CONNACK SUCCESS present", "PUBLISH open=2 q1 #1");
    assertThat(broker.stats().queuedMessages()).isZero();
  }

  @Test
  void whatWasSentIsNotRepeatedWithoutTheRight() {
    TestClient anna = broker.connect(Connects.lasting("a"), ANNA).subscribe("secret/#", 1);
    broker.connect(Connects.mqtt5("b"), BERT).publish("secret/x", "1", 1);
    anna.lose();
    denying.deny("secret");

    assertThat(broker.connect(Connects.lasting("a"), ANNA).packets())
        .containsExactly("CONNACK SUCCESS present");
    assertThat(broker.stats().subscriptions()).isZero();
  }

  @Test
  void aUserThatIsGoneIsClosedAndItsWillUnsaid() {
    TestClient watcher = broker.connect(Connects.mqtt5("w"), BERT).subscribe("#", 0).forget();
    TestClient anna =
        broker.connect(Connects.withWill(Connects.mqtt5("a"), "will", Duration.ZERO), ANNA);
    denying.forget("anna");

    RightsChange change = change();
    assertThat(change.closed()).containsExactly(new ClientId("a"));
    assertThat(change.willsDropped()).isEqualTo(1);
    assertThat(anna.closed()).contains(ReasonCode.NOT_AUTHORIZED);
    assertThat(watcher.packets()).isEmpty();
    assertThat(watcher.closed()).isEmpty();
  }

  @Test
  void aWithdrawnCredentialClosesTheConnectionAndLeavesTheSession() {
    TestClient anna = broker.connect(Connects.lasting("a"), ANNA).subscribe("t", 1);
    denying.withdraw("password:1");

    assertThat(change().closed()).containsExactly(new ClientId("a"));
    assertThat(anna.closed()).contains(ReasonCode.NOT_AUTHORIZED);
    Identity again = identity("anna", "password:3");
    assertThat(broker.connect(Connects.lasting("a"), again).packets())
        .containsExactly("CONNACK SUCCESS present");
    assertThat(broker.stats().subscriptions()).isEqualTo(1);
  }

  @Test
  void nobodyTakesTheSessionOfAnotherUser() {
    TestClient anna = broker.connect(Connects.lasting("a"), ANNA).subscribe("t", 1).forget();

    assertThat(broker.connect(Connects.mqtt5("a"), BERT).packets())
        .containsExactly("CONNACK CLIENT_IDENTIFIER_NOT_VALID");
    assertThat(broker.connect(Connects.mqtt5("a")).packets())
        .containsExactly("CONNACK CLIENT_IDENTIFIER_NOT_VALID");
    assertThat(anna.closed()).isEmpty();
  }

  @Test
  void usersOfTwoRealmsAreTwoThoughTheyShareAName() {
    Identity namesake = new Identity("token", "anna", Set.of(), "token:1", false);
    broker.connect(Connects.lasting("a"), ANNA);

    assertThat(broker.connect(Connects.lasting("a"), namesake).packets())
        .containsExactly("CONNACK CLIENT_IDENTIFIER_NOT_VALID");
    assertThat(broker.connect(Connects.lasting("b"), namesake).packets().get(0))
        .startsWith("CONNACK SUCCESS");
    assertThat(broker.connect(Connects.lasting("b"), ANNA).packets())
        .containsExactly("CONNACK CLIENT_IDENTIFIER_NOT_VALID");
  }

  @Test
  void whatNobodyBeganAnybodyMayGoOnWith() {
    broker.connect(Connects.lasting("a")).subscribe("t", 1).disconnect();

    assertThat(broker.connect(Connects.lasting("a"), ANNA).packets())
        .containsExactly("CONNACK SUCCESS present");
    assertThat(broker.connect(Connects.lasting("a")).packets())
        .containsExactly("CONNACK CLIENT_IDENTIFIER_NOT_VALID");
  }

  @Test
  void aSessionOfTheJournalIsStillItsOwners() {
    TestBroker before = TestBroker.withJournal(new KeptLog());
    before.connect(Connects.lasting("a"), ANNA).subscribe("t", 1);
    before.connect(Connects.lasting("free")).subscribe("t", 1);
    before.sync();
    broker.goOnFrom(before.journal());

    assertThat(broker.connect(Connects.lasting("a"), BERT).packets())
        .containsExactly("CONNACK CLIENT_IDENTIFIER_NOT_VALID");
    assertThat(broker.connect(Connects.lasting("a")).packets())
        .containsExactly("CONNACK CLIENT_IDENTIFIER_NOT_VALID");
    assertThat(broker.connect(Connects.lasting("a"), ANNA).packets())
        .containsExactly("CONNACK SUCCESS present");
    assertThat(broker.connect(Connects.lasting("free"), BERT).packets())
        .containsExactly("CONNACK SUCCESS present");
  }

  @Test
  void whoMayNotBeConnectedIsRefused() {
    denying.forget("anna");
    assertThat(broker.connect(Connects.mqtt5("a"), ANNA).packets())
        .containsExactly("CONNACK NOT_AUTHORIZED");
  }

  @Test
  void aSessionOfTheJournalKeepsWhatItsClientMayHave() {
    TestBroker before = TestBroker.withJournal(new KeptLog());
    TestClient client = before.connect(Connects.lasting("a"));
    client.subscribe("secret/#", 1).subscribe("open", 1);
    before.sync();
    client.lose();
    TestClient publisher = before.connect("p");
    publisher.publish("secret/x", "1", 1);
    publisher.publish("open", "2", 1);

    denying.deny("secret");
    broker.goOnFrom(before.journal());
    assertThat(change().removed()).isEmpty();
    assertThat(broker.connect(Connects.lasting("a"), ANNA).packets())
        .containsExactly("CONNACK SUCCESS present", "PUBLISH open=2 q1 #1");
    assertThat(broker.stats().subscriptions()).isEqualTo(1);
  }

  @Test
  void aServersReasonEndsOneConnection() {
    TestClient anna = broker.connect(Connects.mqtt5("a"), ANNA).forget();
    TestClient bert = broker.connect(Connects.mqtt5("b"), BERT);
    broker.turn(core -> core.disconnect(anna.id(), ReasonCode.NOT_AUTHORIZED, broker.now()));

    assertThat(anna.packets()).containsExactly("DISCONNECT NOT_AUTHORIZED");
    assertThat(bert.closed()).isEmpty();
    assertThat(broker.stats().protocolErrors()).isZero();
  }

  @Test
  void aSharedSubscriptionTakesTheRightToWhatIsBehindTheGroup() {
    denying.deny("secret");
    TestClient anna = broker.connect(Connects.mqtt5("a"), ANNA).forget();
    anna.subscribe("$share/g/secret/x", 1).subscribe("$share/g/open", 1);
    assertThat(anna.packets())
        .containsExactly("SUBACK #1 [NOT_AUTHORIZED]", "SUBACK #2 [GRANTED_QOS_1]");
    denying.deny("open");

    assertThat(change().removed())
        .containsExactly(
            new RightsChange.Removed(new ClientId("a"), TopicFilter.of("$share/g/open")));
    anna.forget();
    broker.connect(Connects.mqtt5("b"), BERT).publish("open", "x", 1);
    assertThat(anna.packets()).isEmpty();
    assertThat(broker.stats().subscriptions()).isZero();
  }
}
