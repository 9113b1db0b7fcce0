package dev.sluice.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * {@link ModelRuntime} on ONNX Runtime: one thread per session, no spinning, pinned direct buffers.
 * Models that it loaded stay usable until they are closed themselves.
 */
public final class OnnxRuntime implements ModelRuntime {
  /** A model is read into memory whole, so that what was hashed is what runs. */
  static final long FILE_BYTES_MAX = 256L << 20;

  private volatile boolean closed;

  @Override
  public Model load(ModelManifest manifest) throws ModelException {
    if (closed) {
      throw new ModelException("model " + manifest.name() + ": the runtime is closed");
    }
    byte[] graph = verified(manifest);
    OwnCommandLine.check(manifest);
    OrtSession session = session(manifest, graph);
    try {
      return new OnnxModel(manifest, environment(manifest), session);
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

  private static byte[] verified(ModelManifest manifest) throws ModelException {
    byte[] graph = bytes(manifest);
    String sha256 = sha256(graph);
    if (!sha256.equals(manifest.sha256())) {
      throw fault(
          manifest,
          "sha256 is " + sha256 + ", the manifest says " + manifest.sha256(),
          "restore the file, or correct the manifest if the file was replaced on purpose");
    }
    return graph;
  }

  private static byte[] bytes(ModelManifest manifest) throws ModelException {
    Path file = manifest.file();
    try {
      long size = Files.size(file);
      if (size > FILE_BYTES_MAX) {
        throw fault(manifest, size + " bytes, at most " + FILE_BYTES_MAX, "use a smaller model");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw fault(manifest, "no such file", "put it there, or correct 'file' in the manifest");
    } catch (IOException e) {
      throw fault(manifest, "cannot be read (" + e.getMessage() + ")", "check its permissions");
    }
  }

  private static OrtSession session(ModelManifest manifest, byte[] graph) throws ModelException {
    OrtEnvironment environment = environment(manifest);
    try (SessionOptions options = oneQuietThread()) {
      return environment.createSession(graph, options);
    } catch (OrtException e) {
      throw fault(
          manifest,
          "ONNX Runtime cannot load it (" + oneLine(e.getMessage()) + ")",
          "export it for opset 23 or older, or restore the file");
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

  private static OrtEnvironment environment(ModelManifest manifest) throws ModelException {
    try {
      // Its log goes to stderr unasked; what matters comes as an exception.
      return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "sluice");
    } catch (LinkageError e) {
      throw fault(
          manifest,
          "ONNX Runtime does not start on " + System.getProperty("os.arch"),
          "use a 64-bit system with glibc 2.28 or newer");
    }
  }

  static ModelException fault(ModelManifest manifest, String what, String advice) {
    return new ModelException(
        "model " + manifest.name() + ", " + manifest.file() + ": " + what + "; " + advice);
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s+", " ").strip();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
