package dev.sluice.edge.mqtt;

import static dev.sluice.edge.mqtt.RawClient.connect311;
import static dev.sluice.edge.mqtt.RawClient.publishQos1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.broker.BrokerLimits;
import dev.sluice.edge.mqtt.MqttListener.Rates;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who is too fast waits; nothing is lost, and nobody else is held up. */
class PacedClientsIT {
  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  @Test
  void aClientThatPublishesTooFastIsReadAtItsRate() throws Exception {
    try (RunningBroker broker =
            RunningBroker.start(RunningBroker.settings(new Rates(100, 0)), BrokerLimits.DEFAULT);
        RawClient fast = new RawClient(broker.port());
        RawClient other = new RawClient(broker.port())) {
      fast.send(connect311("fast"));
      other.send(connect311("other"));
      assertThat(fast.read()).startsWith("20");
      assertThat(other.read()).startsWith("20");
      long began = System.nanoTime();
      for (int i = 1; i <= 250; i++) {
        fast.send(publishQos1(i, "t", new byte[10]));
      }
      other.send(RawClient.PINGREQ);
      assertThat(other.read()).isEqualTo("d000");
      for (int i = 1; i <= 250; i++) {
        assertThat(fast.read()).isEqualTo(String.format("4002%04x", i));
      }

      // A second's worth at once, the rest at 100 per second.
      assertThat(secondsSince(began)).isGreaterThan(1.3);
      assertThat(broker.listenerStats().paced()).isPositive();
      assertThat(broker.brokerStats().published()).isEqualTo(250);
    }
  }

  @Test
  void aClientMayBeBoundInBytes() throws Exception {
    try (RunningBroker broker =
            RunningBroker.start(
                RunningBroker.settings(new Rates(0, 10_000)), BrokerLimits.DEFAULT);
        RawClient client = new RawClient(broker.port())) {
      client.send(connect311("large"));
      assertThat(client.read()).startsWith("20");
      long began = System.nanoTime();
      for (int i = 1; i <= 25; i++) {
        client.send(publishQos1(i, "t", new byte[1_000]));
      }
      for (int i = 1; i <= 25; i++) {
        assertThat(client.read()).startsWith("4002");
      }

      assertThat(secondsSince(began)).isGreaterThan(1.3);
    }
  }

  @Test
  void waitingIsNoSilence() throws Exception {
    try (RunningBroker broker =
            RunningBroker.start(RunningBroker.settings(new Rates(0, 200)), BrokerLimits.DEFAULT);
        RawClient client = new RawClient(broker.port())) {
      // Keep Alive 1 s: after 1.5 s of silence it would be given up.
      client.send(RawClient.hex("100d00044d515454 04 02 0001 000161"));
      assertThat(client.read()).startsWith("20");
      client.send(publishQos1(1, "t", new byte[1_000]), publishQos1(2, "t", new byte[10]));

      assertThat(client.read()).isEqualTo("40020001");
      assertThat(client.read()).isEqualTo("40020002");
      assertThat(broker.listenerStats().paced()).isEqualTo(1);
      assertThat(broker.brokerStats().keepAliveTimeouts()).isZero();
    }
  }

  @Test
  void allClientsTogetherMayBeBound() throws Exception {
    try (RunningBroker broker = RunningBroker.start(RunningBroker.shared(0, 100, 0));
        RawClient one = new RawClient(broker.port());
        RawClient other = new RawClient(broker.port())) {
      one.send(connect311("one"));
      other.send(connect311("other"));
      assertThat(one.read()).startsWith("20");
      assertThat(other.read()).startsWith("20");
      long began = System.nanoTime();
      for (int i = 1; i <= 125; i++) {
        one.send(publishQos1(i, "t", new byte[10]));
        other.send(publishQos1(i, "t", new byte[10]));
      }
      for (int i = 1; i <= 125; i++) {
        assertThat(one.read()).isEqualTo(String.format("4002%04x", i));
        assertThat(other.read()).isEqualTo(String.format("4002%04x", i));
      }

      assertThat(secondsSince(began)).isGreaterThan(1.3);
      assertThat(broker.brokerStats().published()).isEqualTo(250);
    }
  }

  @Test
  void aStormOfClientsIsLetInOneAfterTheOtherAndNobodyFails() throws Exception {
    try (RunningBroker broker = RunningBroker.start(RunningBroker.shared(50, 0, 0))) {
      List<RawClient> storm = new ArrayList<>();
      long began = System.nanoTime();
      for (int i = 0; i < 120; i++) {
        RawClient client = new RawClient(broker.port());
        storm.add(client.send(connect311("c" + i), RawClient.PINGREQ));
      }
      for (RawClient client : storm) {
        assertThat(client.read()).isEqualTo("20020000");
        assertThat(client.read()).isEqualTo("d000");
        client.close();
      }

      assertThat(secondsSince(began)).isGreaterThan(1.2);
      await().until(() -> broker.brokerStats().connections() == 0);
    }
  }

  @Test
  void aSocketBeyondTheLimitIsTurnedAway() throws Exception {
    try (RunningBroker broker = RunningBroker.start()) {
      List<RawClient> silent = new ArrayList<>();
      for (int i = 0; i < RunningBroker.SOCKETS_MAX; i++) {
        silent.add(new RawClient(broker.port()));
      }
      await().until(() -> broker.listenerStats().connectionsOpen() == RunningBroker.SOCKETS_MAX);
      try (RawClient beyond = new RawClient(broker.port())) {
        assertThat(beyond.isClosedByServer()).isTrue();
      }
      assertThat(broker.listenerStats().turnedAway()).isEqualTo(1);
      for (RawClient client : silent) {
        client.close();
      }
      await().until(() -> broker.listenerStats().connectionsOpen() == 0);
      try (RawClient later = new RawClient(broker.port())) {
        later.send(connect311("later"));
        assertThat(later.read()).isEqualTo("20020000");
      }
    }
  }

  @Test
  void whoLeavesWhileItWaitsIsNotLetIn() throws Exception {
    try (RunningBroker broker = RunningBroker.start(RunningBroker.shared(1, 0, 0))) {
      for (int i = 0; i < 4; i++) {
        try (RawClient client = new RawClient(broker.port())) {
          client.send(connect311("c" + i));
          await().until(() -> broker.listenerStats().bytesIn() > 0);
        }
      }
      await().until(() -> broker.listenerStats().connectionsOpen() == 0);

      assertThat(broker.brokerStats().connects()).isLessThanOrEqualTo(3);
      await().until(() -> broker.brokerStats().connections() == 0);
    }
  }
}
