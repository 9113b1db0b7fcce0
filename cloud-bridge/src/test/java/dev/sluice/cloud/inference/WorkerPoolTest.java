package dev.sluice.cloud.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.cloud.core.Job;
import dev.sluice.cloud.core.JobResult;
import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.Prediction;
import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.LinkId;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
  private final BlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
  private final BlockingQueue<JobResult> results = new LinkedBlockingQueue<>();
  private final AtomicInteger open = new AtomicInteger();

  @Test
  void runsOneJobPerWorkerAtTheSameTime() throws Exception {
    var together = new CyclicBarrier(2);
    try (WorkerPool pool = pool(2, features -> together.await(10, TimeUnit.SECONDS), "m")) {
      pool.run(job("m", 2));
      pool.run(job("m", 2));

      assertThat(result()).isInstanceOf(JobResult.Done.class);
      assertThat(result()).isInstanceOf(JobResult.Done.class);
    }
  }

  @Test
  void tellsOnTheLoopAndUsesTheWorkerAgain() throws Exception {
    try (WorkerPool pool = pool(1, features -> 0, "m")) {
      for (int i = 0; i < 3; i++) {
        pool.run(job("m", 2));
        assertThat(result().serviceNanos()).isNotNegative();
      }
    }
  }

  @Test
  void rejectsFeaturesThatAreTooFew() throws Exception {
    try (WorkerPool pool = pool(1, features -> 0, "m")) {
      pool.run(job("m", 1));

      assertThat(result())
          .isEqualTo(
              new JobResult.Refused(
                  Envelope.Status.REJECTED, "features are 1, the model needs 2", 0));
    }
  }

  @Test
  void aModelThatThrowsAnythingFailsItsJobOnly() throws Exception {
    try (WorkerPool pool =
        pool(
            1,
            features -> {
              throw new IllegalStateException("broken");
            },
            "m")) {
      pool.run(job("m", 2));
      assertThat(((JobResult.Refused) result()).status()).isEqualTo(Envelope.Status.FAILED);
      pool.run(job("m", 2));
      assertThat(((JobResult.Refused) result()).detail()).contains("broken");
    }
  }

  @Test
  void freesEveryModelWhenItCloses() throws Exception {
    pool(3, features -> 0, "m", "n").close();

    assertThat(open).hasValue(0);
  }

  @Test
  void leavesNoModelLoadedWhenOneCannotBe() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> pool(1, features -> 0, "m", "corrupt"));
    assertThat(open).hasValue(0);
  }

  @Test
  void anotherVersionAnswersTheNextJobAndTheOneBeforeIsFreed() throws Exception {
    try (WorkerPool pool = pool(2, features -> 0, "m")) {
      pool.run(job("m", 2));
      assertThat(((JobResult.Done) result()).modelVersion()).isEqualTo("1");

      pool.replace(manifest("m", "2"), new FakeRuntime(features -> 0));

      for (int i = 0; i < 4; i++) {
        pool.run(job("m", 2));
        assertThat(((JobResult.Done) result()).modelVersion()).isEqualTo("2");
      }
    }
    assertThat(open).hasValue(0);
  }

  @Test
  void aVersionThatCannotBeLoadedOrFailsItsTrialTakesNobodysPlace() throws Exception {
    try (WorkerPool pool = pool(1, features -> 0, "m")) {
      assertThatExceptionOfType(ModelException.class)
          .isThrownBy(() -> pool.replace(manifest("corrupt", "2"), new FakeRuntime(f -> 0)));
      assertThatExceptionOfType(ModelException.class)
          .isThrownBy(
              () ->
                  pool.replace(
                      manifest("m", "2"),
                      new FakeRuntime(
                          features -> {
                            throw new IllegalStateException("planted");
                          })))
          .withMessageContaining("fails on a test signal: planted");

      pool.run(job("m", 2));
      assertThat(((JobResult.Done) result()).modelVersion()).isEqualTo("1");
      assertThat(open).hasValue(1);
    }
  }

  private JobResult result() throws InterruptedException {
    loop.poll(10, TimeUnit.SECONDS).run();
    return results.remove();
  }

  private WorkerPool pool(int workers, Body body, String... models) throws ModelException {
    List<ModelManifest> manifests = List.of(models).stream().map(WorkerPoolTest::manifest).toList();
    return WorkerPool.start(
        workers,
        new FakeRuntime(body),
        manifests,
        loop::add,
        (job, result, startedNanos) -> results.add(result));
  }

  private static ModelManifest manifest(String name) {
    return manifest(name, "1");
  }

  private static ModelManifest manifest(String name, String version) {
    return new ModelManifest(
        name,
        version,
        Path.of(name),
        "0".repeat(64),
        new ModelManifest.Input("in", 2),
        new ModelManifest.Output("out", List.of("a", "b"), 0.5f));
  }

  private static Job job(String model, int features) {
    var request = new Envelope.Request(new LinkId("e", 1), 1, model, 100, 5, new float[features]);
    return new Job(request, 0, 0, Long.MAX_VALUE, false);
  }

  private interface Body {
    int run(float[] features) throws Exception;
  }

  private final class FakeRuntime implements ModelRuntime {
    private final Body body;

    FakeRuntime(Body body) {
      this.body = body;
    }

    @Override
    public Model load(ModelManifest manifest) throws ModelException {
      if (manifest.name().equals("corrupt")) {
        throw new ModelException("corrupt");
      }
      open.incrementAndGet();
      return new FakeModel(manifest, body);
    }

    @Override
    public void close() {}
  }

  private final class FakeModel implements Model {
    private final ModelManifest manifest;
    private final Body body;

    FakeModel(ModelManifest manifest, Body body) {
      this.manifest = manifest;
      this.body = body;
    }

    @Override
    public ModelManifest manifest() {
      return manifest;
    }

    @Override
    public Prediction infer(float[] features) throws InferenceException {
      try {
        body.run(features);
        return new Prediction("a", 0.1f, 0.9f);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new InferenceException(e.toString(), e);
      }
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }
}
