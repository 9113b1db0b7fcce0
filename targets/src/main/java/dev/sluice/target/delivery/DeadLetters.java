package dev.sluice.target.delivery;

import java.io.IOException;

/** Where dead letters are kept. */
public interface DeadLetters {
  /**
   * Returns when it is safe; may block.
   *
   * @throws IOException when it cannot be kept; it is tried again then
   */
  void keep(DeadLetter letter) throws IOException;
}
