package dev.sluice.inference;

/** Loads models. Shared by all workers of a process; thread-safe. */
public interface ModelRuntime extends AutoCloseable {
  /**
   * Checks the file against its manifest (sha256, input and output shape) and loads it.
   *
   * @throws ModelException when the file is missing, corrupt or does not fit its manifest: one line
   *     that says what, where and what to do
   */
  Model load(ModelManifest manifest) throws ModelException;

  @Override
  void close();
}
