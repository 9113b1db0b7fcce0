package dev.sluice.inference.plain;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;

/** One graph, one input x and one output y, run by both runtimes: how far apart they are. */
final class BesideOnnxRuntime implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final Program program;
  private final long[] shape;

  BesideOnnxRuntime(byte[] file, long... shape) throws Exception {
    this.shape = shape;
    session = environment.createSession(file);
    program = Program.of(GraphReader.read(file), Map.of("x", Shape.of(shape)), Limits.NONE);
  }

  /** The largest difference, in parts of the larger of 1 and the native one's value. */
  double distance(float[] x) throws Exception {
    return distanceTo(this, x);
  }

  /** Of this graph in Java to another one in ONNX Runtime. */
  double distanceTo(BesideOnnxRuntime other, float[] x) throws Exception {
    float[] theirs = other.nativeRun(x);
    System.arraycopy(x, 0, program.floats("x").values(), 0, x.length);
    program.run();
    float[] ours = program.floats("y").values();
    if (ours.length != theirs.length) {
      return Double.POSITIVE_INFINITY;
    }
    double worst = 0;
    for (int i = 0; i < ours.length; i++) {
      double scale = Math.max(1, Math.abs(theirs[i]));
      double apart = ours[i] == theirs[i] ? 0 : Math.abs(ours[i] - theirs[i]) / scale;
      worst = Math.max(worst, Double.isNaN(apart) ? Double.POSITIVE_INFINITY : apart);
    }
    return worst;
  }

  private float[] nativeRun(float[] x) throws OrtException {
    try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), shape);
        OrtSession.Result result = session.run(Map.of("x", input))) {
      FloatBuffer output = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] values = new float[output.remaining()];
      output.get(values);
      return values;
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
