package dev.sluice.cloud.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.target.backbone.BackboneRecord;
import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.LinkId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnsweringTest {
  private record Run(long deadlineNanos, Consumer<Envelope.Answer> answer) {}

  private final FakeBackbone backbone = new FakeBackbone();
  private final List<Run> runs = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private final Answering answering =
      new Answering(
          new Answering.Settings("requests", "group", "results", 8, Duration.ofMillis(500)),
          backbone,
          Runnable::run,
          (request, deadlineNanos, answer) -> runs.add(new Run(deadlineNanos, answer)));

  @BeforeEach
  void start() {
    answering.start();
  }

  private static BackboneRecord request(String ask, long remainingMs, long sentMillis) {
    var request = new Envelope.Request(new LinkId("gw", 7), 1, "m", remainingMs, 5, new float[2]);
    return Records.request(ask, ask, request, remainingMs, sentMillis);
  }

  private void take(String ask, String name) {
    backbone.taker.take(request(ask, -1, 0), () -> done.add(name));
  }

  private void answer(int run) {
    var link = new LinkId("direct", 0);
    runs.get(run)
        .answer()
        .accept(Envelope.Answer.without(link, 9, Envelope.Status.FAILED, "the model fails"));
  }

  private void confirm(int put) {
    backbone.put(put).done().accept(Optional.empty());
  }

  @Test
  void aRequestIsDoneWhenItsResultIsConfirmed() {
    take("me/1", "it");
    answer(0);
    assertThat(done).isEmpty();
    confirm(0);

    assertThat(done).containsExactly("it");
    assertThat(backbone.put(0).stream()).isEqualTo("results");
    assertThat(backbone.put(0).record().header("x-ask")).isEqualTo("me/1");
    assertThat(backbone.put(0).record().header("x-status")).isEqualTo("failed");
    assertThat(answering.stats().open()).isZero();
  }

  @Test
  void aRequestThatComesAgainIsNotRunAgain() {
    take("me/1", "first");
    take("me/1", "while it runs");
    answer(0);
    confirm(0);
    take("me/1", "afterwards");

    assertThat(runs).hasSize(1);
    assertThat(backbone.puts).hasSize(1);
    assertThat(done).containsExactly("first", "while it runs", "afterwards");
    assertThat(answering.stats().repeated()).isEqualTo(2);
  }

  @Test
  void theSameRequestOfAnotherIngressIsAnother() {
    take("me/1", "mine");
    take("you/1", "yours");

    assertThat(runs).hasSize(2);
  }

  @Test
  void aResultThatWasNotTakenIsPutAgainUntilItIs() {
    take("me/1", "it");
    answer(0);
    backbone.fault = Optional.of("away");
    backbone.put(0).done().accept(Optional.of("away"));
    answering.onTick();
    assertThat(backbone.puts).as("it is away").hasSize(1);

    backbone.fault = Optional.empty();
    answering.onTick();
    answering.onTick();
    assertThat(backbone.puts).hasSize(2);
    confirm(1);
    assertThat(done).containsExactly("it");
    assertThat(answering.stats().putAgain()).isEqualTo(1);
  }

  @Test
  void whatIsNoRequestIsDoneAndCounted() {
    backbone.taker.take(
        new BackboneRecord("", Map.of(), new byte[0], 0), () -> done.add("garbage"));

    assertThat(done).containsExactly("garbage");
    assertThat(runs).isEmpty();
    assertThat(answering.stats().malformed()).isEqualTo(1);
  }

  @Test
  void timeThatARequestLayInTheBackboneIsNotGivenToTheModel() {
    long now = System.currentTimeMillis();
    backbone.taker.take(request("me/1", 1_000, now - 60_000), () -> {});
    backbone.taker.take(request("me/2", 60_000, now), () -> {});
    backbone.taker.take(request("me/3", -1, 0), () -> {});

    assertThat(runs.get(0).deadlineNanos() - System.nanoTime()).isNegative();
    assertThat(runs.get(1).deadlineNanos() - System.nanoTime()).isPositive();
    assertThat(runs.get(2).deadlineNanos()).isEqualTo(Long.MAX_VALUE);
  }
}
