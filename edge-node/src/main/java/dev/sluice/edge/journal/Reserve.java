package dev.sluice.edge.journal;

import dev.sluice.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Room on the disk for one segment, taken before it is needed: cleaning writes before it deletes,
 * and a log that has filled its disk could not even note what its clients have fetched.
 */
final class Reserve {
  static final String FILE = "reserve";

  private static final int PIECE_BYTES = 64 << 10;

  private final Storage storage;
  private final int bytes;
  private boolean held;

  Reserve(Storage storage, int segmentBytes) {
    this.storage = storage;
    this.bytes = segmentBytes + segmentBytes / 8;
  }

  /** Whether the room is there, taken now if it was not. */
  boolean hold() {
    if (!held) {
      held = isThere() || take();
    }
    return held;
  }

  private boolean isThere() {
    try {
      return storage.list().contains(FILE) && storage.size(FILE) == bytes;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean take() {
    try {
      deleteFile();
      try (Storage.Appender file = storage.create(FILE)) {
        // Something else than zeros, which a file system may only note the number of.
        byte[] piece = new byte[Math.min(bytes, PIECE_BYTES)];
        Arrays.fill(piece, (byte) 0x5A);
        for (int left = bytes; left > 0; left -= piece.length) {
          file.append(ByteBuffer.wrap(piece, 0, Math.min(left, piece.length)));
        }
        file.force();
      }
      return true;
    } catch (IOException e) {
      release();
      return false;
    }
  }

  /**
   * Gives the room to whoever writes next.
   *
   * @return whether there was any
   */
  boolean release() {
    boolean was = held;
    held = false;
    try {
      deleteFile();
      return was;
    } catch (IOException e) {
      return false;
    }
  }

  private void deleteFile() throws IOException {
    if (storage.list().contains(FILE)) {
      storage.delete(FILE);
    }
  }
}
