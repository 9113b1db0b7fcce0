package dev.sluice.edge.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.core.AnswerCache.Question;
import dev.sluice.edge.core.ModelResult;
import dev.sluice.edge.core.Outcome.ModelName;
import dev.sluice.edge.core.Route;
import dev.sluice.inference.Prediction;
import dev.sluice.offload.Privacy;
import dev.sluice.topic.TopicFilter;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaffeineAnswersTest {
  private static final long SECOND = 1_000_000_000;
  private static final ModelResult.Predicted ANSWER =
      new ModelResult.Predicted(new ModelName("pump", "1"), new Prediction("low", 0.1f, 0.9f), 5);

  private final CaffeineAnswers answers = new CaffeineAnswers();

  private static Route route(int index, long bytesMax) {
    return route(index, 1, bytesMax);
  }

  private static Route route(int index, int version, long bytesMax) {
    return new Route(
        index,
        version,
        "r" + index,
        TopicFilter.of("a/#"),
        0,
        "pump",
        true,
        Optional.empty(),
        Optional.empty(),
        5,
        Privacy.CLOUD_OK,
        Optional.empty(),
        "{topic}/r",
        "pump",
        Optional.of(new Route.CacheTerms(Duration.ofSeconds(10), bytesMax)),
        false);
  }

  private static Question question(Route route, String version, float... features) {
    return new Question(route, version, features);
  }

  @Test
  void findsWhatWasAskedBeforeUntilItIsTooOld() {
    Route route = route(0, 1_000_000);
    answers.keep(question(route, "v", 1, 2), ANSWER, 0);
    assertThat(answers.find(question(route, "v", 1, 2), 10 * SECOND - 1)).contains(ANSWER);
    assertThat(answers.find(question(route, "v", 1, 2), 10 * SECOND)).isEmpty();
    assertThat(answers.stats().hits()).isEqualTo(1);
    assertThat(answers.stats().misses()).isEqualTo(1);
  }

  @Test
  void otherValuesVersionsAndRoutesAreOtherQuestions() {
    Route route = route(0, 1_000_000);
    answers.keep(question(route, "v", 1, 2), ANSWER, 0);
    assertThat(answers.find(question(route, "v", 2, 1), 1)).isEmpty();
    assertThat(answers.find(question(route, "v", 1), 1)).isEmpty();
    assertThat(answers.find(question(route, "w", 1, 2), 1)).isEmpty();
    assertThat(answers.find(question(route(1, 1_000_000), "v", 1, 2), 1)).isEmpty();
  }

  @Test
  void anotherPolicyBeginsAnewAndRequestsOfTheOldOneKeepNothing() {
    Route old = route(0, 1, 1_000_000);
    Route now = route(0, 2, 1_000_000);
    answers.keep(question(old, "v", 1), ANSWER, 0);
    assertThat(answers.find(question(now, "v", 1), 1)).isEmpty();
    answers.keep(question(old, "v", 2), ANSWER, 2);
    assertThat(answers.find(question(now, "v", 2), 3)).isEmpty();
  }

  @Test
  void isBoundedInBytes() {
    Route route = route(0, 10 * CaffeineAnswers.ENTRY_BYTES);
    for (int i = 0; i < 1_000; i++) {
      answers.keep(question(route, "v", i), ANSWER, i);
      assertThat(answers.stats().bytes()).isLessThanOrEqualTo(10 * CaffeineAnswers.ENTRY_BYTES);
    }
    assertThat(answers.stats().entries()).isBetween(5L, 9L);
  }
}
