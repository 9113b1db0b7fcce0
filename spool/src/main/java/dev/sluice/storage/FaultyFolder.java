package dev.sluice.storage;

import java.io.IOException;
import java.util.List;

/**
 * A folder of a disk, so that the power goes for all of them at once: the files whose names begin
 * with its own, without those in folders of the folder.
 */
record FaultyFolder(FaultyStorage disk, String prefix) implements Storage {
  @Override
  public List<String> list() {
    return disk.list().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .filter(name -> name.indexOf('/') < 0)
        .toList();
  }

  @Override
  public byte[] read(String name) throws IOException {
    return disk.read(prefix + name);
  }

  @Override
  public byte[] read(String name, long position, int bytesMax) throws IOException {
    return disk.read(prefix + name, position, bytesMax);
  }

  @Override
  public Appender create(String name) throws IOException {
    return disk.create(prefix + name);
  }

  @Override
  public void truncate(String name, long bytes) throws IOException {
    disk.truncate(prefix + name, bytes);
  }

  @Override
  public void rename(String name, String newName) throws IOException {
    disk.rename(prefix + name, prefix + newName);
  }

  @Override
  public void delete(String name) throws IOException {
    disk.delete(prefix + name);
  }

  @Override
  public long size(String name) throws IOException {
    return disk.size(prefix + name);
  }
}
