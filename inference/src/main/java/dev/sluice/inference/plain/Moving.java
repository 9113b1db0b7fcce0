package dev.sluice.inference.plain;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/** Operators that take values to other places. */
final class Moving {
  static final Map<String, Operator> OPERATORS =
      Map.of(
          "Concat", Moving::concat,
          "Gather", Moving::gather,
          "Slice", Moving::slice,
          "Transpose", Moving::transpose);

  private Moving() {}

  private static Step transpose(Binding node) throws UnsupportedException {
    Tensor input = node.input(0);
    Shape shape = input.shape();
    long[] reversed =
        IntStream.range(0, shape.rank()).mapToLong(i -> shape.rank() - 1 - i).toArray();
    long[] named = node.attributes().numbers("perm").orElse(reversed);
    int[] order = new int[named.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = shape.axis(named[i]);
    }
    if (IntStream.of(order).distinct().count() != shape.rank()) {
      throw new UnsupportedException("the order " + Arrays.toString(named));
    }
    node.lists(shape);
    return move(node, input, shape.permuted(order), Places.permuted(shape, order));
  }

  private static Step move(Binding node, Tensor input, Shape shape, int[] places)
      throws UnsupportedException {
    Tensor output = node.outputLike(input, shape);
    return () -> output.take(input, places, 0);
  }

  /** Each input is cut into runs, which come one after the other in the output. */
  private static Step concat(Binding node) throws UnsupportedException {
    Shape first = node.input(0).shape();
    int axis = first.axis(node.attributes().number("axis", 1));
    int along = 0;
    for (int i = 0; i < node.inputs(); i++) {
      Tensor input = node.input(i);
      boolean same = input.getClass() == node.input(0).getClass();
      Shape shape = input.shape();
      if (!same
          || shape.rank() != first.rank()
          || !shape.with(axis, 1).equals(first.with(axis, 1))) {
        throw new UnsupportedException("the shapes %s and %s".formatted(first, shape));
      }
      along += shape.size(axis);
    }
    Tensor output = node.outputLike(node.input(0), first.with(axis, along));
    Step[] parts = new Step[node.inputs()];
    int at = 0;
    for (int i = 0; i < parts.length; i++) {
      Tensor input = node.input(i);
      parts[i] = part(input, output, axis, at);
      at += input.shape().countFrom(axis);
    }
    return () -> {
      for (Step part : parts) {
        part.run();
      }
    };
  }

  private static Step part(Tensor input, Tensor output, int axis, int at) {
    int run = input.shape().countFrom(axis);
    int stride = output.shape().countFrom(axis);
    int runs = input.shape().countBefore(axis);
    return () -> {
      for (int i = 0; i < runs; i++) {
        output.copy(input, i * run, run, at + i * stride);
      }
    };
  }

  /** Indexes are constants, and so are the places. */
  private static Step gather(Binding node) throws UnsupportedException {
    Tensor input = node.input(0);
    Shape shape = input.shape();
    int axis = shape.axis(node.attributes().number("axis", 0));
    long[] indexes = node.constantLongs(1);
    Shape chosen = node.input(1).shape();
    long[] sizes = new long[shape.rank() - 1 + chosen.rank()];
    for (int i = 0; i < sizes.length; i++) {
      boolean before = i < axis;
      boolean within = i < axis + chosen.rank();
      sizes[i] =
          before
              ? shape.size(i)
              : within ? chosen.size(i - axis) : shape.size(i - chosen.rank() + 1);
    }
    int run = shape.countFrom(axis + 1);
    node.lists(Shape.of(shape.countBefore(axis), indexes.length, run));
    int[] places = new int[shape.countBefore(axis) * indexes.length * run];
    for (int i = 0; i < places.length; i++) {
      int index = index(indexes[i / run % indexes.length], shape.size(axis));
      places[i] = (i / run / indexes.length * shape.size(axis) + index) * run + i % run;
    }
    return move(node, input, Shape.of(sizes), places);
  }

  private static int index(long named, int size) throws UnsupportedException {
    long index = named < 0 ? named + size : named;
    if (index < 0 || index >= size) {
      throw new UnsupportedException("index %d of %d".formatted(named, size));
    }
    return (int) index;
  }

  private static Step slice(Binding node) throws UnsupportedException {
    Tensor input = node.input(0);
    Shape shape = input.shape();
    long[] starts = node.constantLongs(1);
    long[] ends = node.constantLongs(2);
    long[] axes =
        node.has(3)
            ? node.constantLongs(3)
            : IntStream.range(0, starts.length).asLongStream().toArray();
    long[] steps = new long[starts.length];
    Arrays.fill(steps, 1);
    steps = node.has(4) ? node.constantLongs(4) : steps;
    if (ends.length != starts.length
        || axes.length != starts.length
        || steps.length != starts.length) {
      throw new UnsupportedException("starts, ends, axes and steps of different lengths");
    }
    int first = 0;
    int[] strides = shape.strides();
    Shape output = shape;
    for (int i = 0; i < starts.length; i++) {
      int axis = shape.axis(axes[i]);
      Range range = Range.of(starts[i], ends[i], steps[i], shape.size(axis));
      first += range.first() * strides[axis];
      strides[axis] *= range.step();
      output = output.with(axis, range.count());
    }
    node.lists(output);
    return move(node, input, output, Places.strided(first, strides, output));
  }

  /** Indexes along one axis. */
  private record Range(int first, int step, int count) {
    /** As ONNX has it: negative ones from the end, all cut to what is there. */
    static Range of(long start, long end, long step, int size) throws UnsupportedException {
      if (step == 0 || Math.abs(step) > Integer.MAX_VALUE || step == Long.MIN_VALUE) {
        throw new UnsupportedException("step " + step);
      }
      boolean back = step < 0;
      long first = cut(start, size, 0, back ? size - 1L : size);
      long last = cut(end, size, back ? -1 : 0, back ? size - 1L : size);
      long span = back ? first - last : last - first;
      long count = span <= 0 ? 0 : (span + Math.abs(step) - 1) / Math.abs(step);
      return new Range((int) first, (int) step, (int) count);
    }

    private static long cut(long index, int size, long least, long most) {
      long counted = index < 0 ? index + size : index;
      return Math.max(least, Math.min(most, counted));
    }
  }
}
