package dev.sluice.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.uplink.CloudLink.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloudLinkTest {
  private static final LinkId LINK = new LinkId("gateway", 7);
  private static final long MS = 1_000_000;
  private static final long S = 1_000 * MS;
  private static final CloudLink.Settings SETTINGS =
      new CloudLink.Settings(Duration.ofSeconds(30), Duration.ofHours(1), 3, 4);

  private final List<Output> outputs = new ArrayList<>();
  private final CloudLink link = new CloudLink(SETTINGS, outputs::add);

  @Test
  void saysReceivedAndRunsWithADeadlineOfItsOwnClock() {
    request(LINK, 1, 250, 5 * MS);

    assertThat(sent()).containsExactly(new Envelope.Received(LINK, List.of(1L)));
    Output.Run run = (Output.Run) outputs.get(1);
    assertThat(run.arrivalNanos()).isEqualTo(5 * MS);
    assertThat(run.deadlineNanos()).isEqualTo(255 * MS);
  }

  @Test
  void runsWithoutDeadlineWhereNoneIsGiven() {
    request(LINK, 1, Envelope.Request.NO_DEADLINE, 5 * MS);

    assertThat(((Output.Run) outputs.get(1)).deadlineNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void saysReceivedAgainToADuplicateWhileRunning() {
    request(LINK, 1, 250, 0);
    request(LINK, 1, 200, 50 * MS);

    assertThat(runs()).isEqualTo(1);
    assertThat(sent()).hasSize(2);
    assertThat(link.stats().duplicates()).isEqualTo(1);
  }

  @Test
  void replaysTheAnswerToADuplicate() {
    request(LINK, 1, -1, 0);
    link.onOutcome(answer(LINK, 1), 10 * MS);
    outputs.clear();

    request(LINK, 1, -1, 20 * MS);

    assertThat(sent()).containsExactly(new Envelope.Received(LINK, List.of(1L)), answer(LINK, 1));
    assertThat(link.stats().replays()).isEqualTo(1);
  }

  @Test
  void onlyAnAnswerWithoutDeadlineIsKeptForAnEdgeThatIsAway() {
    request(LINK, 1, -1, 0);
    link.onOutcome(answer(LINK, 1), 0);
    request(LINK, 2, 250, 0);
    link.onOutcome(answer(LINK, 2), 0);

    assertThat(outputs)
        .filteredOn(Output.Send.class::isInstance)
        .extracting(output -> ((Output.Send) output).delivery())
        .containsExactly(
            CloudLink.Delivery.PROMPT,
            CloudLink.Delivery.KEPT,
            CloudLink.Delivery.PROMPT,
            CloudLink.Delivery.PROMPT);
  }

  @Test
  void neitherRunsNorReplaysWhatIsConfirmed() {
    request(LINK, 1, -1, 0);
    link.onOutcome(answer(LINK, 1), 10 * MS);
    confirm(LINK, 1, 20 * MS);
    outputs.clear();

    request(LINK, 1, -1, 30 * MS);

    assertThat(outputs).isEmpty();
    assertThat(link.stats().remembered()).isEqualTo(1);
    link.onTimer(20 * MS + 30 * S);
    assertThat(link.stats().remembered()).isZero();
  }

  @Test
  void forgetsAnAnswerAfterDeadlineAndGrace() {
    request(LINK, 1, 250, 0);
    link.onOutcome(answer(LINK, 1), 10 * MS);

    assertThat(link.nextTimerNanos()).isEqualTo(250 * MS + 30 * S);
    link.onTimer(250 * MS + 30 * S - 1);
    assertThat(link.stats().remembered()).isEqualTo(1);
    link.onTimer(250 * MS + 30 * S);
    assertThat(link.stats().remembered()).isZero();
  }

  @Test
  void keepsADeferredAnswerForItsEdge() {
    request(LINK, 1, -1, 0);
    link.onOutcome(answer(LINK, 1), 0);

    link.onTimer(3_599 * S);
    assertThat(link.stats().remembered()).isEqualTo(1);
    link.onTimer(3_600 * S);
    assertThat(link.stats().remembered()).isZero();
  }

  @Test
  void neverForgetsWhatIsRunning() {
    request(LINK, 1, 250, 0);

    link.onTimer(10_000 * S);
    request(LINK, 1, 0, 10_000 * S);

    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void shedsBeyondItsTableAndTakesTheRoomOfConfirmedOnes() {
    for (int id = 1; id <= 3; id++) {
      request(LINK, id, -1, 0);
    }
    outputs.clear();

    request(LINK, 4, -1, 1);
    assertThat(((Envelope.Answer) sent().get(0)).status()).isEqualTo(Envelope.Status.SHED);
    assertThat(link.stats().shed()).isEqualTo(1);

    link.onOutcome(answer(LINK, 1), 2);
    confirm(LINK, 1, 3);
    request(LINK, 4, -1, 4);
    assertThat(runs()).isEqualTo(1);
    assertThat(link.stats().remembered()).isEqualTo(3);
  }

  @Test
  void keepsTheLivesOfAnEdgeApart() {
    LinkId restarted = new LinkId("gateway", 8);
    request(LINK, 1, -1, 0);
    request(restarted, 1, -1, 0);

    assertThat(runs()).isEqualTo(2);
    assertThat(link.stats().rivalEpochs()).isZero();
  }

  @Test
  void reportsAnOlderLifeThatSpeaksAfterANewerOne() {
    ping(LINK);
    ping(new LinkId("gateway", 8));

    ping(LINK);

    assertThat(link.stats().rivalEpochs()).isEqualTo(1);
  }

  @Test
  void anEdgeThatInventsEpochsDisplacesOnlyItself() {
    request(LINK, 1, -1, 0);
    for (int epoch = 0; epoch < 100; epoch++) {
      ping(new LinkId("evil", epoch));
    }
    outputs.clear();

    request(LINK, 1, -1, 1);

    assertThat(runs()).isZero();
    assertThat(link.stats().edges()).isEqualTo(3);
  }

  @Test
  void forgetsTheLeastRecentlyHeardLifeBeyondItsLimit() {
    request(LINK, 1, -1, 0);
    link.onOutcome(answer(LINK, 1), 0);
    for (int edge = 0; edge < 4; edge++) {
      ping(new LinkId("edge" + edge, 1));
    }

    assertThat(link.stats().edges()).isEqualTo(4);
    assertThat(link.stats().remembered()).isZero();
    assertThat(link.nextTimerNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void dropsAnOutcomeThatNobodyWaitsFor() {
    link.onOutcome(answer(LINK, 1), 0);
    request(LINK, 1, -1, 0);
    link.onOutcome(answer(LINK, 1), 0);
    outputs.clear();

    link.onOutcome(answer(LINK, 1), 0);

    assertThat(outputs).isEmpty();
    assertThat(link.stats().dropped()).isEqualTo(2);
  }

  @Test
  void dropsWhatNamesAnotherEdgeOrIsNotForTheCloud() {
    byte[] request = EnvelopeCodec.encode(new Envelope.Ping(LINK, 1));
    link.onBytes("other", request, 0);
    link.onBytes("gateway", new byte[0], 0);
    link.onBytes("gateway", EnvelopeCodec.encode(new Envelope.Pong(LINK, 1)), 0);

    assertThat(outputs).isEmpty();
    assertThat(link.stats().dropped()).isEqualTo(3);
    assertThat(link.stats().edges()).isZero();
  }

  private void request(LinkId from, long requestId, long remainingMs, long nowNanos) {
    hear(new Envelope.Request(from, requestId, "m", remainingMs, 5, new float[1]), nowNanos);
  }

  private void confirm(LinkId from, long requestId, long nowNanos) {
    hear(new Envelope.Confirm(from, List.of(requestId)), nowNanos);
  }

  private void ping(LinkId from) {
    hear(new Envelope.Ping(from, 1), 0);
  }

  private void hear(Envelope envelope, long nowNanos) {
    link.onBytes(envelope.link().edgeId(), EnvelopeCodec.encode(envelope), nowNanos);
  }

  private long runs() {
    return outputs.stream().filter(Output.Run.class::isInstance).count();
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

  private static Envelope decode(byte[] bytes) {
    try {
      return EnvelopeCodec.decode(bytes);
    } catch (MalformedEnvelopeException e) {
      throw new AssertionError(e);
    }
  }

  private static Envelope.Answer answer(LinkId to, long requestId) {
    return Envelope.Answer.without(to, requestId, Envelope.Status.OK, "");
  }
}
