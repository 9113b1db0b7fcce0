package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The register against a hash map. */
class RegisterOracleTest {
  private final Register register = new Register();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void findsWhatWasIssuedAndNothingElse(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<Long, Ticket> oracle = new HashMap<>();
    for (int step = 0; step < 20_000; step++) {
      long id = random.nextLong(400) * (random.nextBoolean() ? 1 : 1L << 40);
      if (oracle.containsKey(id)) {
        register.retire(oracle.remove(id));
      } else {
        Ticket ticket = register.issue(Requests.due(id, 1));
        ticket.place = Ticket.Place.WAITING;
        oracle.put(id, ticket);
      }
      long probe = random.nextLong(400);
      assertThat(register.find(probe).place != Ticket.Place.NOWHERE)
          .as("seed %d step %d id %d", seed, step, probe)
          .isEqualTo(oracle.containsKey(probe));
    }
    assertThat(register.size()).isEqualTo(oracle.size());
    oracle.forEach((id, ticket) -> assertThat(register.find(id)).isSameAs(ticket));
  }

  @Test
  void refusesAnIdTwice() {
    register.issue(Requests.due(7, 1));

    assertThatThrownBy(() -> register.issue(Requests.due(7, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("request id 7 is already placed");
  }
}
