package dev.sluice.edge.journal;

/** The types of records in a segment; their codes are part of the format and never change. */
enum RecordType {
  /** When a batch was written, and what was durable before it. */
  MARK(0),
  SESSION_OPENED(1),
  SESSION_DETACHED(2),
  SESSION_ENDED(3),
  SESSION_KEPT(4),
  WILL_CLEARED(5),
  SUBSCRIBED(6),
  UNSUBSCRIBED(7),
  MESSAGE_KEPT(8),
  SETTLED(9),
  RETAINED_CLEARED(10),
  INCOMING_REMEMBERED(11),
  INCOMING_RELEASED(12),
  OUTGOING_ASSIGNED(13),
  OUTGOING_RECEIVED(14),
  /** Its number only: a queue beside the log has the rest. */
  ENQUEUED(15),
  TAKEN(16);

  private static final RecordType[] ALL = values();

  private final int code;

  RecordType(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /**
   * @throws IllegalArgumentException when there is no such type
   */
  static RecordType of(int code) {
    if (code < 0 || code >= ALL.length) {
      throw new IllegalArgumentException("no record has type " + code);
    }
    return ALL[code];
  }
}
