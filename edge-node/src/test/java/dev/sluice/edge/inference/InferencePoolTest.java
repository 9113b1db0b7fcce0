package dev.sluice.edge.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.edge.core.EdgeEffect.Run;
import dev.sluice.edge.core.EdgeEffect.RunModel;
import dev.sluice.edge.core.ModelResult;
import dev.sluice.inference.ModelManifest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The test is the broker loop: turns run when it takes them. */
class InferencePoolTest {
  private final FakeRuntime runtime = new FakeRuntime();
  private final BlockingQueue<LongConsumer> turns = new LinkedBlockingQueue<>();
  private final List<ModelResult> results = new ArrayList<>();
  private final List<String> news = new ArrayList<>();
  private InferencePool pool = pool(Long.MAX_VALUE, "pump");

  private InferencePool pool(long memory, String... models) {
    List<LoadedModel> loaded = new ArrayList<>();
    for (String model : models) {
      loaded.add(loaded(model, "1"));
    }
    return new InferencePool(
        (id, run, result, now) -> results.add(result),
        turns::add,
        new InferencePool.Settings(1, memory, 2),
        loaded,
        (model, nanos) -> {},
        new ModelEvents() {
          @Override
          public void swapped(ModelManifest before, ModelManifest next) {
            news.add(before.version() + " to " + next.version());
          }

          @Override
          public void rolledBack(ModelManifest refused, ModelManifest again, String why) {
            news.add(refused.version() + " back to " + again.version());
          }

          @Override
          public void refused(Path manifest, String why) {
            news.add(why);
          }
        });
  }

  private LoadedModel loaded(String name, String version) {
    return LoadedModel.of(runtime.version(name, version, 10), List.of(0));
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private void start(String model, float feature) {
    pool.perform(new RunModel(1, Run.PRIMARY, model, new float[] {feature}));
  }

  private void turn() throws InterruptedException {
    LongConsumer turn = turns.poll(10, TimeUnit.SECONDS);
    assertThat(turn).as("a turn within 10 s").isNotNull();
    turn.accept(0);
  }

  /** The version that answered, or the failure. */
  private String run(String model, float feature) throws InterruptedException {
    start(model, feature);
    int before = results.size();
    while (results.size() == before) {
      turn();
    }
    ModelResult last = results.get(results.size() - 1);
    return last instanceof ModelResult.Predicted predicted
        ? predicted.model().version()
        : ((ModelResult.Failed) last).detail();
  }

  @Test
  void aRunKeepsTheVersionThatItStartedWith() throws Exception {
    start("pump", 1);
    pool.install(loaded("pump", "2"));
    turn();
    assertThat(((ModelResult.Predicted) results.get(0)).model().version()).isEqualTo("1");
    assertThat(run("pump", 1)).isEqualTo("2");
    assertThat(news).containsExactly("1 to 2");
  }

  @Test
  void whatAFreshVersionFailsTheOneBeforeAnswersUntilItIsBack() throws Exception {
    pool.install(loaded("pump", "2"));
    runtime.broken.add("2");
    assertThat(run("pump", 1)).isEqualTo("1");
    assertThat(news).containsExactly("1 to 2");
    assertThat(run("pump", 1)).isEqualTo("1");
    assertThat(news).containsExactly("1 to 2", "2 back to 1");
    runtime.broken.clear();
    assertThat(run("pump", 1)).isEqualTo("1");
  }

  @Test
  void aRequestThatNoVersionCanAnswerBlamesNone() throws Exception {
    pool.install(loaded("pump", "2"));
    for (int i = 0; i < 10; i++) {
      assertThat(run("pump", -1)).contains("model pump failed");
    }
    assertThat(run("pump", 1)).isEqualTo("2");
    assertThat(news).containsExactly("1 to 2");
  }

  @Test
  void aRollbackCanBeAskedFor() throws Exception {
    assertThat(pool.rollBack("pump", "asked for")).isFalse();
    pool.install(loaded("pump", "2"));
    assertThat(pool.rollBack("pump", "asked for")).isTrue();
    assertThat(run("pump", 1)).isEqualTo("1");
    assertThatThrownBy(() -> pool.rollBack("fan", "asked for"))
        .hasMessage("no route uses a model 'fan'; there are [pump]");
  }

  @Test
  void theVersionBeforeAProvenOneIsFreedAndLoadedAgainForARollback() throws Exception {
    run("pump", 1);
    pool.install(loaded("pump", "2"));
    for (int i = 0; i < ModelSlot.RUNS_UNTIL_PROVEN; i++) {
      run("pump", 1);
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> runtime.open.get() == 1);
    pool.rollBack("pump", "asked for");
    assertThat(run("pump", 1)).isEqualTo("1");
    assertThat(runtime.loads).hasValue(3);
  }

  @Test
  void modelsBeyondTheBudgetTakeTurns() throws Exception {
    pool.close();
    pool = pool(15, "pump", "fan");
    for (int i = 0; i < 3; i++) {
      assertThat(run("pump", 1)).isEqualTo("1");
      assertThat(run("fan", 1)).isEqualTo("1");
      assertThat(pool.memoryBytes()).isEqualTo(10);
    }
    assertThat(pool.models()).hasSize(2);
  }

  @Test
  void nothingStaysOpenWhenItCloses() throws Exception {
    run("pump", 1);
    pool.install(loaded("pump", "2"));
    pool.close();
    await().atMost(Duration.ofSeconds(10)).until(() -> runtime.open.get() == 0);
    pool = pool(Long.MAX_VALUE);
  }
}
