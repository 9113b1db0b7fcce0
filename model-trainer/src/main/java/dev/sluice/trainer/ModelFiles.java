package dev.sluice.trainer;

import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelFile;
import dev.sluice.inference.ModelManifest;
import dev.sluice.sim.signal.SurfaceSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

  private static final String SURFACE_MANIFEST =
      """
      # A detector of defects on brushed metal under a camera; written by the trainer, see docs/models.md.
      name: %s
      version: "1"
      file: %s
      # Of the file; a model that does not match is not loaded.
      sha256: %s
      input:
        # float32 [1, 1, height, width]; PNG, JPEG and raw bytes are brought to it.
        tensor: %s
        image:
          width: %d
          height: %d
          colour: grey
      output:
        # float32 [1, 1]: probability of the second label.
        tensor: %s
        labels: [good, defect]
        # Chosen for the most right answers on cameras that were not trained on.
        threshold: %s
      """;

  /** Writes both files; equal bytes for equal arguments. */
  void write(Detector detector, float threshold) throws IOException {
    String name = detector.recipe().name();
    byte[] graph = DetectorGraph.bytes(detector);
    write(
        name,
        graph,
        MANIFEST.formatted(
            name,
            name + ".onnx",
            ModelFile.sha256(graph),
            DetectorGraph.INPUT,
            detector.recipe().window(),
            DetectorGraph.OUTPUT,
            threshold));
  }

  /**
   * Writes both files.
   *
   * @param threshold fitted on the series that it is for
   */
  void write(History history, float threshold) throws IOException {
    byte[] graph = history.graph();
    write(
        History.NAME,
        graph,
        MANIFEST.formatted(
            History.NAME,
            History.NAME + ".onnx",
            ModelFile.sha256(graph),
            History.INPUT,
            history.window(),
            History.OUTPUT,
            threshold));
  }

  /** Writes both files; equal bytes for equal arguments. */
  void write(SurfaceDetector detector, float threshold) throws IOException {
    String name = detector.recipe().name();
    byte[] graph = SurfaceGraph.bytes(detector);
    write(
        name,
        graph,
        SURFACE_MANIFEST.formatted(
            name,
            name + ".onnx",
            ModelFile.sha256(graph),
            SurfaceGraph.INPUT,
            SurfaceSignal.SIDE,
            SurfaceSignal.SIDE,
            SurfaceGraph.OUTPUT,
            threshold));
  }

  private void write(String name, byte[] graph, String manifest) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve(name + ".onnx"), graph);
    Files.writeString(manifest(name), manifest);
  }

  ModelManifest read(String name) throws ModelException {
    return ModelManifest.read(manifest(name));
  }

  private Path manifest(String name) {
    return folder.resolve(name + ".model.yaml");
  }
}
