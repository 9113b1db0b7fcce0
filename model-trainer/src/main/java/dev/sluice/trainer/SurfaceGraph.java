package dev.sluice.trainer;

import static dev.sluice.trainer.OnnxGraph.number;
import static dev.sluice.trainer.OnnxGraph.numbers;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.sluice.sim.signal.SurfaceSignal;
import java.util.ArrayList;
import java.util.List;

/**
 * A detector of surface defects as an ONNX graph: shrink, normalise, convolve, pool, vote. It
 * computes what {@link SurfaceDetector} computes; the views travel as a batch.
 */
final class SurfaceGraph {
  static final String INPUT = "image";
  static final String OUTPUT = "score";

  private final SurfaceDetector detector;
  private final SurfaceRecipe recipe;
  private final OnnxGraph graph;

  private SurfaceGraph(SurfaceDetector detector) {
    this.detector = detector;
    recipe = detector.recipe();
    graph = new OnnxGraph(recipe.name());
  }

  /** The bytes of the ONNX file; equal for equal detectors. */
  static byte[] bytes(SurfaceDetector detector) {
    var graph = new SurfaceGraph(detector);
    graph.build();
    return graph.graph.bytes();
  }

  private void build() {
    graph.input(INPUT, 1, 1, SurfaceSignal.SIDE, SurfaceSignal.SIDE);
    graph.output(OUTPUT, 1, 1);
    graph.floats("zero", new float[] {0});
    graph.floats("deviation_min", new float[] {Kernels.DEVIATION_MIN});
    graph.longs("features_by_view", recipe.views(), recipe.features());
    normalize(shrunk());
    String views = views();
    var votes = new ArrayList<String>();
    for (int i = 0; i < detector.members().size(); i++) {
      votes.add(vote("member" + i, detector.members().get(i), views));
    }
    graph.node("Mean", "log_odds_by_view", votes);
    graph.node("ReduceMean", "log_odds", List.of("log_odds_by_view"), numbers("axes", 0));
    graph.node("Sigmoid", OUTPUT, List.of("log_odds"));
  }

  private String shrunk() {
    if (recipe.shrink() == 1) {
      return INPUT;
    }
    pool("AveragePool", "shrunk", INPUT, recipe.shrink());
    return "shrunk";
  }

  private void normalize(String image) {
    graph.node("ReduceMean", "mean", List.of(image), numbers("axes", 2, 3));
    graph.node("Sub", "centred", List.of(image, "mean"));
    graph.node("Mul", "squares", List.of("centred", "centred"));
    graph.node("ReduceMean", "variance", List.of("squares"), numbers("axes", 2, 3));
    graph.node("Sqrt", "root", List.of("variance"));
    graph.node("Add", "deviation", List.of("root", "deviation_min"));
    graph.node("Div", "upright", List.of("centred", "deviation"));
  }

  private String views() {
    if (!recipe.flipped()) {
      return "upright";
    }
    graph.longs("last", -1);
    graph.longs("before_first", Long.MIN_VALUE);
    graph.longs("step_back", -1);
    graph.longs("axis_down", 2);
    graph.longs("axis_across", 3);
    flip("upright", "across", "axis_across");
    flip("upright", "down", "axis_down");
    flip("across", "turned", "axis_down");
    graph.node(
        "Concat", "views", List.of("upright", "across", "down", "turned"), number("axis", 0));
    return "views";
  }

  private void flip(String from, String to, String axis) {
    graph.node("Slice", to, List.of(from, "last", "before_first", axis, "step_back"));
  }

  /** The log-odds of one member, [view, 1]. */
  private String vote(String member, SurfaceDetector.Member parts, String views) {
    int taps = recipe.taps();
    graph.floats(
        member + "_k",
        DetectorGraph.flat(parts.kernels().weights()),
        recipe.kernels(),
        1,
        taps,
        taps);
    graph.floats(member + "_kb", parts.kernels().biases(), recipe.kernels());
    String out = member + "_out";
    graph.node("Conv", out, List.of(views, member + "_k", member + "_kb"));
    pool("MaxPool", out + "_max", out, recipe.cellSide());
    graph.node("Greater", out + "_above", List.of(out, "zero"));
    graph.node(
        "Cast",
        out + "_positive",
        List.of(out + "_above"),
        number("to", TensorProto.DataType.FLOAT_VALUE));
    pool("AveragePool", out + "_share", out + "_positive", recipe.cellSide());
    String pooled = member + "_pooled";
    graph.node("Concat", pooled, List.of(out + "_max", out + "_share"), number("axis", 1));
    graph.node("Reshape", member + "_features", List.of(pooled, "features_by_view"));
    graph.network(member, parts.network(), member + "_features", recipe.features());
    return member;
  }

  private void pool(String operator, String output, String input, int side) {
    graph.node(
        operator,
        output,
        List.of(input),
        numbers("kernel_shape", side, side),
        numbers("strides", side, side));
  }
}
