package dev.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrafficTest {

  @ParameterizedTest
  @CsvSource({
    "FAN_IN, 64, 100, 100",
    "FAN_IN, 16384, 100, 5",
    "FAN_OUT, 16384, 100, 100",
    "PAIRS, 65536, 100, 64",
    "FAN_IN, 1000000, 100, 1"
  })
  void theWindowShrinksWhenItsBytesWouldFloodASubscriber(
      Topology topology, int payloadBytes, int window, int inUse) {
    assertThat(Traffic.closedLoop(topology, 0, payloadBytes, window).windowInUse())
        .isEqualTo(inUse);
  }

  @Test
  void anOpenLoopDoesNotWaitForAWindow() {
    Traffic traffic = Traffic.openLoop(Topology.FAN_IN, 1, 16384, 5_000);
    assertThat(traffic.isOpenLoop()).isTrue();
    assertThat(traffic.windowInUse()).isEqualTo(60_000);
  }

  @Test
  void anOpenLoopMayHaveAWindowTooAndAFleetHasOneEach() {
    Traffic bounded = Traffic.openLoop(Topology.FAN_IN, 1, 64, 5_000).within(2_000);
    assertThat(bounded.windowInUse()).isEqualTo(2_000);
    assertThat(bounded.ratePerSecond()).isEqualTo(5_000);
    assertThat(Traffic.closedLoop(Topology.FLEET, 1, 64, 1).windowInUse()).isEqualTo(1);
  }

  @Test
  void everyDeviceOfAFleetIsHeardByOneConsumer() {
    Topology fleet = Topology.FLEET;
    for (int device = 0; device < fleet.publishers(); device++) {
      int heard = 0;
      for (int consumer = 0; consumer < fleet.subscribers(); consumer++) {
        heard += fleet.delivers(device, consumer) ? 1 : 0;
      }
      assertThat(heard).isEqualTo(1);
    }
  }

  @Test
  void refusesWhatCannotBeSent() {
    assertThatThrownBy(() -> Traffic.closedLoop(Topology.PAIRS, 3, 64, 1))
        .hasMessage("qos must be 0 to 2, not 3");
    assertThatThrownBy(() -> Traffic.closedLoop(Topology.PAIRS, 0, 19, 1))
        .hasMessage("payloadBytes must be at least 20");
    assertThatThrownBy(() -> Traffic.closedLoop(Topology.PAIRS, 0, 64, 0))
        .hasMessage("window must be 1 to 60000");
  }
}
