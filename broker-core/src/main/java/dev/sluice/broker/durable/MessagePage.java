package dev.sluice.broker.durable;

import java.util.Arrays;

/**
 * Some hundred neighbouring messages of the index, by id, in columns: sixteen bytes each. One that
 * is needed no more leaves a gap, until half of the page are gaps.
 */
final class MessagePage {
  static final int ENTRIES_MAX = 512;

  private static final int ENTRIES_MIN = 16;
  private static final int MANTISSA_BITS = 11;

  private final long base;
  private int size;
  private int live;
  private int[] ids = new int[ENTRIES_MIN];
  private short[] segments = new short[ENTRIES_MIN];
  private int[] positions = new int[ENTRIES_MIN];
  private short[] lengths = new short[ENTRIES_MIN];
  private Audience[] audiences = new Audience[ENTRIES_MIN];

  /**
   * @param base least id that it may hold
   */
  MessagePage(long base) {
    this.base = base;
  }

  long base() {
    return base;
  }

  int size() {
    return size;
  }

  int live() {
    return live;
  }

  int capacity() {
    return ids.length;
  }

  boolean isFull() {
    return size == ENTRIES_MAX;
  }

  boolean reaches(long id) {
    return id - base <= Integer.MAX_VALUE;
  }

  /** Whether it would be the last one here. */
  boolean endsBefore(long id) {
    return size == 0 || id(size - 1) < id;
  }

  /** Where the id is; negative, as {@link Arrays#binarySearch} has it, when it is not. */
  int search(long id) {
    return Arrays.binarySearch(ids, 0, size, (int) (id - base));
  }

  /** The first place of an id that is greater. */
  int firstAfter(long id) {
    if (id < base) {
      return 0;
    }
    int found = reaches(id) ? search(id) : -size - 1;
    return found >= 0 ? found + 1 : -found - 1;
  }

  void insert(int at, long id, Place place, Audience audience) {
    if (size == ids.length) {
      resize(Math.min(ENTRIES_MAX, 2 * size));
    }
    int behind = size - at;
    System.arraycopy(ids, at, ids, at + 1, behind);
    System.arraycopy(segments, at, segments, at + 1, behind);
    System.arraycopy(positions, at, positions, at + 1, behind);
    System.arraycopy(lengths, at, lengths, at + 1, behind);
    System.arraycopy(audiences, at, audiences, at + 1, behind);
    ids[at] = (int) (id - base);
    size++;
    live++;
    set(at, place, audience);
  }

  private void set(int at, Place place, Audience audience) {
    segments[at] = (short) place.segment();
    positions[at] = place.position();
    lengths[at] = encode(place.bytes());
    audiences[at] = audience;
  }

  /** Says something else of an id that is there, needed or not. */
  void replace(int at, Place place, Audience audience) {
    live += audiences[at] == null ? 1 : 0;
    set(at, place, audience);
  }

  boolean isLive(int at) {
    return audiences[at] != null;
  }

  long id(int at) {
    return base + ids[at];
  }

  Audience audience(int at) {
    return audiences[at];
  }

  void setAudience(int at, Audience audience) {
    audiences[at] = audience;
  }

  void drop(int at) {
    audiences[at] = null;
    live--;
  }

  /**
   * @param latest number of the latest segment; older ones are nearer than 65,536 to it
   */
  long segment(int at, long latest) {
    return latest - ((latest - segments[at]) & 0xFFFF);
  }

  int position(int at) {
    return positions[at];
  }

  /** Bytes of the record; beyond 2,047 up to a thousandth too many. */
  int bytes(int at) {
    int code = Short.toUnsignedInt(lengths[at]);
    return (code & ((1 << MANTISSA_BITS) - 1)) << (code >>> MANTISSA_BITS);
  }

  private static short encode(int bytes) {
    int shift = Math.max(0, Integer.SIZE - MANTISSA_BITS - Integer.numberOfLeadingZeros(bytes));
    int mantissa = (bytes + (1 << shift) - 1) >> shift;
    if (mantissa >> MANTISSA_BITS != 0) {
      mantissa = (mantissa + 1) >> 1;
      shift++;
    }
    return (short) (shift << MANTISSA_BITS | mantissa);
  }

  boolean isWorthTightening() {
    return size >= ENTRIES_MIN && 2 * live < size;
  }

  /** Closes the gaps. */
  void tighten() {
    int to = 0;
    for (int from = 0; from < size; from++) {
      if (audiences[from] != null) {
        move(from, to++);
      }
    }
    Arrays.fill(audiences, to, size, null);
    size = to;
    if (4 * size < ids.length && ids.length > ENTRIES_MIN) {
      resize(Math.max(ENTRIES_MIN, size));
    }
  }

  private void move(int from, int to) {
    ids[to] = ids[from];
    segments[to] = segments[from];
    positions[to] = positions[from];
    lengths[to] = lengths[from];
    audiences[to] = audiences[from];
  }

  /** The upper half of it, as a page of its own; what it has is here no more. */
  MessagePage split() {
    tighten();
    int half = size / 2;
    MessagePage upper = new MessagePage(id(half));
    upper.resize(Math.max(ENTRIES_MIN, size - half));
    for (int at = half; at < size; at++) {
      upper.ids[at - half] = (int) (id(at) - upper.base);
      upper.segments[at - half] = segments[at];
      upper.positions[at - half] = positions[at];
      upper.lengths[at - half] = lengths[at];
      upper.audiences[at - half] = audiences[at];
    }
    upper.size = size - half;
    upper.live = upper.size;
    Arrays.fill(audiences, half, size, null);
    size = half;
    live = half;
    return upper;
  }

  private void resize(int entries) {
    ids = Arrays.copyOf(ids, entries);
    segments = Arrays.copyOf(segments, entries);
    positions = Arrays.copyOf(positions, entries);
    lengths = Arrays.copyOf(lengths, entries);
    audiences = Arrays.copyOf(audiences, entries);
  }
}
