package dev.sluice.broker;

/** How many places hold one message; all copies of it have this in common. */
final class Holders {
  private int count;

  /**
   * @return whether this is the first
   */
  boolean add() {
    return ++count == 1;
  }

  /**
   * @return whether this was the last
   */
  boolean remove() {
    return --count == 0;
  }
}
