package dev.sluice.inference;

/** A model is sound, but more than this runtime can run here: the cloud may still run it. */
public final class UnloadableModelException extends ModelException {
  private static final long serialVersionUID = 1L;

  public UnloadableModelException(String message) {
    super(message);
  }
}
