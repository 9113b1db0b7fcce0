package dev.sluice.inference.trial;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * The child: loads the native runtime and runs one graph on zeros. It ends with 0 also where the
 * graph is at fault, for whoever loads it then is told why.
 */
public final class OnnxTrial {
  /** Exit code: the native library cannot be loaded. */
  static final int NO_LIBRARY = 3;

  private OnnxTrial() {}

  /** Takes the ONNX file. */
  public static void main(String[] args) throws IOException {
    try {
      run(Files.readAllBytes(Path.of(args[0])));
    } catch (OrtException e) {
      System.out.println("the graph is at fault: " + e.getMessage());
    } catch (LinkageError e) {
      System.out.println(root(e));
      System.exit(NO_LIBRARY);
    }
  }

  /** The library is loaded by a class that is being initialised: what went wrong lies below. */
  private static Throwable root(Throwable fault) {
    Throwable root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static void run(byte[] graph) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(graph)) {
      Map.Entry<String, NodeInfo> input = session.getInputInfo().entrySet().iterator().next();
      if (input.getValue().getInfo() instanceof TensorInfo info) {
        long[] shape = Arrays.stream(info.getShape()).map(size -> Math.max(1, size)).toArray();
        int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        try (OnnxTensor zeros =
            OnnxTensor.createTensor(environment, FloatBuffer.allocate(count), shape)) {
          session.run(Map.of(input.getKey(), zeros)).close();
        }
      }
    }
  }
}
