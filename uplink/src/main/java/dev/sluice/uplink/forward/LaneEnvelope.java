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

  /**
   * Sender to receiver: a part of a batch that is too large for one envelope. The parts come in
   * order, and are the batch together.
   *
   * @param sum CRC-32C of the whole block
   * @param total bytes of the whole block
   * @param offset of the first byte in it
   * @param bytes owned by the envelope from here on
   */
  record Piece(
      LinkId link,
      LaneName lane,
      long base,
      long first,
      long last,
      int sum,
      int total,
      int offset,
      byte[] bytes)
      implements LaneEnvelope {
    public Piece {
      if (base < 1 || first < base || last < first) {
        throw new IllegalArgumentException(
            "numbers " + first + " to " + last + " of those from " + base + " on");
      }
      if (offset < 0 || bytes.length == 0 || bytes.length > total - offset) {
        throw new IllegalArgumentException(
            bytes.length + " bytes at " + offset + " of a batch of " + total);
      }
    }
  }

  /**
   * Receiver to sender: how much has come of a batch in pieces.
   *
   * @param first number of that batch
   * @param sum CRC-32C of the whole block
   * @param bytes that have come, from its beginning
   */
  record Arrived(LinkId link, LaneName lane, long first, int sum, int bytes)
      implements LaneEnvelope {
    public Arrived {
      if (first < 1 || bytes < 0) {
        throw new IllegalArgumentException(bytes + " bytes of the batch from " + first);
      }
    }
  }

  /** Receiver to sender, in answer to a question: how batches may be packed. */
  record Terms(LinkId link, LaneName lane, Packing packing) implements LaneEnvelope {}

  /**
   * Receiver to sender, in answer to a question: which store it keeps messages in. Two that say the
   * same know the same numbers.
   *
   * @param store made up once by who owns it; not 0
   */
  record Keeper(LinkId link, LaneName lane, long store) implements LaneEnvelope {}

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
