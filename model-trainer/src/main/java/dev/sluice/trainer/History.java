package dev.sluice.trainer;

import static dev.sluice.trainer.OnnxGraph.numbers;

import java.util.List;

/**
 * A detector that remembers: how far the newest frame lies from what came before it, value by
 * value, in standard deviations of that. Nothing about it is trained but its threshold, which
 * belongs to one kind of series.
 *
 * <pre>
 *   d = mean |x - mean(before)| / (deviation(before) + 1e-6)        score = d / (1 + d)
 * </pre>
 *
 * It is cheap to compute and dear to ask: a request carries all that it looks at.
 *
 * @param window values, of which the newest {@link Recipe#FRAME} are judged
 */
record History(int window) {
  static final String NAME = "history";
  static final String INPUT = "window";
  static final String OUTPUT = "score";

  /** The one that is written for a gateway: four kilobytes a request. */
  static final History WRITTEN = new History(1_024);

  /**
   * What the ONNX graph computes, in plain Java.
   *
   * @param values oldest first, at least a window; the newest are looked at
   */
  float score(float[] values) {
    int from = values.length - window;
    int split = values.length - Recipe.FRAME;
    double mean = 0;
    for (int i = from; i < split; i++) {
      mean += values[i] / (split - from);
    }
    double variance = 0;
    for (int i = from; i < split; i++) {
      variance += (values[i] - mean) * (values[i] - mean) / (split - from);
    }
    double distance = 0;
    for (int i = split; i < values.length; i++) {
      distance += Math.abs(values[i] - mean) / Recipe.FRAME;
    }
    double deviations = distance / (StrictMath.sqrt(variance) + Kernels.DEVIATION_MIN);
    return (float) (deviations / (1 + deviations));
  }

  /** The bytes of the ONNX file. */
  byte[] graph() {
    OnnxGraph graph = new OnnxGraph(NAME);
    graph.input(INPUT, 1, window);
    graph.output(OUTPUT, 1, 1);
    graph.floats("one", new float[] {1});
    graph.floats("deviation_min", new float[] {Kernels.DEVIATION_MIN});
    graph.longs("axis", 1);
    graph.longs("first", 0);
    graph.longs("split", window - Recipe.FRAME);
    graph.longs("end", window);
    graph.node("Slice", "before", List.of(INPUT, "first", "split", "axis"));
    graph.node("Slice", "newest", List.of(INPUT, "split", "end", "axis"));
    graph.node("ReduceMean", "mean", List.of("before"), numbers("axes", 1));
    graph.node("Sub", "centred", List.of("before", "mean"));
    graph.node("Mul", "squares", List.of("centred", "centred"));
    graph.node("ReduceMean", "variance", List.of("squares"), numbers("axes", 1));
    graph.node("Sqrt", "root", List.of("variance"));
    graph.node("Add", "deviation", List.of("root", "deviation_min"));
    graph.node("Sub", "moved", List.of("newest", "mean"));
    graph.node("Abs", "distances", List.of("moved"));
    graph.node("ReduceMean", "distance", List.of("distances"), numbers("axes", 1));
    graph.node("Div", "deviations", List.of("distance", "deviation"));
    graph.node("Add", "more", List.of("deviations", "one"));
    graph.node("Div", OUTPUT, List.of("deviations", "more"));
    return graph.bytes();
  }
}
