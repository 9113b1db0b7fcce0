package dev.sluice.cloud.down;

import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolBatch;
import dev.sluice.spool.SpoolEntry;
import dev.sluice.spool.SpoolException;
import dev.sluice.spool.SpoolNote;
import dev.sluice.spool.SpoolRecord;
import dev.sluice.storage.Storage;
import dev.sluice.uplink.forward.Block;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * What waits for one node on one lane. Beyond its quota the oldest make room, and what is older
 * than its age goes. One thread changes it; how it stands may be asked by any.
 */
public final class NodeLane implements Closeable {
  private static final long NANOS_PER_MS = 1_000_000;
  private static final int SWEEP_BYTES = 64 << 10;

  private final Spool spool;
  private final long epoch;
  private final OpenTickets tickets;

  /** Since the last flush. */
  private long added;

  private volatile long expired;

  private NodeLane(Spool spool) {
    this.spool = spool;
    ByteBuffer note = ByteBuffer.wrap(spool.note().bytes());
    this.epoch = note.getLong();
    this.tickets = OpenTickets.read(note);
    tickets.endAt(spool.settled());
  }

  /**
   * @param epochs random numbers: one tells this lane from any other that ever had its name
   */
  static NodeLane open(Storage storage, Spool.Settings settings, LongSupplier epochs)
      throws IOException {
    try {
      Spool spool = Spool.open(storage, settings, newEpoch(epochs), OptionalLong.empty());
      if (spool.endLost()) {
        // Numbers would be given twice: a new epoch tells them apart.
        spool.setNote(newEpoch(epochs));
        spool.write();
      }
      return new NodeLane(spool);
    } catch (SpoolException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static SpoolNote newEpoch(LongSupplier epochs) {
    byte[] epoch = ByteBuffer.allocate(Long.BYTES).putLong(epochs.getAsLong()).array();
    return new SpoolNote(epoch, 0);
  }

  public long epoch() {
    return epoch;
  }

  List<String> losses() {
    return spool.losses();
  }

  /**
   * Takes a message, unless it is a repetition of one that was taken; {@link #flush} makes it safe.
   *
   * @param once of a QoS 2 publication
   * @param expiresAtMillis on the wall
   */
  void add(byte[] body, Optional<Once> once, long wallMillis, OptionalLong expiresAtMillis) {
    if (once.isPresent()) {
      Ticket ticket = once.get().ticket();
      if (once.get().repeated() && tickets.has(ticket, body)) {
        return;
      }
      tickets.add(ticket, body, spool.settled() + added + 1);
    }
    long expiresAt =
        expiresAtMillis.isPresent() ? expiresAtMillis.getAsLong() * NANOS_PER_MS : SpoolEntry.NEVER;
    added++;
    spool.add(new SpoolEntry(0, false, wallMillis * NANOS_PER_MS, expiresAt, body));
  }

  /** The publisher has said that it will not send it again. */
  void release(Ticket ticket) {
    tickets.release(ticket);
  }

  /** That client begins anew. */
  void forget(long client) {
    tickets.forget(client);
  }

  /**
   * A QoS 2 publication.
   *
   * @param repeated whether its publisher says that it may have come before
   */
  public record Once(Ticket ticket, boolean repeated) {}

  /** Makes safe what was added; after an error nothing of it was. */
  void flush() throws IOException {
    ByteBuffer note = ByteBuffer.allocate(Long.BYTES + tickets.bytes()).putLong(epoch);
    tickets.put(note);
    spool.setNote(new SpoolNote(note.array(), 0));
    try {
      spool.write();
      spool.settle();
    } finally {
      added = 0;
      tickets.endAt(spool.settled());
    }
  }

  /**
   * Messages ready to be sent, as {@link dev.sluice.uplink.forward.LaneSender#onBlock} takes them.
   */
  public record Piece(long base, long first, long last, byte[] block) {}

  /** What has expired is left out; numbers that are gone are accounted for. */
  public Piece read(long from, int bytesMax, long wallMillis) throws IOException {
    SpoolBatch batch = spool.read(from, bytesMax);
    if (batch.isEmpty() && from <= spool.released()) {
      return new Piece(from, from, spool.released(), new byte[0]);
    }
    long base = Math.min(batch.first(), spool.released() + 1);
    byte[] block = Block.encode(batch.first(), items(batch, wallMillis * NANOS_PER_MS));
    return new Piece(base, batch.first(), batch.last(), block);
  }

  private static List<Block.Item> items(SpoolBatch batch, long nowNanos) {
    List<Block.Item> items = new ArrayList<>();
    for (SpoolRecord record : batch.records()) {
      long expiresAt = record.entry().expiresAtNanos();
      if (expiresAt > nowNanos) {
        OptionalLong remainingMs =
            expiresAt == SpoolEntry.NEVER
                ? OptionalLong.empty()
                : OptionalLong.of((expiresAt - nowNanos) / NANOS_PER_MS);
        items.add(new Block.Item(record.sequence(), remainingMs, record.entry().body()));
      }
    }
    return items;
  }

  public void release(long upTo) throws IOException {
    spool.release(upTo);
  }

  /** Gives up what has expired at the front. */
  void sweep(long wallMillis) throws IOException {
    long upTo = spool.released();
    for (SpoolRecord record : spool.read(upTo + 1, SWEEP_BYTES).records()) {
      if (record.entry().expiresAtNanos() > wallMillis * NANOS_PER_MS) {
        break;
      }
      upTo = record.sequence();
    }
    if (upTo > spool.released()) {
      expired += upTo - spool.released();
      spool.release(upTo);
    }
  }

  /** The last number that the node has, or that was given up. */
  public long released() {
    return spool.released();
  }

  /** The last number that may be sent. */
  public long settled() {
    return spool.settled();
  }

  long bytes() {
    return spool.bytes();
  }

  /** Messages that made room for newer ones. */
  long dropped() {
    return spool.dropped();
  }

  /** Messages given up because they were too old. */
  long expired() {
    return expired;
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }
}
