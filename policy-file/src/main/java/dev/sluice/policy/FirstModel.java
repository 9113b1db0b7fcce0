package dev.sluice.policy;

/**
 * What a cascade must know of the model that gives the first opinion.
 *
 * @param alarm its label that is one
 * @param window how many values it sees
 */
public record FirstModel(String alarm, int window) {
  /** Where a request goes first does not depend on the model. */
  public static final FirstModel UNKNOWN = new FirstModel("", 0);
}
