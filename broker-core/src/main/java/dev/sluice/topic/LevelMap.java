package dev.sluice.topic;

/**
 * Values by topic level. A level is a stretch of a longer text, of a Topic Filter when it is put
 * and of a Topic Name when it is looked for: neither needs a substring, and what is here shares the
 * filter's characters with the subscription that brought it.
 *
 * <p>A chained hash table of power-of-two size, as most maps are; an empty one is one word.
 */
final class LevelMap<V> {
  private static final int SLOTS_MIN = 4;

  private static final Entry<?>[] EMPTY = {};

  @SuppressWarnings("unchecked") // Nothing is ever written to an array without slots.
  private Entry<V>[] slots = (Entry<V>[]) EMPTY;

  private int size;

  /** A level with its hash, so that nearly every miss is told without comparing text. */
  private static final class Entry<V> {
    private final String text;
    private final int begin;
    private final int length;
    private final int hash;
    private final V value;
    private Entry<V> next;

    Entry(String text, int begin, int length, int hash, V value) {
      this.text = text;
      this.begin = begin;
      this.length = length;
      this.hash = hash;
      this.value = value;
    }

    boolean isAt(String other, int otherBegin, int otherLength) {
      return length == otherLength && other.regionMatches(otherBegin, text, begin, length);
    }
  }

  /**
   * The value of the level that stands in {@code topic} from {@code begin} to before {@code end}.
   *
   * @return null when there is none: a match asks once per level, and an Optional each would cost
   *     more than the lookup
   */
  V get(String topic, int begin, int end) {
    if (size == 0) {
      return null;
    }
    int hash = hash(topic, begin, end);
    for (Entry<V> e = slots[hash & (slots.length - 1)]; e != null; e = e.next) {
      if (e.hash == hash && e.isAt(topic, begin, end - begin)) {
        return e.value;
      }
    }
    return null;
  }

  /** The level that stands in {@code filter} there must be absent. */
  void put(String filter, int begin, int end, V value) {
    if (size == slots.length) {
      grow();
    }
    chain(new Entry<>(filter, begin, end - begin, hash(filter, begin, end), value));
    size++;
  }

  /** The level that stands in {@code filter} there must be present. */
  void remove(String filter, int begin, int end) {
    int slot = hash(filter, begin, end) & (slots.length - 1);
    Entry<V> before = null;
    for (Entry<V> e = slots[slot]; e != null; e = e.next) {
      if (e.isAt(filter, begin, end - begin)) {
        if (before == null) {
          slots[slot] = e.next;
        } else {
          before.next = e.next;
        }
        size--;
        return;
      }
      before = e;
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  private void grow() {
    Entry<V>[] old = slots;
    slots = slots(Math.max(SLOTS_MIN, old.length * 2));
    for (Entry<V> head : old) {
      for (Entry<V> e = head; e != null; ) {
        Entry<V> next = e.next;
        chain(e);
        e = next;
      }
    }
  }

  private void chain(Entry<V> entry) {
    int slot = entry.hash & (slots.length - 1);
    entry.next = slots[slot];
    slots[slot] = entry;
  }

  /** As {@link String#hashCode}, its high bits folded into those that choose the slot. */
  private static int hash(String topic, int begin, int end) {
    int hash = 0;
    for (int i = begin; i < end; i++) {
      hash = 31 * hash + topic.charAt(i);
    }
    return hash ^ (hash >>> 16);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of a generic type.
  private static <V> Entry<V>[] slots(int length) {
    return new Entry[length];
  }
}
