package dev.sluice.trainer;

import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A folder of models, each an ONNX file with its manifest beside it. */
record ModelFiles(Path folder) {
  private static final String MANIFEST =
      """
      # A detector of anomalies in the signal of a sensor; written by the trainer, see docs/models.md.
      # It judges the newest 64 of its input values, in any unit.
      name: %s
      version: "1"
      file: %s
      # Of the file; a model that does not match is not loaded.
      sha256: %s
      input:
        # float32 [1, window], oldest value first; a shorter history is padded with its oldest value.
        tensor: %s
        window: %d
      output:
        # float32 [1, 1]: probability of the second label.
        tensor: %s
        labels: [normal, anomaly]
        # Chosen for the most right answers on sensors that were not trained on.
        threshold: %s
      """;

  /** Writes both files; equal bytes for equal arguments. */
  void write(Detector detector, float threshold) throws IOException {
    String name = detector.recipe().name();
    byte[] graph = DetectorGraph.bytes(detector);
    Files.createDirectories(folder);
    Files.write(folder.resolve(name + ".onnx"), graph);
    Files.writeString(
        manifest(name),
        MANIFEST.formatted(
            name,
            name + ".onnx",
            sha256(graph),
            DetectorGraph.INPUT,
            detector.recipe().window(),
            DetectorGraph.OUTPUT,
            threshold));
  }

  ModelManifest read(String name) throws ModelException {
    return ModelManifest.read(manifest(name));
  }

  private Path manifest(String name) {
    return folder.resolve(name + ".model.yaml");
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
