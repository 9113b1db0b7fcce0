package dev.sluice.cloud.forward;

import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolBatch;
import dev.sluice.spool.SpoolEntry;
import dev.sluice.spool.SpoolException;
import dev.sluice.storage.Storage;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.Block;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One lane of one edge node: its messages that are not published yet, and its marks. */
final class StoredLane implements Closeable {
  private static final long NANOS_PER_MS = 1_000_000;

  private final String name;
  private final Spool spool;

  // Of the store's thread, between add and flush.
  private LaneMarks adding;

  // Of the store's thread.
  private boolean refused;

  private volatile LaneMarks marks;

  private StoredLane(String name, Spool spool) {
    this.name = name;
    this.spool = spool;
    this.marks = LaneMarks.of(spool.note());
    this.adding = marks;
  }

  static StoredLane open(String name, Storage storage, Spool.Settings settings)
      throws StoreException, IOException {
    try {
      Spool spool = Spool.open(storage, settings, LaneMarks.NONE.note(), OptionalLong.empty());
      return new StoredLane(name, spool);
    } catch (SpoolException e) {
      throw new StoreException(name + ": " + e.getMessage());
    }
  }

  /** Its folder below the store. */
  String name() {
    return name;
  }

  String edgeId() {
    return name.substring(0, name.lastIndexOf('/'));
  }

  LaneName lane() {
    return new LaneName(name.substring(name.lastIndexOf('/') + 1));
  }

  /** A batch of it could not be kept. */
  void refused() {
    refused = true;
  }

  /** Whether that has happened since the last time. */
  boolean takeRefused() {
    boolean before = refused;
    refused = false;
    return before;
  }

  List<String> losses() {
    return spool.losses();
  }

  /** The last number committed of that life; any thread. */
  Optional<Long> committed(long epoch) {
    return marks.committed(epoch);
  }

  /** The last message that may be published; any thread. */
  long stored() {
    return spool.settled();
  }

  /** The last message that was published; any thread. */
  long published() {
    return spool.released();
  }

  /** When the first message came that is not published, on the wall's clock; far ahead for none. */
  long oldestMs() throws IOException {
    OptionalLong oldest = spool.oldestAtNanos();
    return oldest.isPresent() ? oldest.getAsLong() / NANOS_PER_MS : Long.MAX_VALUE;
  }

  /** Whether it takes nothing more until something is released; any thread. */
  boolean isFull() {
    return spool.isFull();
  }

  long bytes() {
    return spool.bytes();
  }

  /** Whether a batch can only be added when those before it have been flushed. */
  @SuppressWarnings("ReferenceEquality") // Nothing was added since while it is the same object.
  boolean mustFlushBefore(Batch batch) {
    return adding != marks && !adding.isPresent(batch.link().epoch());
  }

  /**
   * Takes what is new in the batch; {@link #flush} makes it safe.
   *
   * @throws IOException when it does not follow what is there, or there is no room
   */
  void add(Batch batch, List<Block.Item> items, long wallMillis) throws IOException {
    long epoch = batch.link().epoch();
    long committed = Math.max(adding.committed(epoch).orElse(0L), batch.base() - 1);
    if (batch.first() > committed + 1) {
      throw new IOException("number " + (committed + 1) + " is missing before it");
    }
    if (spool.isFull()) {
      throw new IOException("what waits to be published takes " + spool.bytes() + " bytes");
    }
    if (!adding.isPresent(epoch) || adding.committed(epoch).orElse(0L) < committed) {
      adding = adding.with(epoch, committed);
      spool.setNote(adding.note());
    }
    for (Block.Item item : items) {
      if (item.sequence() > committed) {
        spool.add(entry(item, wallMillis));
      }
    }
    adding = adding.with(epoch, Math.max(committed, batch.last()));
  }

  private static SpoolEntry entry(Block.Item item, long wallMillis) {
    long expiresAt =
        item.remainingMs().isEmpty()
            ? SpoolEntry.NEVER
            : (wallMillis + item.remainingMs().getAsLong()) * NANOS_PER_MS;
    return new SpoolEntry(
        item.sequence(), false, wallMillis * NANOS_PER_MS, expiresAt, item.body());
  }

  static List<Block.Item> items(Batch batch, byte[] block) throws MalformedEnvelopeException {
    return Block.decode(batch.first(), batch.last(), block);
  }

  /** Makes safe what was added; after an error nothing of it was. */
  void flush() throws IOException {
    try {
      spool.write();
      spool.settle();
      marks = adding;
      // Numbers without message at the end of a batch leave no entry that tells of them.
      spool.setNote(marks.note());
    } catch (IOException e) {
      adding = marks;
      spool.setNote(marks.note());
      throw e;
    }
  }

  SpoolBatch read(long from, int bytesMax) throws IOException {
    return spool.read(from, bytesMax);
  }

  void release(long upTo) throws IOException {
    spool.release(upTo);
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }
}
