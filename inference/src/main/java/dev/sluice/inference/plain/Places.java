package dev.sluice.inference.plain;

/** Where the values of an output lie in an input, for operators that only move them. */
final class Places {
  private Places() {}

  /**
   * Places reached by equal steps along each axis: a step of 0 repeats, a negative one goes back.
   *
   * @param first place of the output's first value
   * @param steps for each axis of the output
   */
  static int[] strided(int first, int[] steps, Shape output) {
    int[] places = new int[output.count()];
    int[] index = new int[output.rank()];
    int place = first;
    for (int i = 0; i < places.length; i++) {
      places[i] = place;
      for (int axis = index.length - 1; axis >= 0; axis--) {
        place += steps[axis];
        if (++index[axis] < output.size(axis)) {
          break;
        }
        place -= steps[axis] * output.size(axis);
        index[axis] = 0;
      }
    }
    return places;
  }

  /** Of an input that is stretched to the output's shape. */
  static int[] stretched(Shape input, Shape output) {
    int[] strides = input.strides();
    int[] steps = new int[output.rank()];
    int missing = output.rank() - input.rank();
    for (int axis = missing; axis < steps.length; axis++) {
      boolean repeats = input.size(axis - missing) == 1;
      steps[axis] = repeats ? 0 : strides[axis - missing];
    }
    return strided(0, steps, output);
  }

  /** Of an input whose axes come in another order. */
  static int[] permuted(Shape input, int[] order) {
    int[] strides = input.strides();
    int[] steps = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      steps[i] = strides[order[i]];
    }
    return strided(0, steps, input.permuted(order));
  }
}
