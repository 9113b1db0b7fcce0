package dev.sluice.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One session of ONNX Runtime with its tensors: input and output live in direct buffers that are
 * used again for each inference, so that no tensor is allocated on the way.
 */
final class OnnxModel implements Model {
  private static final long ANY = -1;

  private final ModelManifest manifest;
  private final OrtSession session;
  private final FloatBuffer input;
  private final FloatBuffer output;
  private final OnnxTensor inputTensor;
  private final OnnxTensor outputTensor;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> outputs;
  private final Optional<OnnxBatch> batch;

  OnnxModel(ModelManifest manifest, OrtEnvironment environment, OrtSession session)
      throws ModelException {
    this.manifest = manifest;
    this.session = session;
    int window = manifest.input().window();
    try {
      long[] shape = manifest.input().shape().stream().mapToLong(Long::longValue).toArray();
      check("input", session.getInputInfo(), manifest.input().tensor(), shape);
      check("output", session.getOutputInfo(), manifest.output().tensor(), 1, 1);
      input = OnnxBatch.direct(window);
      output = OnnxBatch.direct(1);
      inputTensor = OnnxTensor.createTensor(environment, input, shape);
      outputTensor = OnnxTensor.createTensor(environment, output, new long[] {1, 1});
    } catch (OrtException e) {
      throw new ModelException("model " + manifest.name() + ": " + e.getMessage(), e);
    }
    inputs = Map.of(manifest.input().tensor(), inputTensor);
    outputs = Map.of(manifest.output().tensor(), outputTensor);
    batch = batch(environment);
  }

  private Optional<OnnxBatch> batch(OrtEnvironment environment) throws ModelException {
    try {
      boolean open =
          rows(session.getInputInfo(), manifest.input().tensor()) == ANY
              && rows(session.getOutputInfo(), manifest.output().tensor()) == ANY;
      return open ? Optional.of(new OnnxBatch(manifest, environment, session)) : Optional.empty();
    } catch (OrtException e) {
      throw new ModelException("model " + manifest.name() + ": " + e.getMessage(), e);
    }
  }

  private static long rows(Map<String, NodeInfo> tensors, String name) {
    return ((TensorInfo) tensors.get(name).getInfo()).getShape()[0];
  }

  @Override
  public ModelManifest manifest() {
    return manifest;
  }

  @Override
  public Prediction infer(float[] features) throws InferenceException {
    int window = manifest.requireWindow(features);
    input.put(0, features, features.length - window, window);
    try {
      session.run(inputs, outputs).close();
    } catch (OrtException e) {
      throw new InferenceException("model " + manifest.name() + " failed: " + e.getMessage(), e);
    }
    return manifest.prediction(output.get(0));
  }

  @Override
  public int batchMax() {
    return batch.isPresent() ? OnnxBatch.ROWS_MAX : 1;
  }

  @Override
  public List<Prediction> inferAll(List<float[]> features) throws InferenceException {
    if (batch.isEmpty() || features.size() == 1) {
      return Model.super.inferAll(features);
    }
    for (float[] one : features) {
      manifest.requireWindow(one);
    }
    try {
      List<Prediction> predictions = new ArrayList<>(features.size());
      for (float score : batch.get().run(features)) {
        predictions.add(manifest.prediction(score));
      }
      return predictions;
    } catch (OrtException e) {
      throw new InferenceException("model " + manifest.name() + " failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    inputTensor.close();
    outputTensor.close();
    batch.ifPresent(OnnxBatch::close);
    release(session);
  }

  /** A native session that does not close is a broken invariant, not a fault of the world. */
  static void release(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime session does not close", e);
    }
  }

  private void check(String side, Map<String, NodeInfo> tensors, String name, long... shape)
      throws ModelException {
    if (tensors.size() != 1 || !tensors.containsKey(name)) {
      throw ModelFile.fault(
          manifest,
          "its " + side + " tensors are " + tensors.keySet(),
          "it must have exactly '" + name + "', as the manifest says");
    }
    boolean fits =
        tensors.get(name).getInfo() instanceof TensorInfo tensor
            && tensor.type == OnnxJavaType.FLOAT
            && fits(tensor.getShape(), shape);
    if (!fits) {
      throw ModelFile.fault(
          manifest,
          side + " '" + name + "' is " + tensors.get(name).getInfo(),
          "it must be float32 " + Arrays.toString(shape) + ", as the manifest says");
    }
  }

  private static boolean fits(long[] actual, long[] wanted) {
    if (actual.length != wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (actual[i] != wanted[i] && actual[i] != ANY) {
        return false;
      }
    }
    return true;
  }
}
