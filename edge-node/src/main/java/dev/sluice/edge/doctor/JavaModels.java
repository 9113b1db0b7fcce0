package dev.sluice.edge.doctor;

import dev.sluice.doctor.Complaint;
import dev.sluice.doctor.Finding;
import dev.sluice.edge.inference.LoadedModel;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelTrust;
import dev.sluice.inference.UnloadableModelException;
import dev.sluice.inference.plain.PlainRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the node does where the native runtime does not run: which models run in Java instead. */
final class JavaModels {
  private static final String SUBJECT = "runtime";

  private JavaModels() {}

  /**
   * @param why the native runtime does not run, in one clause
   */
  static List<Finding> instead(String why, List<Path> manifests) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.warning(
            SUBJECT,
            "ONNX Runtime",
            why + "; the node runs small networks in Java instead",
            "use a 64-bit system with glibc 2.28 or newer (ldd --version) for large models"));
    try (PlainRuntime runtime = new PlainRuntime()) {
      manifests.forEach(manifest -> findings.addAll(run(manifest, runtime)));
    }
    return findings;
  }

  private static List<Finding> run(Path manifest, PlainRuntime runtime) {
    try {
      long micros =
          LoadedModel.time(ModelTrust.EVERYBODY.read(manifest), runtime).toNanos() / 1_000;
      return List.of(
          Finding.ok(
              SUBJECT, manifest.toString(), "runs in Java, %d us a run here".formatted(micros)));
    } catch (UnloadableModelException e) {
      String[] parts = e.getMessage().split("; ", 2);
      return List.of(Finding.warning(SUBJECT, manifest.toString(), parts[0], parts[1]));
    } catch (ModelException e) {
      return Complaint.faults(SUBJECT, e.getMessage(), "restore the files of the model");
    }
  }
}
