package dev.sluice.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * Several inputs of a graph whose first dimension is open, in one run: rows of one direct buffer,
 * with a pair of tensors for each number of rows that has come up.
 */
final class OnnxBatch implements AutoCloseable {
  static final int ROWS_MAX = 32;

  private final ModelManifest manifest;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final FloatBuffer input;
  private final FloatBuffer output;
  private final OnnxRows[] byRows = new OnnxRows[ROWS_MAX + 1];

  /** Views of the two buffers. */
  private record OnnxRows(OnnxTensor input, OnnxTensor output) {}

  /**
   * @param session owned by the caller
   */
  OnnxBatch(ModelManifest manifest, OrtEnvironment environment, OrtSession session) {
    this.manifest = manifest;
    this.environment = environment;
    this.session = session;
    this.input = direct(ROWS_MAX * manifest.input().window());
    this.output = direct(ROWS_MAX);
  }

  static FloatBuffer direct(int length) {
    return ByteBuffer.allocateDirect(length * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /**
   * Scores in the order of the inputs.
   *
   * @param features each at least the window's length, of which the last values count; 1 to {@link
   *     #ROWS_MAX}
   */
  float[] run(List<float[]> features) throws OrtException {
    int window = manifest.input().window();
    int rows = features.size();
    for (int row = 0; row < rows; row++) {
      float[] values = features.get(row);
      input.put(row * window, values, values.length - window, window);
    }
    OnnxRows tensors = tensors(rows);
    session
        .run(
            Map.of(manifest.input().tensor(), tensors.input()),
            Map.of(manifest.output().tensor(), tensors.output()))
        .close();
    float[] scores = new float[rows];
    output.get(0, scores);
    return scores;
  }

  private OnnxRows tensors(int rows) throws OrtException {
    if (byRows[rows] == null) {
      long[] shape = manifest.input().shape().stream().mapToLong(Long::longValue).toArray();
      shape[0] = rows;
      byRows[rows] =
          new OnnxRows(
              OnnxTensor.createTensor(
                  environment, input.slice(0, rows * manifest.input().window()), shape),
              OnnxTensor.createTensor(environment, output.slice(0, rows), new long[] {rows, 1}));
    }
    return byRows[rows];
  }

  @Override
  public void close() {
    for (OnnxRows tensors : byRows) {
      if (tensors != null) {
        tensors.input().close();
        tensors.output().close();
      }
    }
  }
}
