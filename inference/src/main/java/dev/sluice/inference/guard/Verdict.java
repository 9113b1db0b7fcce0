package dev.sluice.inference.guard;

/** What an attempt tells of the server. */
public enum Verdict {
  /** It served. */
  SERVED,
  /** It works, and says that the request itself is wrong. */
  REFUSED,
  /** It has too many already; it did nothing. */
  BUSY,
  /** The request did not get there; it did nothing. */
  UNREACHABLE,
  /** It failed, or hung up; it may have done something. */
  BROKEN,
  /** It broke off, or went wrong, after whoever asked had been given a part of its answer. */
  CUT_OFF,
  /** It said what cannot be used, and would again. */
  NONSENSE;

  /** Whether the same request may be served another time. */
  boolean worthRepeating() {
    return this == BUSY || this == UNREACHABLE || this == BROKEN;
  }

  /** Whether the server has done nothing for it, so that repeating repeats nothing. */
  boolean nothingDone() {
    return this == BUSY || this == UNREACHABLE;
  }
}
