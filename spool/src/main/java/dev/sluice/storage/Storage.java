package dev.sluice.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A folder of files that only grow. What {@code create}, {@code rename}, {@code truncate} and
 * {@code delete} did survives a crash once they have returned; what was appended survives once it
 * was forced.
 */
public interface Storage {

  /** Names of all files, sorted. */
  List<String> list() throws IOException;

  /** The whole file. */
  byte[] read(String name) throws IOException;

  /**
   * A part of the file.
   *
   * @param bytesMax that many, or fewer where the file ends
   */
  byte[] read(String name, long position, int bytesMax) throws IOException;

  /** A new, empty file; an error when there is one of that name. */
  Appender create(String name) throws IOException;

  /** Cuts the file to that many bytes; it must have at least as many. */
  void truncate(String name, long bytes) throws IOException;

  /** Replaces whatever has the new name. */
  void rename(String name, String newName) throws IOException;

  void delete(String name) throws IOException;

  long size(String name) throws IOException;

  /** The end of one file. After an error nothing is known of what was appended and not forced. */
  interface Appender extends Closeable {
    /** Appends all that remains in the buffer. */
    void append(ByteBuffer bytes) throws IOException;

    /** Returns when all that was appended would survive a loss of power. */
    void force() throws IOException;
  }
}
