package dev.sluice.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A disk in memory that fails as disks do, when it is told to and as its random source says: equal
 * seeds give equal disks. What it is told may be told by another thread than the one that uses it.
 * What was not forced is lost in a crash, or half written, sector by sector.
 */
public final class FaultyStorage implements Storage {
  private static final int SECTOR_BYTES = 512;

  private final TreeMap<String, Content> files = new TreeMap<>();
  private final SplittableRandom random;
  private volatile long capacityBytes = Long.MAX_VALUE;
  private volatile Force force = Force.WORKS;
  private volatile boolean readOnly;
  private String unreadable = "";
  private long opsUntilCrash = Long.MAX_VALUE;

  /** What {@code force} does. */
  public enum Force {
    WORKS,
    /** Says that it worked. */
    LIES,
    /** Throws, and forgets what was to be forced, as Linux may. */
    FAILS
  }

  /** The power went: thrown by the operation in which it did, and by all that follow. */
  public static final class PowerLoss extends IOException {
    private static final long serialVersionUID = 1L;

    PowerLoss() {
      super("the power went");
    }
  }

  /** A file: of its bytes, the first are safe. */
  private static final class Content {
    private byte[] bytes = new byte[0];
    private int forced;

    void append(byte[] more) {
      int size = bytes.length;
      bytes = Arrays.copyOf(bytes, size + more.length);
      System.arraycopy(more, 0, bytes, size, more.length);
    }
  }

  public FaultyStorage(SplittableRandom random) {
    this.random = random;
  }

  /** A folder on it, by its name or its path. */
  public Storage folder(String name) {
    return new FaultyFolder(this, name + "/");
  }

  // What it is told.

  public void setCapacity(long bytes) {
    capacityBytes = bytes;
  }

  public void setForce(Force behaviour) {
    force = behaviour;
  }

  /** As a file system that was mounted anew after an error. */
  public void setReadOnly(boolean now) {
    readOnly = now;
  }

  /** That file gives an error when it is read; empty for none. */
  public void setUnreadable(String name) {
    unreadable = name;
  }

  /** The power goes in the middle of that operation that writes, counted from 1. */
  public void losePowerAfter(long operations) {
    opsUntilCrash = operations;
  }

  /** Changes one byte that was safe. */
  public void rot(String name, int position) {
    files.get(name).bytes[position] ^= 0x40;
  }

  /** Bytes of all files. */
  public long usedBytes() {
    return files.values().stream().mapToLong(file -> file.bytes.length).sum();
  }

  /** After a kill: the system goes on, and has all that was written, forced or not. */
  public void restartProcess() {
    opsUntilCrash = Long.MAX_VALUE;
  }

  /** After the crash: of what was not forced, some sectors are there, some are not. */
  public void restart() {
    opsUntilCrash = Long.MAX_VALUE;
    files.values().forEach(this::tear);
  }

  private void tear(Content file) {
    int survive = file.forced + random.nextInt(file.bytes.length - file.forced + 1);
    file.bytes = Arrays.copyOf(file.bytes, survive);
    for (int from = file.forced; from < survive; from += SECTOR_BYTES) {
      if (random.nextInt(4) == 0) {
        Arrays.fill(file.bytes, from, Math.min(survive, from + SECTOR_BYTES), (byte) 0);
      }
    }
    file.forced = survive;
  }

  // The port.

  @Override
  public List<String> list() {
    return List.copyOf(files.keySet());
  }

  @Override
  public byte[] read(String name) throws IOException {
    if (name.equals(unreadable)) {
      throw new IOException("Input/output error");
    }
    return find(name).bytes.clone();
  }

  @Override
  public byte[] read(String name, long position, int bytesMax) throws IOException {
    if (name.equals(unreadable)) {
      throw new IOException("Input/output error");
    }
    byte[] bytes = find(name).bytes;
    int from = (int) Math.min(position, bytes.length);
    return Arrays.copyOfRange(bytes, from, from + Math.min(bytesMax, bytes.length - from));
  }

  @Override
  public Appender create(String name) throws IOException {
    beforeWrite();
    if (files.containsKey(name)) {
      throw new FileAlreadyExistsException(name);
    }
    Content file = new Content();
    files.put(name, file);
    return new End(file);
  }

  @Override
  public void truncate(String name, long bytes) throws IOException {
    beforeWrite();
    Content file = find(name);
    file.bytes = Arrays.copyOf(file.bytes, (int) bytes);
    file.forced = Math.min(file.forced, file.bytes.length);
  }

  @Override
  public void rename(String name, String newName) throws IOException {
    beforeWrite();
    files.put(newName, find(name));
    files.remove(name);
  }

  @Override
  public void delete(String name) throws IOException {
    beforeWrite();
    find(name);
    files.remove(name);
  }

  @Override
  public long size(String name) throws IOException {
    return find(name).bytes.length;
  }

  private Content find(String name) throws NoSuchFileException {
    Content file = files.get(name);
    if (file == null) {
      throw new NoSuchFileException(name);
    }
    return file;
  }

  private void beforeWrite() throws IOException {
    if (opsUntilCrash <= 0 || --opsUntilCrash == 0) {
      throw new PowerLoss();
    }
    if (readOnly) {
      throw new IOException("Read-only file system");
    }
  }

  /** An open file. */
  private final class End implements Appender {
    private final Content file;

    End(Content file) {
      this.file = file;
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
      byte[] all = new byte[bytes.remaining()];
      bytes.get(all);
      try {
        beforeWrite();
      } catch (PowerLoss loss) {
        file.append(Arrays.copyOf(all, random.nextInt(all.length + 1)));
        throw loss;
      }
      long room = capacityBytes - usedBytes();
      if (all.length > room) {
        file.append(Arrays.copyOf(all, (int) Math.max(0, room)));
        throw new IOException("No space left on device");
      }
      file.append(all);
    }

    @Override
    public void force() throws IOException {
      beforeWrite();
      switch (force) {
        case WORKS -> file.forced = file.bytes.length;
        case LIES -> {}
        case FAILS -> {
          file.bytes = Arrays.copyOf(file.bytes, file.forced);
          throw new IOException("Input/output error");
        }
      }
    }

    @Override
    public void close() {}
  }
}
