package dev.sluice.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;

/**
 * {@link ModelRuntime} on ONNX Runtime: one thread per session, no spinning, pinned direct buffers.
 * Models that it loaded stay usable until they are closed themselves.
 */
public final class OnnxRuntime implements ModelRuntime {
  private volatile boolean closed;

  @Override
  public Model load(ModelManifest manifest) throws ModelException {
    if (closed) {
      throw new ModelException("model " + manifest.name() + ": the runtime is closed");
    }
    byte[] graph = ModelFile.verified(manifest);
    OwnCommandLine.check(manifest.name());
    OrtSession session = session(manifest, graph);
    try {
      return new OnnxModel(manifest, environment(), session);
    } catch (ModelException | RuntimeException e) {
      OnnxModel.release(session);
      throw e;
    }
  }

  /** Refuses further loads. ONNX Runtime's own environment lives as long as the process. */
  @Override
  public void close() {
    closed = true;
  }

  private static OrtSession session(ModelManifest manifest, byte[] graph) throws ModelException {
    try {
      return open(graph);
    } catch (OrtException e) {
      throw ModelFile.fault(
          manifest,
          "ONNX Runtime cannot load it (" + oneLine(e.getMessage()) + ")",
          "export it for opset 23 or older, or restore the file");
    }
  }

  static OrtSession open(byte[] graph) throws OrtException, ModelException {
    OrtEnvironment environment = environment();
    try (SessionOptions options = oneQuietThread()) {
      return environment.createSession(graph, options);
    }
  }

  /** The default pool spins on every core between requests, which would starve the broker. */
  private static SessionOptions oneQuietThread() throws OrtException {
    var options = new SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    options.addConfigEntry("session.inter_op.allow_spinning", "0");
    return options;
  }

  private static OrtEnvironment environment() throws ModelException {
    try {
      // Its log goes to stderr unasked; what matters comes as an exception.
      return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "sluice");
    } catch (LinkageError e) {
      throw new ModelException(
          "ONNX Runtime does not start on "
              + System.getProperty("os.arch")
              + "; use a 64-bit system with glibc 2.28 or newer",
          e);
    }
  }

  static String oneLine(String message) {
    return message.replaceAll("\\s+", " ").strip();
  }
}
