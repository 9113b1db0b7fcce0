package dev.sluice.sim.world.actor;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What strikes a world. Each seed draws some of them. */
public enum Fault {
  /** A client says DISCONNECT and comes back. */
  DISCONNECT,
  /** A client's connection breaks; both sides hear of it, each in its time. */
  BREAK,
  /** A client's connection dies and the broker is not told. */
  HALF_OPEN,
  /** A client connects again while its old connection still stands. */
  TAKE_OVER,
  /** A client's connection carries nothing for a while. */
  CLOG,
  /** A client stays away for long: sessions expire, delayed Wills go out. */
  ABSENCE,
  EDGE_CRASH,
  CLOUD_CRASH,
  HOP_CRASH,
  /** The edge's connection to the hop breaks. */
  UPLINK_BREAK,
  UPLINK_LOSS,
  UPLINK_DUPLICATE,
  UPLINK_REORDER,
  /** Between hop and one side nothing passes. */
  PARTITION,
  /** It passes in one direction only. */
  ONE_WAY_PARTITION,
  /** It passes late, all at once. */
  UPLINK_CLOG,
  MODEL_FAILURE,
  /** A model takes far longer than it should. */
  MODEL_HANG,
  /** A payload cannot be decoded. */
  UNREADABLE,
  /** The edge's disk has no room for a while. */
  DISK_FULL,
  /** It cannot make safe what is written. */
  DISK_FAILS,
  /** It takes no writes at all. */
  DISK_READ_ONLY,
  /** It says that it has what it has not. */
  DISK_LIES,
  /** The gateway's wall clock is set to another year. */
  CLOCK_JUMP,
  /** The power goes again while the edge repairs its journal. */
  CRASH_AT_START;

  private static final Set<Fault> OF_DISK = EnumSet.range(DISK_FULL, CRASH_AT_START);

  /** Those that only a world with a journal can have. */
  static Set<Fault> ofDisk() {
    return OF_DISK;
  }

  /** As printed. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
