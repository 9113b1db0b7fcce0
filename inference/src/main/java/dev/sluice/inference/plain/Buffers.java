package dev.sluice.inference.plain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Memory for values that are needed for a part of a run only: used again by later nodes. */
final class Buffers {
  private final Map<Integer, Deque<float[]>> free = new HashMap<>();
  private final Limits limits;
  private long bytes;

  Buffers(Limits limits) {
    this.limits = limits;
  }

  FloatTensor floats(Shape shape) throws UnsupportedException {
    Deque<float[]> fitting = free.get(shape.count());
    if (fitting != null && !fitting.isEmpty()) {
      return new FloatTensor(shape, fitting.pop());
    }
    take((long) shape.count() * Float.BYTES);
    return FloatTensor.of(shape);
  }

  /** No step that is bound later may need what is in it. */
  void giveBack(FloatTensor tensor) {
    free.computeIfAbsent(tensor.values().length, length -> new ArrayDeque<>())
        .push(tensor.values());
  }

  /** Counts memory, before it is taken elsewhere. */
  void take(long more) throws UnsupportedException {
    bytes += more;
    limits.checkBytes(bytes);
  }
}
