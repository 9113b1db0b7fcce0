package dev.sluice.broker.durable;

/**
 * How a message waits in a queue. Those of one class form one line, in which nothing overtakes.
 *
 * @param priority 0 to 9; greater ones overtake
 * @param keeping what stays when there is no room for all
 */
public record QueueClass(int priority, Keeping keeping) {
  public static final int PRIORITY_MAX = 9;
  public static final int PRIORITY_DEFAULT = 4;

  /** What stays of a line when there is no room for all. */
  public enum Keeping {
    /** What was accepted first is owed first: the newest gives way. */
    FIRST,
    /** What is new is worth more: the oldest gives way. */
    LAST,
    /** Of each topic nothing but the newest, room or not. */
    LATEST
  }

  private static final Keeping[] KEEPINGS = Keeping.values();
  private static final QueueClass[] ALL = all();

  /** Of a message of which nobody says anything. */
  public static final QueueClass PLAIN = of(PRIORITY_DEFAULT, Keeping.FIRST);

  public QueueClass {
    if (!isPriority(priority)) {
      throw new IllegalArgumentException("priority must be 0 to 9, not " + priority);
    }
  }

  private static QueueClass[] all() {
    QueueClass[] classes = new QueueClass[(PRIORITY_MAX + 1) * KEEPINGS.length];
    for (int code = 0; code < classes.length; code++) {
      classes[code] = new QueueClass(code / KEEPINGS.length, KEEPINGS[code % KEEPINGS.length]);
    }
    return classes;
  }

  public static boolean isPriority(int number) {
    return number >= 0 && number <= PRIORITY_MAX;
  }

  public static QueueClass of(int priority, Keeping keeping) {
    return ofCode(priority * KEEPINGS.length + keeping.ordinal());
  }

  /**
   * The class of a {@link #code}, as the journal has it.
   *
   * @throws IllegalArgumentException when there is no such class
   */
  public static QueueClass ofCode(int code) {
    if (code < 0 || code >= ALL.length) {
      throw new IllegalArgumentException("no class of messages has code " + code);
    }
    return ALL[code];
  }

  /** 0 to 29; part of the journal's format, so none is ever given another meaning. */
  public int code() {
    return priority * KEEPINGS.length + keeping.ordinal();
  }

  public boolean isPlain() {
    return equals(PLAIN);
  }
}
