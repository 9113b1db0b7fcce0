package dev.sluice.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.uplink.EdgeLink.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EdgeLinkTest {
  private static final LinkId LINK = new LinkId("gateway", 7);
  private static final long MS = 1_000_000;
  private static final long NONE = Long.MAX_VALUE;
  private static final EdgeLink.Settings SETTINGS =
      new EdgeLink.Settings(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofMillis(500));

  private final List<Output> outputs = new ArrayList<>();
  private final EdgeLink link = new EdgeLink(LINK, SETTINGS, outputs::add);

  @Test
  void asksTheCloudAtOnceWhenTheConnectionIsUp() {
    link.onUp(5 * MS);

    assertThat(sent()).containsExactly(new Envelope.Ping(LINK, 5 * MS));
    assertThat(link.responsive()).isFalse();
  }

  @Test
  void isResponsiveOnlyOnceTheCloudHasAnswered() {
    link.onUp(0);

    link.onBytes(pong(0), 30 * MS);

    assertThat(outputs).contains(new Output.Responsive(), new Output.RoundTrip(30 * MS));
    assertThat(link.responsive()).isTrue();
  }

  @Test
  void doesNotMeasureAPongOfAnEarlierConnection() {
    link.onUp(0);
    link.onDown(10 * MS);
    link.onUp(20 * MS);

    link.onBytes(pong(0), 30 * MS);

    assertThat(outputs).noneMatch(Output.RoundTrip.class::isInstance);
    assertThat(link.responsive()).isTrue();
  }

  @Test
  void neitherSendsNorRemembersWhileDown() {
    send(1, NONE, 0);

    assertThat(outputs).isEmpty();
    assertThat(link.stats().unanswered()).isZero();
  }

  @Test
  void sendsAtOnceWithTheRemainingTime() {
    up();

    send(1, 250 * MS + 10, 10);

    Envelope.Request request = (Envelope.Request) sent().get(0);
    assertThat(request.remainingMs()).isEqualTo(250);
    assertThat(request.requestId()).isEqualTo(1);
    assertThat(request.model()).isEqualTo("heavy");
  }

  @Test
  void tellsReceivedAndTheRoundTripOnce() {
    up();
    send(1, NONE, 0);
    outputs.clear();

    link.onBytes(received(1), 40 * MS);
    link.onBytes(received(1), 50 * MS);

    assertThat(outputs).containsExactly(new Output.Received(1), new Output.RoundTrip(40 * MS));
  }

  @Test
  void answersOnceAndConfirms() {
    up();
    send(1, NONE, 0);
    outputs.clear();

    link.onBytes(answer(1), 40 * MS);
    link.onBytes(answer(1), 41 * MS);
    assertThat(outputs).hasSize(1).first().isInstanceOf(Output.Answered.class);
    link.onTimer(link.nextTimerNanos());

    assertThat(sent()).containsExactly(new Envelope.Confirm(LINK, List.of(1L, 1L)));
    assertThat(link.stats().lateAnswers()).isEqualTo(1);
    assertThat(link.stats().unanswered()).isZero();
  }

  @Test
  void confirmsAFullBatchWithoutWaiting() {
    up();

    LongStream.range(0, ConfirmBatch.FULL).forEach(id -> link.onBytes(answer(id), 1));

    assertThat(sent()).hasSize(1).first().isInstanceOf(Envelope.Confirm.class);
  }

  @Test
  void tellsOnceWhatBecameOfAForgottenRequestAndConfirmsIt() {
    up();
    send(1, NONE, 0);
    link.forget(1);
    outputs.clear();

    link.onBytes(received(1), 9 * MS);
    link.onBytes(received(1), 9 * MS);
    link.onBytes(answer(1), 10 * MS);
    link.onBytes(answer(1), 11 * MS);
    assertThat(outputs).hasSize(2);
    assertThat(outputs.get(0)).isEqualTo(new Output.Received(1));
    assertThat(outputs.get(1)).isInstanceOf(Output.Answered.class);
    link.onTimer(link.nextTimerNanos());

    assertThat(sent()).containsExactly(new Envelope.Confirm(LINK, List.of(1L, 1L)));
    assertThat(link.stats().lateAnswers()).isEqualTo(2);
    assertThat(link.stats().answered()).isZero();
  }

  @Test
  void asksNoMoreForAForgottenRequest() {
    up();
    send(1, NONE, 0);
    link.forget(1);
    outputs.clear();

    link.onTimer(60_000 * MS);

    assertThat(requestsSent()).isEmpty();
  }

  @Test
  void asksAgainWithGrowingWaitsUntilReceived() {
    up();
    send(1, NONE, 0);
    outputs.clear();

    link.onTimer(499 * MS);
    assertThat(requestsSent()).isEmpty();
    link.onTimer(500 * MS);
    assertThat(requestsSent()).containsExactly(1L);
    keepAlive(1_000);
    link.onTimer(1_499 * MS);
    assertThat(requestsSent()).containsExactly(1L);
    link.onTimer(1_500 * MS);
    assertThat(requestsSent()).containsExactly(1L, 1L);
  }

  @Test
  void doesNotAskAgainAfterTheDeadline() {
    up();
    send(1, 400 * MS, 0);
    outputs.clear();

    link.onTimer(900 * MS);

    assertThat(requestsSent()).isEmpty();
  }

  @Test
  void stallsOnSilenceWithSomethingOutstanding() {
    up();
    link.onTimer(5_000 * MS); // the ping of the quiet time
    assertThat(outputs).noneMatch(Output.Stalled.class::isInstance);

    link.onTimer(6_999 * MS);
    assertThat(link.responsive()).isTrue();
    link.onTimer(7_000 * MS);

    assertThat(link.responsive()).isFalse();
    assertThat(outputs).filteredOn(Output.Stalled.class::isInstance).hasSize(1);
  }

  @Test
  void anyEnvelopeEndsTheSilence() {
    up();
    send(1, NONE, 0);
    send(2, NONE, 0);

    link.onBytes(received(1), 1_900 * MS);
    link.onTimer(2_100 * MS);
    assertThat(link.responsive()).isTrue();

    link.onTimer(3_900 * MS);
    assertThat(link.responsive()).isFalse();
  }

  @Test
  void pingsOnceASecondAlsoWhileTrafficProvesTheCloudAlive() {
    up();
    for (int i = 1; i <= 30; i++) {
      send(i, NONE, i * 100L * MS);
      link.onBytes(answer(i), (i * 100L + 50) * MS);
      link.onTimer((i * 100L + 60) * MS);
    }

    assertThat(sent()).filteredOn(Envelope.Ping.class::isInstance).hasSize(3);
  }

  @Test
  void stallsWhenTheConnectionGoesAndNeverTwice() {
    up();

    link.onDown(10);
    link.onDown(20);

    assertThat(outputs).containsExactly(new Output.Stalled());
    assertThat(link.nextTimerNanos()).isEqualTo(NONE);
  }

  @Test
  void asksForUnansweredRequestsOnceTheCloudIsBack() {
    up();
    send(1, NONE, 0);
    send(2, NONE, 0);
    link.onBytes(received(1), 10 * MS);
    link.onDown(20 * MS);
    link.onUp(1_000 * MS);
    outputs.clear();

    link.onTimer(1_500 * MS);
    assertThat(requestsSent()).as("before the cloud answers").isEmpty();
    link.onBytes(pong(1_000 * MS), 1_600 * MS);

    assertThat(requestsSent()).containsExactly(1L, 2L);
  }

  @Test
  void catchesUpWithinItsWindow() {
    up();
    int requests = PendingRequests.CATCH_UP_WINDOW + 5;
    LongStream.range(0, requests).forEach(id -> send(id, NONE, 0));
    link.onDown(10 * MS);
    link.onUp(20 * MS);
    outputs.clear();

    link.onBytes(pong(20 * MS), 30 * MS);
    assertThat(requestsSent()).hasSize(PendingRequests.CATCH_UP_WINDOW);
    link.onBytes(received(0), 40 * MS);
    assertThat(requestsSent()).hasSize(PendingRequests.CATCH_UP_WINDOW + 1);
    link.onBytes(answer(1), 50 * MS);
    link.forget(2);
    link.onTimer(60 * MS);
    assertThat(requestsSent()).hasSize(PendingRequests.CATCH_UP_WINDOW + 3);
  }

  @Test
  void dropsWhatIsNotForItsLifeAndCountsIt() {
    up();

    link.onBytes(new byte[] {9}, 1);
    link.onBytes(EnvelopeCodec.encode(new Envelope.Pong(new LinkId("gateway", 8), 1)), 1);
    link.onBytes(EnvelopeCodec.encode(new Envelope.Pong(new LinkId("other", 7), 1)), 1);
    link.onBytes(EnvelopeCodec.encode(new Envelope.Ping(LINK, 1)), 1);

    assertThat(link.stats().dropped()).isEqualTo(4);
    assertThat(outputs).isEmpty();
  }

  @Test
  void aRequestThatCannotTravelChangesNothing() {
    up();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> link.send(1, "", 5, new float[1], NONE, 0));

    assertThat(link.stats().unanswered()).isZero();
  }

  private void up() {
    link.onUp(0);
    link.onBytes(pong(0), 0);
    outputs.clear();
  }

  private void keepAlive(long millis) {
    link.onBytes(pong(NONE), millis * MS);
  }

  private void send(long requestId, long deadlineNanos, long nowNanos) {
    link.send(requestId, "heavy", 5, new float[] {1, 2}, deadlineNanos, nowNanos);
  }

  private List<Envelope> sent() {
    List<Envelope> envelopes = new ArrayList<>();
    for (Output output : outputs) {
      if (output instanceof Output.Send send) {
        envelopes.add(decode(send.bytes()));
      }
    }
    return envelopes;
  }

  private List<Long> requestsSent() {
    return sent().stream()
        .filter(Envelope.Request.class::isInstance)
        .map(envelope -> ((Envelope.Request) envelope).requestId())
        .toList();
  }

  private static Envelope decode(byte[] bytes) {
    try {
      return EnvelopeCodec.decode(bytes);
    } catch (MalformedEnvelopeException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] pong(long nonce) {
    return EnvelopeCodec.encode(new Envelope.Pong(LINK, nonce));
  }

  private static byte[] received(long requestId) {
    return EnvelopeCodec.encode(new Envelope.Received(LINK, List.of(requestId)));
  }

  private static byte[] answer(long requestId) {
    return EnvelopeCodec.encode(Envelope.Answer.without(LINK, requestId, Envelope.Status.OK, ""));
  }
}
