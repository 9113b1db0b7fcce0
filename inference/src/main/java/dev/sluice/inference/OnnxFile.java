package dev.sluice.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;

/**
 * What an ONNX file of unknown origin needs and gives, as far as it can be run here: one float32
 * input, readings [1, n] or an image, and one float32 output [1, 1].
 */
public final class OnnxFile {
  private static final long ANY = -1;

  private OnnxFile() {}

  /**
   * @param input as a manifest describes it; an image is taken with mean 0 and deviation 1
   * @param output name of the tensor
   */
  public record Needs(ModelManifest.Input input, String output) {}

  /**
   * @param name what to call it in a complaint
   * @param graph the file's bytes
   * @throws ModelException one line that says what cannot be run, and what to do
   */
  public static Needs inspect(String name, byte[] graph) throws ModelException {
    OwnCommandLine.check(name);
    try (OrtSession session = OnnxRuntime.open(graph)) {
      Map.Entry<String, NodeInfo> input = only("input", session.getInputInfo());
      Map.Entry<String, NodeInfo> output = only("output", session.getOutputInfo());
      long[] scores = shape("output", output);
      if (scores.length != 2 || isNot(1, scores[0]) || isNot(1, scores[1])) {
        throw new ModelException(
            "output '%s' has the shape %s, only [1, 1] can be run: end the graph in one score from 0 to 1"
                .formatted(output.getKey(), Arrays.toString(scores)));
      }
      return new Needs(input(input.getKey(), shape("input", input)), output.getKey());
    } catch (OrtException e) {
      throw new ModelException(
          "ONNX Runtime cannot load it ("
              + OnnxRuntime.oneLine(e.getMessage())
              + "); export it for opset 23 or older",
          e);
    }
  }

  private static Map.Entry<String, NodeInfo> only(String side, Map<String, NodeInfo> tensors)
      throws ModelException {
    if (tensors.size() != 1) {
      throw new ModelException(
          "it has the %ss %s, only one can be run: cut the graph to one"
              .formatted(side, tensors.keySet()));
    }
    return tensors.entrySet().iterator().next();
  }

  private static long[] shape(String side, Map.Entry<String, NodeInfo> tensor)
      throws ModelException {
    if (tensor.getValue().getInfo() instanceof TensorInfo info && info.type == OnnxJavaType.FLOAT) {
      return info.getShape();
    }
    throw new ModelException(
        "%s '%s' is not a float32 tensor: cast it inside the graph"
            .formatted(side, tensor.getKey()));
  }

  private static ModelManifest.Input input(String name, long[] shape) throws ModelException {
    boolean batch = shape.length > 0 && !isNot(1, shape[0]);
    if (batch && shape.length == 2 && isBetween(shape[1], ManifestReader.WINDOW_MAX)) {
      return new ModelManifest.Input(name, (int) shape[1]);
    }
    if (batch && shape.length == 4 && isColour(shape[1])) {
      return image(name, shape[3], shape[2], shape[1], ImageInput.Layout.NCHW);
    }
    if (batch && shape.length == 4 && isColour(shape[3])) {
      return image(name, shape[2], shape[1], shape[3], ImageInput.Layout.NHWC);
    }
    throw new ModelException(
        "input '%s' has the shape %s; [1, n], [1, 1 or 3, height, width] and [1, height, width, 1 or 3]"
                .formatted(name, Arrays.toString(shape))
            + " can be run: export it so, with fixed sizes");
  }

  private static ModelManifest.Input image(
      String name, long width, long height, long channels, ImageInput.Layout layout)
      throws ModelException {
    if (!isBetween(width, ImageFields.SIDE_MAX)
        || !isBetween(height, ImageFields.SIDE_MAX)
        || width * height * channels > ManifestReader.WINDOW_MAX) {
      throw new ModelException(
          "input '%s' is an image of %d x %d pixels; export it with a fixed size of at most %d values"
              .formatted(name, width, height, ManifestReader.WINDOW_MAX));
    }
    ImageInput.Colour colour = channels == 1 ? ImageInput.Colour.GREY : ImageInput.Colour.RGB;
    return new ModelManifest.Input(
        name,
        new ImageInput(
            (int) width,
            (int) height,
            colour,
            layout,
            Collections.nCopies(colour.channels(), 0f),
            Collections.nCopies(colour.channels(), 1f)));
  }

  private static boolean isNot(long wanted, long size) {
    return size != wanted && size != ANY;
  }

  private static boolean isBetween(long size, long max) {
    return size >= 1 && size <= max;
  }

  private static boolean isColour(long channels) {
    return channels == 1 || channels == 3;
  }
}
