package dev.sluice.edge.doctor;

import dev.sluice.doctor.Complaint;
import dev.sluice.doctor.Finding;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Whether the native runtime loads and runs the models: asked in a {@link RuntimeProbe child}. */
public final class ModelRuntimes implements Check {
  private static final String SUBJECT = "runtime";
  private static final String FIX =
      "use a 64-bit system with glibc 2.28 or newer (ldd --version), or take the models out:"
          + " inference.models: []";
  private static final long PATIENCE_SECONDS = 60;
  private static final int SIGNALLED = 128;

  private final List<String> command;
  private final List<Path> manifests;

  private ModelRuntimes(List<String> command, List<Path> manifests) {
    this.command = List.copyOf(command);
    this.manifests = List.copyOf(manifests);
  }

  /** By a JVM like this one. */
  public static ModelRuntimes inChild(List<Path> manifests) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m"));
    // Where the operator has put the native library, if he did.
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("onnxruntime.") || name.equals("java.io.tmpdir"))
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.add(RuntimeProbe.class.getName());
    return new ModelRuntimes(command, manifests);
  }

  /**
   * @param command what is run as the child
   */
  static ModelRuntimes by(List<String> command, List<Path> manifests) {
    return new ModelRuntimes(command, manifests);
  }

  @Override
  public List<Finding> run() {
    if (manifests.isEmpty()) {
      return List.of(Finding.ok(SUBJECT, "inference.models", "no model, so none is needed"));
    }
    try {
      return examine();
    } catch (IOException e) {
      return List.of(fault("the child cannot be started: " + e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(fault("interrupted"));
    }
  }

  private List<Finding> examine() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process child = builder.start();
    tell(child);
    // It says little, far less than a pipe holds: nothing waits for being read.
    if (!child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      child.destroyForcibly();
      return JavaModels.instead("has not answered within " + PATIENCE_SECONDS + " s", manifests);
    }
    List<Finding> findings = new ArrayList<>();
    new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .map(ModelRuntimes::said)
        .forEach(findings::add);
    return child.exitValue() == 0
        ? findings
        : JavaModels.instead(end(child.exitValue()), manifests);
  }

  private void tell(Process child) {
    try (OutputStream in = child.getOutputStream()) {
      for (Path manifest : manifests) {
        in.write((manifest + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // It has ended already; how is said by its exit code.
    }
  }

  private static String end(int exit) {
    return exit > SIGNALLED
        ? "crashes with signal %d".formatted(exit - SIGNALLED)
        : "does not load (exit code %d)".formatted(exit);
  }

  private static Finding said(String line) {
    int space = line.lastIndexOf(' ');
    if (line.startsWith("ran ")) {
      return Finding.ok(
          SUBJECT,
          line.substring("ran ".length(), space),
          "runs, %s us a run here".formatted(line.substring(space + 1)));
    }
    return Complaint.faults(SUBJECT, line.replaceFirst("^failed ", ""), FIX).get(0);
  }

  private static Finding fault(String what) {
    return Finding.fault(SUBJECT, "ONNX Runtime", what, FIX);
  }
}
