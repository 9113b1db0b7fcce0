package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each invariant is caught when it is broken: a view with one planted bug per test. */
class InvariantsTest {
  private static final BrokerLimits LIMITS =
      Limits.with(
          limits -> {
            limits.inflightMax = 5;
            limits.queueMessagesMax = 3;
            limits.queueBytesMax = 300;
            limits.transmitCreditBytes = 100;
          });
  private static final Optional<SessionView.Head> NONE = Optional.empty();
  private static final Optional<SessionView.Head> HEAD =
      Optional.of(new SessionView.Head(50, true));

  private static List<String> violations(SessionView view) {
    return new Invariants(LIMITS).violations(view);
  }

  private static SessionView inFlight(List<Integer> ids, int unacknowledged, int max) {
    return new SessionView(true, ids, 0, unacknowledged, max, 0, 0, 0, 0, 0, NONE);
  }

  private static SessionView waiting(
      int unacknowledged, long unflushed, int repeats, Optional<SessionView.Head> head) {
    int packets = unflushed == 0 ? 0 : 2;
    return new SessionView(
        true, List.of(1), 50, unacknowledged, 2, packets, unflushed, 1, 50, repeats, head);
  }

  @Test
  void acceptsWhatIsRight() {
    assertThat(violations(inFlight(List.of(1, 2), 2, 2))).isEmpty();
    assertThat(violations(waiting(2, 0, 0, HEAD))).as("window full").isEmpty();
    assertThat(violations(waiting(1, 60, 0, HEAD))).as("no credit").isEmpty();
  }

  @Test
  void catchesMoreInFlightThanTheClientTakes() {
    assertThat(violations(inFlight(List.of(1, 2), 3, 2))).containsExactly("receive maximum");
  }

  @Test
  void catchesMoreInFlightThanTheLimit() {
    List<Integer> ids = IntStream.rangeClosed(1, 6).boxed().toList();
    assertThat(violations(inFlight(ids, 1, 2))).containsExactly("in-flight limit");
  }

  @Test
  void catchesAnIdentifierUsedTwice() {
    assertThat(violations(inFlight(Collections.nCopies(2, 7), 2, 2)))
        .containsExactly("unique packet ids");
  }

  @Test
  void catchesAnIdentifierOutOfRange() {
    assertThat(violations(inFlight(List.of(0), 1, 2))).containsExactly("valid packet ids");
  }

  @Test
  void catchesAQueueThatIsTooLong() {
    assertThat(violations(new SessionView(false, List.of(), 0, 0, 0, 0, 0, 4, 10, 0, HEAD)))
        .containsExactly("queue limit");
    assertThat(violations(new SessionView(false, List.of(), 0, 0, 0, 0, 0, 1, 301, 0, HEAD)))
        .containsExactly("queue limit");
  }

  @Test
  void catchesCreditThatIsOverdrawn() {
    assertThat(violations(new SessionView(true, List.of(), 0, 0, 1, 2, 101, 0, 0, 0, NONE)))
        .containsExactly("transmit credit");
    assertThat(violations(new SessionView(true, List.of(), 0, 0, 1, 1, 101, 0, 0, 0, NONE)))
        .isEmpty();
  }

  @Test
  void catchesASessionThatStalls() {
    assertThat(violations(waiting(1, 0, 0, HEAD))).containsExactly("never stalled");
    assertThat(violations(waiting(1, 50, 0, HEAD))).containsExactly("never stalled");
    assertThat(violations(waiting(2, 0, 0, Optional.of(new SessionView.Head(50, false)))))
        .containsExactly("never stalled");
    assertThat(violations(waiting(1, 0, 1, NONE))).containsExactly("never stalled");
  }
}
