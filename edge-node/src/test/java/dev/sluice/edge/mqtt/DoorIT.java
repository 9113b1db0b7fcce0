package dev.sluice.edge.mqtt;

import static dev.sluice.edge.mqtt.RawClient.PINGREQ;
import static dev.sluice.edge.mqtt.RawClient.connect311;
import static dev.sluice.edge.mqtt.RawClient.connect5;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.broker.Identity;
import dev.sluice.edge.mqtt.Doorkeeper.Answer;
import dev.sluice.mqtt.ReasonCode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that wait for a doorkeeper who takes his time and answers from another thread. */
class DoorIT {
  private static final Identity ANNA = new Identity("", "anna", Set.of(), "password:1", true);

  private final BlockingQueue<Consumer<Answer>> asked = new LinkedBlockingQueue<>();
  private RunningBroker broker;

  @BeforeEach
  void start() throws Exception {
    Doorkeeper keeper = (arrival, answer) -> asked.add(answer);
    broker = RunningBroker.start(new Door(0, keeper, Optional.empty(), Optional.empty()));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private void answer(Answer answer) throws Exception {
    asked.poll(10, TimeUnit.SECONDS).accept(answer);
  }

  @Test
  void holdsWhatComesBehindTheConnectUntilTheAnswer() throws Exception {
    try (RawClient client = new RawClient(broker.port())) {
      client.send(connect311("anna"), PINGREQ);
      answer(new Answer.Admitted(ANNA, Optional.empty()));
      assertThat(client.read()).isEqualTo("20020000");
      assertThat(client.read()).isEqualTo("d000");
    }
  }

  @Test
  void aRefusalTakesItsTime() throws Exception {
    try (RawClient client = new RawClient(broker.port())) {
      long began = System.nanoTime();
      client.send(connect311("anna"), PINGREQ);
      answer(new Answer.Refused(ReasonCode.BAD_USER_NAME_OR_PASSWORD));
      assertThat(client.read()).isEqualTo("20020004");
      assertThat(client.isClosedByServer()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isGreaterThanOrEqualTo(Entrance.REFUSAL_TIME);
    }
    assertThat(broker.brokerStats().sessions()).isZero();
  }

  @Test
  void aProofThatEndsEndsTheConnection() throws Exception {
    try (RawClient client = new RawClient(broker.port())) {
      client.send(connect5("anna"));
      answer(new Answer.Admitted(ANNA, Optional.of(Duration.ofMillis(200))));
      assertThat(client.read()).startsWith("20");
      // DISCONNECT with Not authorized.
      assertThat(client.read()).startsWith("e0").contains("87");
      assertThat(client.isClosedByServer()).isTrue();
    }
    await().until(() -> broker.brokerStats().connections() == 0);
  }

  @Test
  void anAnswerForAClientThatHasLeftIsForgotten() throws Exception {
    try (RawClient client = new RawClient(broker.port())) {
      client.send(connect311("anna"));
      await().until(() -> asked.size() == 1);
    }
    await().until(() -> broker.listenerStats().connectionsOpen() == 0);
    answer(new Answer.Admitted(ANNA, Optional.empty()));
    try (RawClient next = new RawClient(broker.port())) {
      next.send(connect311("bert"));
      answer(new Answer.Admitted(ANNA, Optional.empty()));
      assertThat(next.read()).isEqualTo("20020000");
      assertThat(broker.brokerStats().sessions()).isEqualTo(1);
    }
  }
}
