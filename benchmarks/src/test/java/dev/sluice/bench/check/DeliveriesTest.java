package dev.sluice.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeliveriesTest {

  @Test
  void onlyQosZeroMayLose() {
    Deliveries deliveries = new Deliveries(10, 8, 2, 0, 0, 0);
    assertThat(deliveries.breaches(0)).isEmpty();
    assertThat(deliveries.breaches(1)).containsExactly("2 lost");
  }

  @Test
  void nothingElseIsAllowedAtAnyQos() {
    assertThat(new Deliveries(10, 13, 0, 3, 4, 0).plusForeign(5).breaches(0))
        .containsExactly(
            "3 delivered twice", "4 out of order", "5 delivered to the wrong subscriber");
  }

  @Test
  void addsUp() {
    Deliveries one = new Deliveries(1, 2, 3, 4, 5, 6);
    assertThat(one.plus(one)).isEqualTo(new Deliveries(2, 4, 6, 8, 10, 12));
  }
}
