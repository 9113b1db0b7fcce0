package dev.sluice.sim.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InFlightTest {
  private static final byte[] PAYLOAD = "p".getBytes(UTF_8);

  @Test
  void namesTheMessageThatAnAcknowledgementIsFor() {
    InFlight inFlight = new InFlight(10);
    int packetId = inFlight.add(17, PAYLOAD).orElseThrow();
    assertThat(inFlight.remove(packetId)).hasValue(17);
    assertThat(inFlight.remove(packetId)).isEmpty();
  }

  @Test
  void holdsNoMoreThanItsWindow() {
    InFlight inFlight = new InFlight(2);
    int first = inFlight.add(0, PAYLOAD).orElseThrow();
    inFlight.add(1, PAYLOAD);
    assertThat(inFlight.add(2, PAYLOAD)).isEmpty();
    inFlight.remove(first);
    assertThat(inFlight.add(2, PAYLOAD)).isPresent();
  }

  @Test
  void keepsSendingOrderForSendingAgain() {
    InFlight inFlight = new InFlight(10);
    int first = inFlight.add(0, PAYLOAD).orElseThrow();
    inFlight.add(1, PAYLOAD);
    inFlight.add(2, PAYLOAD);
    inFlight.remove(first);
    assertThat(inFlight.unacknowledged().values())
        .extracting(InFlight.Sent::sequence)
        .containsExactly(1L, 2L);
  }

  @Test
  void neverUsesAPacketIdentifierThatIsTaken() {
    InFlight inFlight = new InFlight(10);
    int taken = inFlight.add(0, PAYLOAD).orElseThrow();
    for (int i = 0; i < 2 * InFlight.PACKET_ID_MAX; i++) {
      int packetId = inFlight.add(i, PAYLOAD).orElseThrow();
      assertThat(packetId)
          .isBetween(InFlight.PACKET_ID_MIN, InFlight.PACKET_ID_MAX)
          .isNotEqualTo(taken);
      inFlight.remove(packetId);
    }
  }
}
