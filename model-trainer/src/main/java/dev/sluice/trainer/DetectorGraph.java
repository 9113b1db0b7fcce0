package dev.sluice.trainer;

import static dev.sluice.trainer.OnnxGraph.number;
import static dev.sluice.trainer.OnnxGraph.numbers;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.List;

/**
 * A detector as an ONNX graph: normalise, convolve, pool, vote. It computes what {@link Detector}
 * computes, in operators that every runtime has; both views of the window travel as a batch of two.
 */
final class DetectorGraph {
  static final String INPUT = "window";
  static final String OUTPUT = "score";

  private final OnnxGraph graph;
  private final Detector detector;
  private final Recipe recipe;

  private DetectorGraph(Detector detector) {
    this.detector = detector;
    recipe = detector.recipe();
    graph = new OnnxGraph(recipe.name());
  }

  /** The bytes of the ONNX file; equal for equal detectors. */
  static byte[] bytes(Detector detector) {
    var graph = new DetectorGraph(detector);
    graph.build();
    return graph.graph.bytes();
  }

  private void build() {
    graph.input(INPUT, 1, recipe.window());
    graph.output(OUTPUT, 1, 1);
    constants();
    normalize();
    var votes = new ArrayList<String>();
    for (int i = 0; i < detector.members().size(); i++) {
      votes.add(vote("member" + i, detector.members().get(i)));
    }
    graph.node("Mean", "log_odds_by_view", votes);
    graph.node("ReduceMean", "log_odds", List.of("log_odds_by_view"), numbers("axes", 0));
    graph.node("Sigmoid", OUTPUT, List.of("log_odds"));
  }

  private void constants() {
    graph.floats("zero", new float[] {0});
    graph.floats("deviation_min", new float[] {Kernels.DEVIATION_MIN});
    graph.longs("channel_axis", 1);
    graph.longs("features_by_view", 2, recipe.features());
    if (recipe.frames() > 1) {
      graph.longs("frame_axis", 2);
      graph.longs("first_frame", 0);
      graph.longs("newest_frame", recipe.frames() - 1);
      graph.longs("frames", recipe.frames());
    }
  }

  private void normalize() {
    graph.node("ReduceMean", "mean", List.of(INPUT), numbers("axes", 1));
    graph.node("Sub", "centred", List.of(INPUT, "mean"));
    graph.node("Mul", "squares", List.of("centred", "centred"));
    graph.node("ReduceMean", "variance", List.of("squares"), numbers("axes", 1));
    graph.node("Sqrt", "root", List.of("variance"));
    graph.node("Add", "deviation", List.of("root", "deviation_min"));
    graph.node("Div", "upright", List.of("centred", "deviation"));
    graph.node("Neg", "mirrored", List.of("upright"));
    graph.node("Concat", "both", List.of("upright", "mirrored"), number("axis", 0));
    graph.node("Unsqueeze", "views", List.of("both", "channel_axis"));
  }

  /** The log-odds of one member, [view, 1]. */
  private String vote(String member, Detector.Member parts) {
    var pooled = new ArrayList<String>();
    for (int group = 0; group < recipe.dilations().size(); group++) {
      pooled.addAll(pooled(member + "_d" + recipe.dilations().get(group), parts.kernels(), group));
    }
    String channels = member + "_pooled";
    graph.node("Concat", channels, pooled, number("axis", 1));
    graph.node("Reshape", member + "_features", List.of(compared(channels), "features_by_view"));
    graph.network(member, parts.network(), member + "_features", recipe.features());
    return member;
  }

  /** One dilation's maxima and shares, each [view, kernel, frame]. */
  private List<String> pooled(String name, Kernels kernels, int group) {
    float[][] weights = kernels.weights(group);
    graph.floats(name + "_w", flat(weights), weights.length, 1, Kernels.TAPS);
    graph.floats(name + "_b", kernels.biases(group), weights.length);
    graph.node(
        "Conv",
        name,
        List.of("views", name + "_w", name + "_b"),
        numbers("dilations", recipe.dilations().get(group)),
        numbers("pads", kernels.padding(group), 0));
    graph.node(
        "MaxPool",
        name + "_max",
        List.of(name),
        numbers("kernel_shape", Recipe.FRAME),
        numbers("strides", Recipe.FRAME));
    graph.node("Greater", name + "_above", List.of(name, "zero"));
    graph.node(
        "Cast",
        name + "_positive",
        List.of(name + "_above"),
        number("to", TensorProto.DataType.FLOAT_VALUE));
    graph.node(
        "AveragePool",
        name + "_share",
        List.of(name + "_positive"),
        numbers("kernel_shape", Recipe.FRAME),
        numbers("strides", Recipe.FRAME));
    return List.of(name + "_max", name + "_share");
  }

  /** The newest frame, then the distance of each earlier one: [view, channel, frame]. */
  private String compared(String channels) {
    if (recipe.frames() == 1) {
      return channels;
    }
    String newest = channels + "_newest";
    String earlier = channels + "_earlier";
    graph.node("Slice", newest, List.of(channels, "newest_frame", "frames", "frame_axis"));
    graph.node("Slice", earlier, List.of(channels, "first_frame", "newest_frame", "frame_axis"));
    graph.node("Sub", channels + "_change", List.of(earlier, newest));
    graph.node("Abs", channels + "_distance", List.of(channels + "_change"));
    graph.node(
        "Concat",
        channels + "_compared",
        List.of(newest, channels + "_distance"),
        number("axis", 2));
    return channels + "_compared";
  }

  static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[i].length, rows[i].length);
    }
    return flat;
  }
}
