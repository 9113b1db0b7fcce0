package dev.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlowTest {

  private static int publishAll(Flow flow) {
    int count = 0;
    while (flow.mayPublish()) {
      flow.publish();
      count++;
    }
    return count;
  }

  private static Flow open(int qos, int copies, int window) {
    Flow flow = new Flow(qos, copies, window);
    flow.open();
    return flow;
  }

  @Test
  void publishesNothingBeforeItIsOpenAndAfterItIsClosed() {
    Flow flow = new Flow(0, 1, 5);
    assertThat(publishAll(flow)).isZero();
    flow.open();
    assertThat(publishAll(flow)).isEqualTo(5);
    flow.delivered(5);
    flow.close();
    assertThat(publishAll(flow)).isZero();
  }

  @Test
  void oneInFlightWaitsForAllCopies() {
    Flow flow = open(0, 3, 1);
    assertThat(publishAll(flow)).isEqualTo(1);
    flow.delivered(2);
    assertThat(publishAll(flow)).isZero();
    flow.delivered(1);
    assertThat(publishAll(flow)).isEqualTo(1);
  }

  @Test
  void aMessageCountsUntilItIsAcknowledgedAndDelivered() {
    Flow flow = open(1, 1, 2);
    assertThat(publishAll(flow)).isEqualTo(2);
    flow.delivered(2);
    assertThat(publishAll(flow)).as("delivered only").isZero();
    flow.acknowledged();
    assertThat(publishAll(flow)).as("one is both").isEqualTo(1);
    flow.acknowledged();
    flow.acknowledged();
    assertThat(publishAll(flow)).as("acknowledged only").isEqualTo(1);
  }

  @Test
  void isSettledWhenNothingIsUnderWay() {
    Flow flow = open(2, 1, 1);
    publishAll(flow);
    flow.close();
    flow.delivered(1);
    assertThat(flow.isSettled(2)).isFalse();
    assertThat(flow.isSettled(0)).as("there are no acknowledgements on QoS 0").isTrue();
    flow.acknowledged();
    assertThat(flow.isSettled(2)).isTrue();
  }
}
