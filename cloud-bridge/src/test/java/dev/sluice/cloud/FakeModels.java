package dev.sluice.cloud;

import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.Prediction;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A runtime whose only model says the mean of its features, when it is allowed to. */
final class FakeModels implements ModelRuntime {
  static final ModelManifest MEAN =
      new ModelManifest(
          "mean",
          "1.0.0",
          Path.of("mean.onnx"),
          "0".repeat(64),
          new ModelManifest.Input("in", 4),
          new ModelManifest.Output("out", List.of("normal", "anomaly"), 0.5f));

  /** Each run takes one; more than enough unless a test holds them back. */
  final Semaphore allowed = new Semaphore(1_000_000);

  final AtomicInteger runs = new AtomicInteger();
  final AtomicInteger open = new AtomicInteger();

  @Override
  public Model load(ModelManifest manifest) throws ModelException {
    open.incrementAndGet();
    return new Mean(manifest);
  }

  @Override
  public void close() {}

  private final class Mean implements Model {
    private final ModelManifest manifest;

    Mean(ModelManifest manifest) {
      this.manifest = manifest;
    }

    @Override
    public ModelManifest manifest() {
      return manifest;
    }

    @Override
    public Prediction infer(float[] features) throws InferenceException {
      allowed.acquireUninterruptibly();
      runs.incrementAndGet();
      float sum = 0;
      for (float feature : features) {
        sum += feature;
      }
      float mean = sum / features.length;
      if (mean < 0) {
        throw new InferenceException("the mean is negative");
      }
      return new Prediction(mean >= 0.5f ? "anomaly" : "normal", mean, 0.75f);
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }
}
