package dev.sluice.inference.plain;

/** What a node does at each run: from tensors that it was bound to, into its own. */
@FunctionalInterface
interface Step {
  void run();
}
