package dev.sluice.broker.durable;

import java.util.Arrays;

/**
 * Some hundred neighbouring messages of the index, by id, in columns: sixteen bytes each. One that
 * is needed no more leaves a gap, until half of the page are gaps.
 *
 * <p>In a backlog ids follow one another, and all is owed to the same in one segment: as long as
 * that is so these columns have one entry for all, and a message takes six bytes.
 */
final class MessagePage {
  static final int ENTRIES_MAX = 512;

  private static final int ENTRIES_MIN = 16;
  private static final int MANTISSA_BITS = 11;
  private static final int PAGE_BYTES = 240;
  private static final int ENTRY_BYTES = 16;
  private static final int ENTRY_BYTES_ALIKE = 6;
  private static final int[] FOLLOWING = {};

  private final long base;
  private int size;
  private int live;
  private boolean alike = true;
  private int[] ids = FOLLOWING;
  private short[] segments = new short[1];
  private int[] positions = new int[ENTRIES_MIN];
  private short[] lengths = new short[ENTRIES_MIN];
  private Audience[] audiences = new Audience[1];

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

  /** Roughly. */
  int heapBytes() {
    return PAGE_BYTES + positions.length * (alike ? ENTRY_BYTES_ALIKE : ENTRY_BYTES);
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
    int offset = (int) (id - base);
    if (alike) {
      return offset < size ? offset : -size - 1;
    }
    return Arrays.binarySearch(ids, 0, size, offset);
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
    if (size == positions.length) {
      resize(Math.min(ENTRIES_MAX, 2 * size));
    }
    if (alike && !follows(id, place, audience)) {
      spread();
    }
    if (alike) {
      append(place, audience);
    } else {
      insertApart(at, id, place, audience);
    }
  }

  /** Whether it differs from the one before in its position only. */
  private boolean follows(long id, Place place, Audience audience) {
    return id == base + size
        && (size == 0 || (segments[0] == (short) place.segment() && audiences[0].equals(audience)));
  }

  private void append(Place place, Audience audience) {
    segments[0] = (short) place.segment();
    audiences[0] = audience;
    positions[size] = place.position();
    lengths[size] = encode(place.bytes());
    size++;
    live++;
  }

  /** From now on each has its own. */
  private void spread() {
    if (!alike) {
      return;
    }
    short segment = segments[0];
    Audience audience = audiences[0];
    alike = false;
    ids = new int[positions.length];
    segments = new short[positions.length];
    audiences = new Audience[positions.length];
    for (int at = 0; at < size; at++) {
      ids[at] = at;
      segments[at] = segment;
      audiences[at] = audience;
    }
  }

  private void insertApart(int at, long id, Place place, Audience audience) {
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
    spread();
    live += audiences[at] == null ? 1 : 0;
    set(at, place, audience);
  }

  boolean isLive(int at) {
    return audience(at) != null;
  }

  long id(int at) {
    return alike ? base + at : base + ids[at];
  }

  Audience audience(int at) {
    return alike ? audiences[0] : audiences[at];
  }

  void setAudience(int at, Audience audience) {
    spread();
    audiences[at] = audience;
  }

  void drop(int at) {
    spread();
    audiences[at] = null;
    live--;
  }

  /**
   * @param latest number of the latest segment; older ones are nearer than 65,536 to it
   */
  long segment(int at, long latest) {
    return latest - ((latest - segments[alike ? 0 : at]) & 0xFFFF);
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
    spread();
    int to = 0;
    for (int from = 0; from < size; from++) {
      if (audiences[from] != null) {
        move(from, to++);
      }
    }
    Arrays.fill(audiences, to, size, null);
    size = to;
    if (4 * size < positions.length && positions.length > ENTRIES_MIN) {
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
    upper.spread();
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
    positions = Arrays.copyOf(positions, entries);
    lengths = Arrays.copyOf(lengths, entries);
    if (!alike) {
      ids = Arrays.copyOf(ids, entries);
      segments = Arrays.copyOf(segments, entries);
      audiences = Arrays.copyOf(audiences, entries);
    }
  }
}
