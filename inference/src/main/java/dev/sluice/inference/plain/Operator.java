package dev.sluice.inference.plain;

/** An operator of ONNX: knows the shape of its output from those of its inputs. */
@FunctionalInterface
interface Operator {
  /**
   * Checks a node, asks for its output and gives the step that computes it.
   *
   * @throws UnsupportedException when the node asks for more than this runtime has
   */
  Step bind(Binding node) throws UnsupportedException;
}
