package dev.sluice.inference;

/**
 * {@link ModelRuntime} on ONNX Runtime: one thread per session, no spinning, pinned direct buffers.
 */
public final class OnnxRuntime implements ModelRuntime {
  @Override
  public Model load(ModelManifest manifest) throws ModelException {
    throw new UnsupportedOperationException("contract only");
  }

  @Override
  public void close() {}
}
