package dev.sluice.edge.core.forward;

/** A field that does not leave the node as it is. */
public record Redaction(FieldName field, How how) {

  /** What becomes of its value. */
  public enum How {
    /** The field is left out. */
    REMOVE,
    /** The value is replaced by {@code "***"}. */
    MASK,
    /**
     * The value is replaced by a keyed hash of it: equal values of one node stay recognisable as
     * equal.
     */
    HASH
  }
}
