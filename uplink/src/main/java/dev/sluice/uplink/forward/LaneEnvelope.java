package dev.sluice.uplink.forward;

import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;

/** What travels in the forwarding plane, in either direction. */
public sealed interface LaneEnvelope {
  /** Whose lane it is, and which life of it. */
  LinkId link();

  LaneName lane();

  /**
   * Sender to receiver: numbers {@code first} to {@code last}; those without message are gone. With
   * none at all it asks how far the receiver is.
   *
   * @param base the lowest number that the sender still has
   * @param last {@code first - 1} when there are none
   * @param block {@link Block}, encoded; owned by the envelope from here on
   */
  record Batch(LinkId link, LaneName lane, long base, long first, long last, byte[] block)
      implements LaneEnvelope {
    public Batch {
      if (base < 1 || first < base || last < first - 1) {
        throw new IllegalArgumentException(
            "numbers " + first + " to " + last + " of those from " + base + " on");
      }
    }

    boolean isEmpty() {
      return last < first;
    }
  }

  /**
   * Receiver to sender: how far it is.
   *
   * @param received all numbers up to that one arrived
   * @param committed all numbers up to that one are kept here, and may be forgotten there
   */
  record Progress(LinkId link, LaneName lane, long received, long committed, State state)
      implements LaneEnvelope {
    public Progress {
      if (committed < 0 || received < committed) {
        throw new IllegalArgumentException("received " + received + ", committed " + committed);
      }
    }
  }

  /** How the receiver is. */
  enum State {
    TAKING(0),
    /** It cannot keep more now: the sender asks again, less and less often. */
    FULL(1),
    /** What came is not what follows: the sender has to go back. */
    MISSING(2);

    private final byte wire;

    State(int wire) {
      this.wire = (byte) wire;
    }

    byte wire() {
      return wire;
    }
  }
}
