package dev.sluice.inference.plain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Memory for values that are needed for a part of a run only: used again by later nodes. */
final class Buffers {
  private final Map<Integer, Deque<float[]>> free = new HashMap<>();
  private long bytes;

  FloatTensor floats(Shape shape) {
    Deque<float[]> fitting = free.get(shape.count());
    if (fitting != null && !fitting.isEmpty()) {
      return new FloatTensor(shape, fitting.pop());
    }
    FloatTensor fresh = FloatTensor.of(shape);
    count(fresh);
    return fresh;
  }

  /** No step that is bound later may need what is in it. */
  void giveBack(FloatTensor tensor) {
    free.computeIfAbsent(tensor.values().length, length -> new ArrayDeque<>())
        .push(tensor.values());
  }

  /** Counts memory that was not taken from here. */
  void count(Tensor tensor) {
    bytes += tensor.bytes();
  }

  /** Of all that was ever handed out. */
  long bytes() {
    return bytes;
  }
}
