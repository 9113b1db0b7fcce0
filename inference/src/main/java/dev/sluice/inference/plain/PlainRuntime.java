package dev.sluice.inference.plain;

import dev.sluice.inference.Model;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelFile;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.UnloadableModelException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@link ModelRuntime} in plain Java, for small networks. What it does not have, and what would
 * take it too long or too much memory, it refuses as {@link UnloadableModelException}. Thread-safe.
 */
public final class PlainRuntime implements ModelRuntime {
  private final Limits limits;

  /** With a limit on time, and on memory by the heap that this process has. */
  public PlainRuntime() {
    this(Limits.ofThisProcess());
  }

  PlainRuntime(Limits limits) {
    this.limits = limits;
  }

  /** Names of ONNX's operators that can be run. */
  public static Set<String> operators() {
    return Operators.names();
  }

  @Override
  public Model load(ModelManifest manifest) throws ModelException {
    byte[] file = ModelFile.verified(manifest);
    try {
      Graph graph = GraphReader.read(file);
      Shape input = Shape.of(manifest.input().shape().stream().mapToLong(size -> size).toArray());
      check(manifest, "input", graph.inputs(), manifest.input().tensor(), input.longs());
      check(manifest, "output", graph.outputs(), manifest.output().tensor(), 1, 1);
      Program program = Program.of(graph, Map.of(manifest.input().tensor(), input), limits);
      return new PlainModel(
          manifest,
          program,
          program.floats(manifest.input().tensor()),
          program.floats(manifest.output().tensor()));
    } catch (IOException e) {
      throw fault(manifest, "is no ONNX file (" + e.getMessage() + ")", "restore the file");
    } catch (UnsupportedException e) {
      throw new UnloadableModelException(
          line(manifest, "cannot be run in Java: " + e.getMessage(), "let the cloud run it"));
    }
  }

  private static void check(
      ModelManifest manifest, String side, List<Port> ports, String name, long... shape)
      throws ModelException {
    if (ports.size() != 1 || !ports.get(0).name().equals(name) || !ports.get(0).takes(shape)) {
      throw fault(
          manifest,
          "its %s is %s".formatted(side, ports),
          "it must be '%s', float32 %s, as the manifest says"
              .formatted(name, Arrays.toString(shape)));
    }
  }

  private static String line(ModelManifest manifest, String what, String advice) {
    return "model %s, %s: %s; %s".formatted(manifest.name(), manifest.file(), what, advice);
  }

  private static ModelException fault(ModelManifest manifest, String what, String advice) {
    return new ModelException(line(manifest, what, advice));
  }

  /** Holds nothing. */
  @Override
  public void close() {}
}
