package dev.sluice.cloud.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cloud.core.Job;
import dev.sluice.cloud.core.JobResult;
import dev.sluice.target.backbone.BackboneRecord;
import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.LinkId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class AskingTest {
  private static final long NEVER = Long.MAX_VALUE;
  private static final int OPEN_MAX = 3;

  private final FakeBackbone backbone = new FakeBackbone();
  private final Queue<Runnable> loop = new ArrayDeque<>();
  private final List<JobResult> ended = new ArrayList<>();
  private final Asking asking = asking(false, Duration.ofDays(1));

  private Asking asking(boolean byEdge, Duration keep) {
    return new Asking(
        new Asking.Settings("requests", "results", byEdge, OPEN_MAX, keep),
        backbone,
        loop::add,
        (job, result, startedNanos) -> ended.add(result));
  }

  private static Job job(long order, long deadlineNanos) {
    long remainingMs = deadlineNanos == NEVER ? Envelope.Request.NO_DEADLINE : 250;
    var request =
        new Envelope.Request(new LinkId("gw", 7), order, "m", remainingMs, 5, new float[2]);
    return new Job(request, order, System.nanoTime(), deadlineNanos, false);
  }

  private void drain() {
    while (!loop.isEmpty()) {
      loop.remove().run();
    }
  }

  private void answer(BackboneRecord request, String label) {
    var answer =
        new Envelope.Answer(
            new LinkId("direct", 0), 0, Envelope.Status.OK, label, 1, 1, "2", 0, 0, "");
    backbone.follower.accept(Records.result(Records.asked(request), answer, 0));
    drain();
  }

  @Test
  void theFirstResultEndsAJobAndTheSecondDoesNot() {
    asking.run(job(1, NEVER));
    BackboneRecord request = backbone.put(0).record();
    answer(request, "first");
    answer(request, "second");

    assertThat(ended).containsExactly(new JobResult.Done("first", 1, 1, "2", 0));
    assertThat(asking.stats()).isEqualTo(new Asking.Stats(0, 0, 1));
  }

  @Test
  void aResultForAnotherIngressIsNotLookedAt() {
    asking.run(job(1, NEVER));
    FakeBackbone.Put asked = backbone.put(0);
    asking(false, Duration.ofDays(1));
    answer(asked.record(), "theirs");

    assertThat(ended).isEmpty();
    assertThat(asking.stats().surplus()).isZero();
  }

  @Test
  void aJobEndsByItsDeadlineAndItsResultIsTooLate() {
    asking.run(job(1, System.nanoTime()));
    asking.onTick();

    assertThat(ended)
        .containsExactly(
            new JobResult.Refused(Envelope.Status.EXPIRED, "no worker answered in time", 0));
    answer(backbone.put(0).record(), "late");
    assertThat(ended).hasSize(1);
    assertThat(asking.stats().surplus()).isEqualTo(1);
  }

  @Test
  void aJobWithoutDeadlineIsGivenUpWhenNothingIsKeptThatLong() {
    Asking impatient = asking(false, Duration.ZERO);
    impatient.run(job(1, NEVER));
    impatient.onTick();

    assertThat(ended).hasSize(1);
  }

  @Test
  void whatWasNotTakenIsPutAgainUntilItIs() {
    asking.run(job(1, NEVER));
    backbone.put(0).done().accept(Optional.of("no leader"));
    drain();
    asking.onTick();
    asking.onTick();

    assertThat(backbone.puts).hasSize(2);
    assertThat(backbone.put(1).record().header("x-ask"))
        .isEqualTo(backbone.put(0).record().header("x-ask"));
    assertThat(asking.stats().putAgain()).isEqualTo(1);
  }

  @Test
  void nothingIsPutBeforeResultsCanComeBack() {
    backbone.fault = Optional.of("not reached yet");
    asking.run(job(1, NEVER));
    asking.run(job(2, System.nanoTime()));
    asking.onTick();
    assertThat(backbone.puts).isEmpty();
    assertThat(ended)
        .extracting(result -> ((JobResult.Refused) result).detail())
        .containsExactly("no worker answered in time; the backbone: not reached yet");

    backbone.fault = Optional.empty();
    asking.onTick();
    assertThat(backbone.puts).hasSize(1);
  }

  @Test
  void oneMoreThanItHoldsIsShed() {
    for (int i = 0; i <= OPEN_MAX; i++) {
      asking.run(job(i, NEVER));
    }
    assertThat(ended).as("not within the call").isEmpty();
    drain();

    assertThat(ended)
        .containsExactly(
            new JobResult.Refused(Envelope.Status.SHED, "the cloud's queue of 3 is full", 0));
  }

  @Test
  void requestsHaveAKeyOfTheirOwnOrThatOfTheirEdge() {
    asking.run(job(1, NEVER));
    asking.run(job(2, NEVER));
    assertThat(backbone.put(0).record().key()).isNotEqualTo(backbone.put(1).record().key());

    asking(true, Duration.ofDays(1)).run(job(3, NEVER));
    assertThat(backbone.put(2).record().key()).isEqualTo("gw");
  }

  @Test
  void aResultThatIsNoneIsCounted() {
    asking.run(job(1, NEVER));
    BackboneRecord request = backbone.put(0).record();
    backbone.follower.accept(new BackboneRecord("gw", request.headers(), new byte[1], 0));
    drain();

    assertThat(ended).isEmpty();
    assertThat(asking.stats()).isEqualTo(new Asking.Stats(1, 0, 1));
  }
}
