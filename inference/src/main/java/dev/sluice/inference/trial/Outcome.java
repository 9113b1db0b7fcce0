package dev.sluice.inference.trial;

/** How a trial ended. */
sealed interface Outcome {
  /** The native runtime loads and runs here. */
  record Ran() implements Outcome {}

  /**
   * It does not, and will not the next time.
   *
   * @param why one clause
   */
  record Broken(String why) implements Outcome {}

  /**
   * The trial itself went wrong: another one may end otherwise.
   *
   * @param why one clause
   */
  record Untold(String why) implements Outcome {}
}
