package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Qos;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ledger notices every broken promise: one planted per test. */
class LedgerTest {
  private static List<String> violations(Qos qos, int published, int... arrived) {
    Ledger ledger = new Ledger();
    for (int i = 0; i < published; i++) {
      ledger.publish("t");
    }
    for (int number : arrived) {
      ledger.arrive("t", number);
    }
    return ledger.violations("t", qos);
  }

  @Test
  void acceptsKeptPromises() {
    assertThat(violations(Qos.EXACTLY_ONCE, 3, 0, 1, 2)).isEmpty();
    assertThat(violations(Qos.AT_LEAST_ONCE, 3, 0, 1, 0, 1, 2)).isEmpty();
  }

  @Test
  void noticesALoss() {
    assertThat(violations(Qos.AT_LEAST_ONCE, 3, 0, 2)).containsExactly("lost");
  }

  @Test
  void noticesASecondDelivery() {
    assertThat(violations(Qos.EXACTLY_ONCE, 2, 0, 0, 1)).containsExactly("delivered twice");
  }

  @Test
  void noticesAWrongOrder() {
    assertThat(violations(Qos.EXACTLY_ONCE, 3, 0, 2, 1)).containsExactly("out of order");
  }
}
