package dev.sluice.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.core.EdgeEffect.Run;
import dev.sluice.edge.core.Outcome.Placement;
import dev.sluice.offload.Policies;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Answers that are given again. All requests of the fixture ask for the same values. */
class DispatcherCacheTest {
  private static final Route CACHED = Routes.cached(Duration.ofMillis(100));

  private final DispatcherFixture it = new DispatcherFixture(Policies.named("edge-only"));

  private Outcome ask(Route route) {
    long id = it.publish(route);
    it.prepared(id);
    if (it.runs(id, Run.PRIMARY)) {
      it.modelSays(id, Run.PRIMARY, "anomaly");
    }
    return it.answers.get(it.answers.size() - 1).outcome();
  }

  @Test
  void theSameValuesAreAnsweredWithoutAModel() {
    assertThat(ask(CACHED).placement()).isEqualTo(Placement.EDGE);
    Outcome again = ask(CACHED);
    assertThat(again.placement()).isEqualTo(Placement.CACHE);
    assertThat(again.reason()).isEqualTo("CACHED");
    assertThat(again.status()).isEqualTo(Outcome.Status.OK);
    assertThat(again.prediction().orElseThrow().label()).isEqualTo("anomaly");
    assertThat(again.model().orElseThrow().version()).isEqualTo("1");
    assertThat(again.inferNanos()).isZero();
    assertThat(again.id()).as("its own, not the first one's").contains("m2");
    assertThat(it.cache.stats().hits()).isEqualTo(1);
    assertThat(it.cache.stats().misses()).isEqualTo(1);
  }

  @Test
  void notWhenTheirTimeIsOver() {
    ask(CACHED);
    it.passTo(100);
    assertThat(ask(CACHED).placement()).isEqualTo(Placement.EDGE);
  }

  @Test
  void notAcrossVersionsOfTheModel() {
    it.known.onModelVersion(CACHED.model(), "a");
    ask(CACHED);
    it.known.onModelVersion(CACHED.model(), "b");
    assertThat(ask(CACHED).placement()).isEqualTo(Placement.EDGE);
    assertThat(ask(CACHED).placement()).isEqualTo(Placement.CACHE);
  }

  @Test
  void notOfAModelThatWasReplacedWhileItRan() {
    it.known.onModelVersion(CACHED.model(), "a");
    long id = it.publish(CACHED);
    it.prepared(id);
    it.known.onModelVersion(CACHED.model(), "b");
    it.modelSays(id, Run.PRIMARY, "anomaly");
    assertThat(ask(CACHED).placement()).isEqualTo(Placement.EDGE);
  }

  @Test
  void alsoWhereLateAnswersAreTold() {
    it.dispatcher.lateAnswers().publishOn(Optional.of(TopicName.of("audit/late")));
    ask(CACHED);
    assertThat(ask(CACHED).placement()).isEqualTo(Placement.CACHE);
  }

  @Test
  void notOnARouteThatDoesNotAllowIt() {
    ask(Routes.VIBRATION);
    assertThat(ask(Routes.VIBRATION).placement()).isEqualTo(Placement.EDGE);
    assertThat(it.cache.stats().misses()).isZero();
  }

  @Test
  void whatTheFallbackSaidIsNotKept() {
    long id = it.publish(CACHED);
    it.prepared(id);
    it.modelFails(id, Run.PRIMARY);
    it.modelSays(id, Run.FALLBACK, "normal");
    assertThat(it.answer().outcome().placement()).isEqualTo(Placement.FALLBACK);
    assertThat(it.cache.stats().entries()).isZero();
  }
}
