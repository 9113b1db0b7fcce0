package dev.sluice.inference.plain;

import static dev.sluice.inference.plain.TestGraph.number;
import static dev.sluice.inference.plain.TestGraph.numbers;
import static dev.sluice.inference.plain.TestGraph.real;
import static dev.sluice.inference.plain.TestGraph.word;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operator, with its settings, beside ONNX Runtime on random values. */
class OperatorTest {
  /** Of the larger of 1 and the value: sums are added in another order. */
  private static final double TOLERANCE = 2e-5;

  private static final int ROUNDS = 25;

  /**
   * One node.
   *
   * @param more inputs after x
   * @param positive whether x is above 0
   */
  private record Case(
      String operator,
      int opset,
      long[] in,
      long[] out,
      List<Operand> more,
      List<TestGraph.Setting> settings,
      boolean positive) {
    static Case of(String operator, long[] in, long[] out, TestGraph.Setting... settings) {
      return new Case(operator, 17, in, out, List.of(), List.of(settings), false);
    }

    Case with(Operand... operands) {
      return new Case(operator, opset, in, out, List.of(operands), settings, positive);
    }

    Case opset(int other) {
      return new Case(operator, other, in, out, more, settings, positive);
    }

    Case ofPositive() {
      return new Case(operator, opset, in, out, more, settings, true);
    }

    @Override
    public String toString() {
      return "%s-%d %s".formatted(operator, opset, Arrays.toString(in));
    }
  }

  /**
   * A further input of the node: constants, or once more x.
   *
   * @param longs used where there are no sizes
   */
  private record Operand(long[] shape, long[] longs, boolean positive) {
    static final Operand X = new Operand(new long[0], new long[0], false);

    static Operand floats(long... shape) {
      return new Operand(shape, new long[0], false);
    }

    static Operand positive(long... shape) {
      return new Operand(shape, new long[0], true);
    }

    static Operand longs(long... values) {
      return new Operand(new long[0], values, false);
    }
  }

  private static long[] s(long... sizes) {
    return sizes;
  }

  private static Stream<Case> elementwise() {
    return Stream.concat(
        Stream.of(
                "Abs",
                "Ceil",
                "Exp",
                "Floor",
                "Neg",
                "Relu",
                "Sigmoid",
                "Softplus",
                "Tanh",
                "Identity")
            .map(name -> Case.of(name, s(2, 7), s(2, 7))),
        Stream.of(
            Case.of("Log", s(9), s(9)).ofPositive(),
            Case.of("Sqrt", s(9), s(9)).ofPositive(),
            Case.of("Reciprocal", s(9), s(9)).ofPositive(),
            Case.of("Clip", s(9), s(9), real("min", -0.3f), real("max", 0.8f)).opset(10),
            Case.of("Clip", s(9), s(9)).with(Operand.floats()),
            Case.of("Elu", s(9), s(9), real("alpha", 0.7f)),
            Case.of("HardSigmoid", s(9), s(9), real("alpha", 0.3f), real("beta", 0.4f)),
            Case.of("LeakyRelu", s(9), s(9), real("alpha", 0.2f)),
            Case.of("Dropout", s(2, 5), s(2, 5))));
  }

  private static Stream<Case> pairwise() {
    return Stream.of("Add", "Sub", "Mul", "Max", "Min", "Sum", "Mean", "PRelu")
        .flatMap(
            name ->
                Stream.of(
                    Case.of(name, s(2, 3, 4), s(2, 3, 4)).with(Operand.floats(2, 3, 4)),
                    Case.of(name, s(2, 3, 4), s(2, 3, 4)).with(Operand.floats(3, 1)),
                    Case.of(name, s(2, 3, 4), s(2, 3, 4)).with(Operand.floats(1))));
  }

  private static Stream<Case> morePairwise() {
    return Stream.of(
        Case.of("Div", s(2, 3), s(2, 3)).with(Operand.positive(3)),
        Case.of("Div", s(3), s(2, 3)).with(Operand.positive(2, 1)),
        Case.of("Pow", s(4), s(4)).with(Operand.floats(4)).ofPositive(),
        Case.of("Mean", s(2, 3), s(4, 2, 3)).with(Operand.floats(4, 1, 3), Operand.X),
        Case.of("Max", s(2, 3), s(4, 2, 3)).with(Operand.floats(4, 1, 3), Operand.X));
  }

  private static Stream<Case> products() {
    return Stream.of(
        Case.of("MatMul", s(3, 5), s(3, 4)).with(Operand.floats(5, 4)),
        Case.of("MatMul", s(2, 3, 5), s(2, 3, 4)).with(Operand.floats(5, 4)),
        Case.of("MatMul", s(2, 3, 5), s(2, 3, 4)).with(Operand.floats(2, 5, 4)),
        Case.of("Gemm", s(3, 5), s(3, 4)).with(Operand.floats(5, 4)),
        Case.of("Gemm", s(3, 5), s(3, 4), number("transB", 1))
            .with(Operand.floats(4, 5), Operand.floats(4)),
        Case.of(
                "Gemm",
                s(5, 3),
                s(3, 4),
                number("transA", 1),
                number("transB", 1),
                real("alpha", 0.5f),
                real("beta", 2))
            .with(Operand.floats(4, 5), Operand.floats(3, 1)));
  }

  private static Stream<Case> convolutions() {
    return Stream.of(
        Case.of("Conv", s(2, 1, 20), s(2, 3, 18)).with(Operand.floats(3, 1, 3), Operand.floats(3)),
        Case.of("Conv", s(1, 2, 20), s(1, 3, 20), numbers("dilations", 4), numbers("pads", 8, 0))
            .with(Operand.floats(3, 2, 3)),
        Case.of(
                "Conv",
                s(1, 4, 9, 7),
                s(1, 6, 5, 3),
                number("group", 2),
                numbers("strides", 2, 3),
                numbers("pads", 1, 1, 1, 1))
            .with(Operand.floats(6, 2, 3, 3), Operand.floats(6)),
        Case.of(
                "Conv",
                s(1, 1, 7, 7),
                s(1, 2, 4, 4),
                word("auto_pad", "SAME_UPPER"),
                numbers("strides", 2, 2))
            .with(Operand.floats(2, 1, 4, 4)),
        Case.of("Conv", s(1, 1, 7, 7), s(1, 2, 7, 7), word("auto_pad", "SAME_LOWER"))
            .with(Operand.floats(2, 1, 4, 4)),
        Case.of("Conv", s(1, 1, 7, 7), s(1, 2, 4, 4), word("auto_pad", "VALID"))
            .with(Operand.floats(2, 1, 4, 4)));
  }

  private static Stream<Case> pools() {
    return Stream.of("MaxPool", "AveragePool")
        .flatMap(
            name ->
                Stream.of(
                    Case.of(
                        name,
                        s(2, 3, 12),
                        s(2, 3, 3),
                        numbers("kernel_shape", 4),
                        numbers("strides", 4)),
                    Case.of(
                        name,
                        s(2, 3, 12),
                        s(2, 3, 12),
                        numbers("kernel_shape", 3),
                        numbers("pads", 1, 1)),
                    Case.of(
                        name,
                        s(1, 2, 9, 8),
                        s(1, 2, 4, 4),
                        numbers("kernel_shape", 3, 2),
                        numbers("strides", 2, 2)),
                    Case.of(
                        name,
                        s(1, 2, 9, 8),
                        s(1, 2, 5, 4),
                        numbers("kernel_shape", 3, 3),
                        numbers("strides", 2, 2),
                        word("auto_pad", "SAME_UPPER"))));
  }

  private static Stream<Case> morePools() {
    return Stream.of(
        Case.of(
            "AveragePool",
            s(1, 2, 9),
            s(1, 2, 9),
            numbers("kernel_shape", 3),
            numbers("pads", 1, 1),
            number("count_include_pad", 1)),
        Case.of(
            "MaxPool", s(1, 2, 9), s(1, 2, 5), numbers("kernel_shape", 3), numbers("dilations", 2)),
        Case.of("GlobalMaxPool", s(2, 3, 4, 5), s(2, 3, 1, 1)),
        Case.of("GlobalAveragePool", s(2, 3, 4, 5), s(2, 3, 1, 1)),
        Case.of("GlobalAveragePool", s(2, 3, 9), s(2, 3, 1)));
  }

  private static Stream<Case> reductions() {
    return Stream.concat(
        Stream.of("ReduceMean", "ReduceMax", "ReduceMin")
            .flatMap(
                name ->
                    Stream.of(
                        Case.of(name, s(2, 3, 4), s(2, 1, 4), numbers("axes", 1)),
                        Case.of(
                            name, s(2, 3, 4), s(3), numbers("axes", 0, -1), number("keepdims", 0)),
                        Case.of(name, s(2, 3, 4), s(2, 1, 4)).with(Operand.longs(1)).opset(18),
                        Case.of(name, s(2, 3), s(1, 1)))),
        Stream.of(
            Case.of("ReduceSum", s(2, 3, 4), s(2, 3), number("keepdims", 0))
                .with(Operand.longs(2))));
  }

  private static Stream<Case> normalizations() {
    return Stream.of(
        Case.of("BatchNormalization", s(2, 3, 5), s(2, 3, 5), real("epsilon", 1e-3f))
            .with(Operand.floats(3), Operand.floats(3), Operand.floats(3), Operand.positive(3)),
        Case.of("Softmax", s(2, 3, 4), s(2, 3, 4), number("axis", 1)),
        Case.of("Softmax", s(2, 3, 4), s(2, 3, 4)),
        Case.of("Softmax", s(2, 3, 4), s(2, 3, 4), number("axis", 1)).opset(11),
        Case.of("LogSoftmax", s(2, 6), s(2, 6)));
  }

  private static Stream<Case> movings() {
    return Stream.of(
        Case.of("Transpose", s(2, 3, 4), s(4, 3, 2)),
        Case.of("Transpose", s(2, 3, 4), s(3, 2, 4), numbers("perm", 1, 0, 2)),
        Case.of("Concat", s(2, 3), s(2, 10), number("axis", 1))
            .with(Operand.floats(2, 4), Operand.X),
        Case.of("Concat", s(2, 3), s(3, 3), number("axis", 0)).with(Operand.floats(1, 3)),
        Case.of("Gather", s(4, 3), s(4, 2), number("axis", 1)).with(Operand.longs(2, -3)),
        Case.of("Gather", s(4, 3, 2), s(3, 3, 2)).with(Operand.longs(3, 0, 3)),
        Case.of("Slice", s(2, 9), s(2, 4))
            .with(Operand.longs(1), Operand.longs(-1), Operand.longs(1), Operand.longs(2)),
        Case.of("Slice", s(2, 9), s(2, 9))
            .with(
                Operand.longs(-1),
                Operand.longs(Long.MIN_VALUE),
                Operand.longs(1),
                Operand.longs(-1)),
        Case.of("Slice", s(4, 9), s(2, 3)).with(Operand.longs(2, 0), Operand.longs(99, 3)));
  }

  private static Stream<Case> reshapings() {
    return Stream.of(
        Case.of("Reshape", s(2, 3, 4), s(2, 12)).with(Operand.longs(0, -1)),
        Case.of("Flatten", s(2, 3, 4), s(6, 4), number("axis", 2)),
        Case.of("Flatten", s(2, 3, 4), s(2, 12)),
        Case.of("Squeeze", s(1, 3, 1), s(3, 1)).with(Operand.longs(0)),
        Case.of("Squeeze", s(1, 3, 1), s(3)),
        Case.of("Unsqueeze", s(2, 3), s(2, 1, 3, 1)).with(Operand.longs(1, -1)),
        Case.of("Unsqueeze", s(2, 3), s(1, 2, 3), numbers("axes", 0)).opset(11));
  }

  private static List<Case> cases() {
    return Stream.of(
            elementwise(),
            pairwise(),
            morePairwise(),
            products(),
            convolutions(),
            pools(),
            morePools(),
            reductions(),
            normalizations(),
            movings(),
            reshapings())
        .flatMap(each -> each)
        .toList();
  }

  private static byte[] file(Case one, SplittableRandom random) {
    TestGraph graph = new TestGraph(one.opset()).input("x", one.in()).output("y", one.out());
    String[] inputs = new String[one.more().size() + 1];
    inputs[0] = "x";
    for (int i = 1; i < inputs.length; i++) {
      Operand operand = one.more().get(i - 1);
      inputs[i] = operand.equals(Operand.X) ? "x" : "c" + i;
      if (operand.longs().length > 0) {
        graph.longs(inputs[i], operand.longs());
      } else if (!inputs[i].equals("x")) {
        float[] values = values(random, operand.shape(), operand.positive());
        graph.floats(inputs[i], values, operand.shape());
      }
    }
    TestGraph.Setting[] settings = one.settings().toArray(new TestGraph.Setting[0]);
    return graph.node(one.operator(), "y", List.of(inputs), settings).bytes();
  }

  private static float[] values(SplittableRandom random, long[] shape, boolean positive) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (positive ? random.nextDouble(0.1, 3) : random.nextDouble(-3, 3));
    }
    return values;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void givesWhatOnnxRuntimeGives(Case one) throws Exception {
    for (long seed = 1; seed <= ROUNDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      try (BesideOnnxRuntime both = new BesideOnnxRuntime(file(one, random), one.in())) {
        float[] x = values(random, one.in(), one.positive());
        assertThat(both.distance(x)).as("%s, seed %d", one, seed).isLessThan(TOLERANCE);
        // Nothing of the run before is left in the memory that is used again.
        float[] next = values(random, one.in(), one.positive());
        assertThat(both.distance(next))
            .as("%s, second of seed %d", one, seed)
            .isLessThan(TOLERANCE);
      }
    }
  }

  /** Comparisons, and casts of what they say. */
  @ParameterizedTest
  @MethodSource("comparisons")
  void comparesAsOnnxRuntimeDoes(String operator) throws Exception {
    byte[] file =
        new TestGraph(17)
            .input("x", 3, 8)
            .output("y", 3, 8)
            .floats("zero", new float[] {0}, 1)
            .node(operator, "said", List.of("x", "zero"))
            .node("Cast", "whole", List.of("said"), number("to", 7))
            .node("Cast", "again", List.of("whole"), number("to", 9))
            .node("Cast", "y", List.of("again"), number("to", 1))
            .bytes();
    SplittableRandom random = new SplittableRandom(4);
    try (BesideOnnxRuntime both = new BesideOnnxRuntime(file, 3, 8)) {
      float[] x = values(random, s(3, 8), false);
      x[3] = 0;
      assertThat(both.distance(x)).isZero();
    }
  }

  private static List<String> comparisons() {
    return List.of("Greater", "GreaterOrEqual", "Less", "LessOrEqual");
  }

  @Test
  void noOperatorIsUntested() {
    Collection<String> tested = new TreeSet<>(comparisons());
    tested.addAll(Set.of("Cast", "Constant"));
    cases().forEach(one -> tested.add(one.operator()));
    assertThat(PlainRuntime.operators()).containsExactlyInAnyOrderElementsOf(tested);
  }

  /** The comparison itself: a graph that differs a little must be told apart. */
  @Test
  void aPlantedFaultIsSeen() throws Exception {
    byte[] right = biased(0);
    byte[] wrong = biased(1e-3f);
    float[] x = values(new SplittableRandom(1), s(1, 4), false);
    try (BesideOnnxRuntime both = new BesideOnnxRuntime(right, 1, 4);
        BesideOnnxRuntime other = new BesideOnnxRuntime(wrong, 1, 4)) {
      assertThat(both.distance(x)).isLessThan(TOLERANCE);
      assertThat(both.distanceTo(other, x)).isGreaterThan(TOLERANCE);
    }
  }

  private static byte[] biased(float bias) {
    return new TestGraph(17)
        .input("x", 1, 4)
        .output("y", 1, 4)
        .floats("b", new float[] {bias}, 1)
        .node("Add", "y", List.of("x", "b"))
        .bytes();
  }
}
