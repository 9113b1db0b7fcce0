package dev.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.bench.check.Deliveries;
import dev.sluice.bench.load.FaultyBroker.Fault;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in which a broker can be wrong is planted here, and must be noticed. */
@Timeout(60)
class TrafficRunIT {
  private static final Duration LENGTH = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Traffic QOS_1 = Traffic.closedLoop(Topology.ONE_PAIR, 1, 64, 20);

  /** Enough to pass the message with which the broker goes wrong. */
  private static Deliveries run(Fault fault, Traffic traffic) throws IOException, LoadException {
    try (FaultyBroker broker = new FaultyBroker(fault);
        TrafficRun run = TrafficRun.open(broker.address(), traffic, PATIENCE)) {
      long arrived = 0;
      while (arrived < 300) {
        arrived += run.measure(LENGTH).messages();
      }
      return run.drain();
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 20", "1, 1", "1, 20"})
  void findsNothingWrongWithABrokerThatWorks(int qos, int window) throws Exception {
    Traffic traffic = Traffic.closedLoop(Topology.ONE_PAIR, qos, 64, window);
    Deliveries deliveries = run(Fault.NONE, traffic);
    assertThat(deliveries.breaches(2)).isEmpty();
    assertThat(deliveries.received()).isEqualTo(deliveries.expected()).isGreaterThan(300);
  }

  @ParameterizedTest
  @CsvSource({"LOSE, 1 lost", "REPEAT, 1 delivered twice", "SWAP, 1 out of order"})
  void noticesWhatGoesWrong(Fault fault, String breach) throws Exception {
    assertThat(run(fault, QOS_1).breaches(1)).containsExactly(breach);
  }

  @Test
  void aLossOnQosZeroIsCountedButAllowed() throws Exception {
    Deliveries deliveries = run(Fault.LOSE, Traffic.closedLoop(Topology.ONE_PAIR, 0, 64, 20));
    assertThat(deliveries.lost()).isEqualTo(1);
    assertThat(deliveries.breaches(0)).isEmpty();
  }

  @Test
  void aSessionThatLastsBeginsEmpty() throws Exception {
    try (FaultyBroker broker = new FaultyBroker(Fault.NONE);
        TrafficRun run = TrafficRun.open(broker.address(), QOS_1.toLastingSessions(), PATIENCE)) {
      assertThat(broker.connects())
          .containsExactly("bench-sub-0 clean", "bench-sub-0 lasting", "bench-pub-0 clean");
      assertThat(run.measure(LENGTH).messages()).isPositive();
    }
  }

  @Test
  void noticesAMissingAcknowledgement() throws Exception {
    try (FaultyBroker broker = new FaultyBroker(Fault.FORGET_AN_ACK);
        TrafficRun run = TrafficRun.open(broker.address(), QOS_1, PATIENCE)) {
      long arrived = 0;
      while (arrived < 300) {
        arrived += run.measure(LENGTH).messages();
      }
      run.drain();
      assertThat(run.unacknowledged()).isEqualTo(1);
    }
  }

  @Test
  void noticesThatNothingArrivesAnyMore() {
    assertThatThrownBy(() -> run(Fault.SWALLOW_EVERYTHING, QOS_1))
        .isInstanceOf(LoadException.class)
        .hasMessageStartingWith("nothing arrived for 2000 ms; ")
        .hasMessageContaining("lost");
  }

  @Test
  void noticesThatTheBrokerHangsUp() {
    assertThatThrownBy(() -> run(Fault.HANG_UP, QOS_1))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("bench-pub-0");
  }

  @Test
  void noticesARefusedConnection() {
    assertThatThrownBy(() -> run(Fault.REFUSE_CONNECT, QOS_1))
        .hasMessage("bench-sub-0 was refused with return code 5");
  }

  @Test
  void noticesARefusedSubscription() {
    assertThatThrownBy(() -> run(Fault.REFUSE_SUBSCRIPTION, QOS_1))
        .hasMessage("bench-sub-0 was refused 1 subscriptions");
  }

  @Test
  void measuresLatencyFromWhenMessagesWereDue() throws Exception {
    try (FaultyBroker broker = new FaultyBroker(Fault.NONE);
        TrafficRun run =
            TrafficRun.open(
                broker.address(), Traffic.openLoop(Topology.ONE_PAIR, 0, 64, 1_000), PATIENCE)) {
      Throughput throughput = run.measure(LENGTH);
      assertThat(run.drain().breaches(2)).isEmpty();
      assertThat(run.latencies().orElseThrow().getTotalCount())
          .isEqualTo(throughput.messages())
          .isPositive();
    }
  }
}
