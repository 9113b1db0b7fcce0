package dev.sluice.uplink.chat;

import dev.sluice.uplink.LinkId;
import java.util.Optional;

/** A text request that the cloud knows: its answer so far, and how much of it the edge has. */
final class HeldChat {
  /** Between two parts of one answer, unless it has ended. */
  static final long PACE_NANOS = 100_000_000L;

  private static final int PART_CHARS_FIRST = 1_024;
  private static final int PART_CHARS_MIN = 256;

  /** A part that is acknowledged sooner may be followed by one of twice its length. */
  private static final long SOON_NANOS = 500_000_000L;

  /** One that took longer is followed by half of it: others wait behind it on the link. */
  private static final long LATE_NANOS = 1_000_000_000L;

  /** Which request of which life of which edge node. */
  record Key(LinkId link, long chatId) {}

  final Key key;
  final boolean growing;
  final long forgetNanos;
  final StringBuilder text = new StringBuilder();
  Optional<ChatEnvelope.End> end = Optional.empty();

  /** Nobody wants it any more; remembered so that a repeated request does not start it again. */
  boolean dropped;

  // what the edge has been told
  int had;
  int sent;
  boolean endSent;
  long pacedUntilNanos = Long.MIN_VALUE;
  private int partChars = PART_CHARS_FIRST;
  private long partSentNanos;

  HeldChat(Key key, boolean growing, long forgetNanos) {
    this.key = key;
    this.growing = growing;
    this.forgetNanos = forgetNanos;
  }

  boolean isRunning() {
    return !dropped && end.isEmpty();
  }

  /** Whether text waits that is only held back by the pace. */
  boolean isPaced(long nowNanos) {
    return isRunning() && wantsPart() && nowNanos < pacedUntilNanos;
  }

  /** Whether a part is due, the pace apart. */
  boolean wantsPart() {
    return !dropped && (growing || end.isPresent()) && had == sent && sent < sendable();
  }

  /** No half of a pair is sent while the other half may come. */
  private int sendable() {
    int length = text.length();
    boolean halved =
        end.isEmpty() && length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
    return halved ? length - 1 : length;
  }

  /** The next of the text. */
  ChatEnvelope.Part takePart(long nowNanos) {
    int until = Math.min(sendable(), sent + partChars);
    if (until < text.length() && Character.isHighSurrogate(text.charAt(until - 1))) {
      until--;
    }
    var part = new ChatEnvelope.Part(key.link(), key.chatId(), sent, text.substring(sent, until));
    sent = until;
    partSentNanos = nowNanos;
    pacedUntilNanos = nowNanos + PACE_NANOS;
    return part;
  }

  /**
   * The edge has so many characters: how long that took says how long the next part may be.
   *
   * @param chars not less than it had
   */
  void onHad(int chars, long nowNanos) {
    long tookNanos = nowNanos - partSentNanos;
    if (chars > had && tookNanos > LATE_NANOS) {
      partChars = Math.max(PART_CHARS_MIN, partChars / 2);
    } else if (chars - had >= partChars && tookNanos < SOON_NANOS) {
      partChars = Math.min(ChatEnvelope.PART_CHARS_MAX, 2 * partChars);
    }
    had = chars;
    sent = chars;
  }

  void drop() {
    dropped = true;
    text.setLength(0);
    text.trimToSize();
  }
}
