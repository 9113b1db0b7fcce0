package dev.sluice.uplink.chat;

import dev.sluice.uplink.LinkId;
import java.util.Optional;

/** A text request that the cloud knows: its answer so far, and how much of it the edge has. */
final class HeldChat {
  /** Between two parts of one answer, unless it has ended. */
  static final long PACE_NANOS = 100_000_000L;

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
    int until = Math.min(sendable(), sent + ChatEnvelope.PART_CHARS_MAX);
    if (until < text.length() && Character.isHighSurrogate(text.charAt(until - 1))) {
      until--;
    }
    var part = new ChatEnvelope.Part(key.link(), key.chatId(), sent, text.substring(sent, until));
    sent = until;
    pacedUntilNanos = nowNanos + PACE_NANOS;
    return part;
  }

  void drop() {
    dropped = true;
    text.setLength(0);
    text.trimToSize();
  }
}
