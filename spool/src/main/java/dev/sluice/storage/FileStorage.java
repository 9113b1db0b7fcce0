package dev.sluice.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A folder of the file system. */
public final class FileStorage implements Storage {
  /** The JDK copies what it writes into a buffer outside the heap, as large as the write. */
  private static final int WRITE_BYTES_MAX = 256 << 10;

  private final Path folder;

  /**
   * @param folder exists
   */
  public FileStorage(Path folder) {
    this.folder = folder;
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @Override
  public byte[] read(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  @Override
  public byte[] read(String name, long position, int bytesMax) throws IOException {
    try (FileChannel channel = FileChannel.open(folder.resolve(name), StandardOpenOption.READ)) {
      long left = Math.max(0, channel.size() - position);
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(bytesMax, left));
      int read = 0;
      while (bytes.hasRemaining() && read >= 0) {
        read = channel.read(bytes, position + bytes.position());
      }
      return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
    }
  }

  @Override
  public Appender create(String name) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      forceFolder();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new File(channel);
  }

  @Override
  public void truncate(String name, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(folder.resolve(name), StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
      channel.force(true);
    }
  }

  @Override
  public void rename(String name, String newName) throws IOException {
    Files.move(folder.resolve(name), folder.resolve(newName), StandardCopyOption.REPLACE_EXISTING);
    forceFolder();
  }

  @Override
  public void delete(String name) throws IOException {
    Files.delete(folder.resolve(name));
    forceFolder();
  }

  @Override
  public long size(String name) throws IOException {
    return Files.size(folder.resolve(name));
  }

  /** A file's name is in its folder, which has to be forced too. */
  private void forceFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** An open file. */
  private record File(FileChannel channel) implements Appender {
    @Override
    public void append(ByteBuffer bytes) throws IOException {
      int end = bytes.limit();
      while (bytes.position() < end) {
        bytes.limit(Math.min(end, bytes.position() + WRITE_BYTES_MAX));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
