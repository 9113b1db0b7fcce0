package dev.sluice.cloud.forward;

/**
 * How much of the store may be under way to one reader.
 *
 * @param lane messages of one lane
 * @param all messages of all lanes together
 * @param allBytes of all lanes together; one message goes whatever its size
 * @param idle what a lane with nothing under way does when all that is used up
 */
public record ReadWindow(int lane, int all, long allBytes, Idle idle) {
  /** A lane of which nothing is under way, while other lanes have the whole window. */
  public enum Idle {
    /** It waits. */
    WAITS,
    /** It sends one message: whoever holds the window stops nobody else. */
    SENDS_ONE
  }

  /**
   * Moquette has one queue of commands for many sessions and drops what finds it full; what it has
   * dropped is waited for until the connection is made anew.
   */
  public static final ReadWindow BROKER = new ReadWindow(64, 512, 64 << 20, Idle.WAITS);

  /** Several lanes may stand behind records that their engine rejects for minutes. */
  public static final ReadWindow TARGET = new ReadWindow(64, 1_024, 16 << 20, Idle.SENDS_ONE);
}
