package dev.sluice.cloud.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cloud.core.CloudCore.Output;
import dev.sluice.uplink.CloudLink;
import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.Envelope.Status;
import dev.sluice.uplink.EnvelopeCodec;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CloudCoreTest {
  private static final LinkId LINK = new LinkId("gateway", 7);
  private static final long MS = 1_000_000;
  private static final long NO_DEADLINE = Envelope.Request.NO_DEADLINE;

  private final List<Output> outputs = new ArrayList<>();
  private final CloudCore core =
      new CloudCore(
          new CloudCore.Settings(
              new CloudLink.Settings(Duration.ofSeconds(30), Duration.ofHours(1), 100, 10),
              Set.of("heavy"),
              1,
              3),
          outputs::add);

  @Test
  void startsAtOnceOnAFreeWorkerAndAnswersWithItsTimes() {
    request(1, 500, 5, 0);
    Job job = started().get(0);

    core.onResult(job, done(0.9f, 0.8f, 5 * MS), 2 * MS, 7 * MS);

    Envelope.Answer answer = ended().get(0);
    assertThat(answer.status()).isEqualTo(Status.OK);
    assertThat(answer.queueMicros()).isEqualTo(2_000);
    assertThat(answer.serviceMicros()).isEqualTo(5_000);
    assertThat(published()).contains(answer);
    assertThat(core.stats().running()).isZero();
  }

  @Test
  void runsTheEarliestDeadlineFirstAndDeferredOnesByPriority() {
    request(1, 900, 5, 0);
    request(2, NO_DEADLINE, 1, 0);
    request(3, NO_DEADLINE, 9, 0);
    request(4, 500, 5, 0);

    for (int i = 0; i < 4; i++) {
      core.onResult(started().get(i), done(0, 0.5f, 0), 0, MS);
    }

    assertThat(started())
        .extracting(job -> job.request().requestId())
        .containsExactly(1L, 4L, 3L, 2L);
  }

  @Test
  void startsNoMoreThanItHasWorkers() {
    request(1, 900, 5, 0);
    request(2, 900, 5, 0);

    assertThat(started()).hasSize(1);
    assertThat(core.stats().queued()).isEqualTo(1);
    assertThat(core.stats().running()).isEqualTo(1);
  }

  @Test
  void answersWhatExpiredInTheQueueWithoutRunningIt() {
    request(1, 900, 5, 0);
    request(2, 100, 5, 0);

    core.onResult(started().get(0), done(0, 0.5f, 0), 0, 100 * MS);

    assertThat(started()).hasSize(1);
    assertThat(ended())
        .extracting(Envelope.Answer::status)
        .containsExactly(Status.OK, Status.EXPIRED);
  }

  @Test
  void shedsTheLeastUrgentWhenTheQueueIsFull() {
    request(1, 900, 5, 0);
    request(2, NO_DEADLINE, 5, 0);
    request(3, 400, 5, 0);
    request(4, 300, 5, 0);
    request(5, 200, 5, 0);

    assertThat(ended()).hasSize(1);
    assertThat(ended().get(0).requestId()).isEqualTo(2);
    assertThat(ended().get(0).status()).isEqualTo(Status.SHED);
    assertThat(core.stats().outcomes()).containsEntry(Status.SHED, 1L);
  }

  @Test
  void rejectsAModelThatItDoesNotHave() {
    hear(new Envelope.Request(LINK, 1, "light", 500, 5, new float[1]), 0);

    assertThat(started()).isEmpty();
    assertThat(ended().get(0).status()).isEqualTo(Status.REJECTED);
    assertThat(ended().get(0).detail()).contains("'light'");
  }

  @Test
  void aModelThatGivesNoNumberHasFailed() {
    request(1, 500, 5, 0);

    core.onResult(started().get(0), done(Float.NaN, 0.5f, MS), 0, MS);

    assertThat(ended().get(0).status()).isEqualTo(Status.FAILED);
    assertThat(ended().get(0).serviceMicros()).isEqualTo(1_000);
  }

  @Test
  void aRefusalKeepsItsReasonWithinLimits() {
    request(1, 500, 5, 0);

    core.onResult(
        started().get(0), new JobResult.Refused(Status.REJECTED, "x".repeat(999), 0), 0, MS);

    assertThat(ended().get(0).status()).isEqualTo(Status.REJECTED);
    assertThat(ended().get(0).detail()).hasSize(Envelope.DETAIL_CHARS_MAX);
  }

  @Test
  void runsADuplicateOnce() {
    request(1, 500, 5, 0);
    request(1, 400, 5, 0);
    core.onResult(started().get(0), done(0, 0.5f, 0), 0, MS);
    request(1, 300, 5, 2 * MS);

    assertThat(started()).hasSize(1);
    assertThat(ended()).hasSize(1);
    assertThat(published()).filteredOn(Envelope.Answer.class::isInstance).hasSize(2);
  }

  @Test
  void forgetsByTime() {
    request(1, 500, 5, 0);
    core.onResult(started().get(0), done(0, 0.5f, 0), 0, MS);

    core.onTimer(core.nextTimerNanos());

    assertThat(core.stats().link().remembered()).isZero();
    assertThat(core.nextTimerNanos()).isEqualTo(Long.MAX_VALUE);
  }

  private void request(long requestId, long remainingMs, int priority, long nowNanos) {
    hear(
        new Envelope.Request(LINK, requestId, "heavy", remainingMs, priority, new float[1]),
        nowNanos);
  }

  private void hear(Envelope envelope, long nowNanos) {
    core.onBytes(LINK.edgeId(), EnvelopeCodec.encode(envelope), nowNanos);
  }

  private static JobResult done(float score, float confidence, long serviceNanos) {
    return new JobResult.Done("anomaly", score, confidence, "1.0.0", serviceNanos);
  }

  private List<Job> started() {
    return outputs.stream()
        .filter(Output.Start.class::isInstance)
        .map(output -> ((Output.Start) output).job())
        .toList();
  }

  private List<Envelope.Answer> ended() {
    return outputs.stream()
        .filter(Output.Ended.class::isInstance)
        .map(output -> ((Output.Ended) output).answer())
        .toList();
  }

  private List<Envelope> published() {
    List<Envelope> envelopes = new ArrayList<>();
    for (Output output : outputs) {
      if (output instanceof Output.Publish publish) {
        envelopes.add(decode(publish.bytes()));
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

  private CloudCore together() {
    CloudCore several =
        new CloudCore(
            new CloudCore.Settings(
                new CloudLink.Settings(Duration.ofSeconds(30), Duration.ofHours(1), 100, 10),
                Set.of("heavy"),
                1,
                10,
                Set.of("far")),
            outputs::add);
    several.use(new Batching(Map.of("heavy", 2), 5 * MS));
    return several;
  }

  private static Envelope.Request direct(long id, String model) {
    return new Envelope.Request(LINK, id, model, 500, 5, new float[] {1});
  }

  @Test
  void runsTogetherWhatComesTogetherAndFreesTheWorkerWithTheLast() {
    CloudCore several = together();
    for (int i = 1; i <= 3; i++) {
      several.onDirect(direct(i, "heavy"), 500 * MS, 0);
    }
    Output.StartTogether first = (Output.StartTogether) outputs.get(0);
    assertThat(first.jobs()).hasSize(2);
    assertThat(several.nextTimerNanos()).as("no worker is free").isEqualTo(Long.MAX_VALUE);

    several.onResult(first.jobs().get(0), done(0, 0.5f, 0), 0, 6 * MS);
    assertThat(several.stats().running()).isEqualTo(1);
    assertThat(started()).isEmpty();
    several.onResult(first.jobs().get(1), done(0, 0.5f, 0), 0, 6 * MS);

    assertThat(started()).extracting(job -> job.request().requestId()).containsExactly(3L);
  }

  @Test
  void wakesForWhatWaitsForCompany() {
    CloudCore several = together();
    several.onDirect(direct(1, "heavy"), 500 * MS, 0);
    assertThat(started()).isEmpty();
    assertThat(several.nextTimerNanos()).isEqualTo(5 * MS);
    several.onTimer(5 * MS);
    assertThat(started()).hasSize(1);
  }

  @Test
  void startsForServersWhateverTheWorkersDoAndAnswersWhoAsked() {
    CloudCore several = together();
    for (int i = 1; i <= 4; i++) {
      several.onDirect(direct(i, "far"), 500 * MS, 0);
    }
    several.onDirect(direct(5, "far"), 0, 0);
    assertThat(started()).hasSize(4);

    several.onResult(started().get(2), done(0.9f, 0.8f, MS), 0, 2 * MS);

    assertThat(outputs)
        .filteredOn(Output.Served.class::isInstance)
        .extracting(one -> ((Output.Served) one).answer().status())
        .containsExactly(Status.EXPIRED, Status.OK);
    assertThat(published()).isEmpty();
    assertThat(several.stats().running()).isEqualTo(3);
  }
}
