package dev.sluice.inference;

/** A model or manifest cannot be used; the message is one line for the operator. */
public sealed class ModelException extends Exception permits UnloadableModelException {
  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
