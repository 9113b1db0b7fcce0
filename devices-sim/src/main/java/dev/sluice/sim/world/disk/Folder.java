package dev.sluice.sim.world.disk;

import dev.sluice.storage.FaultyStorage;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.util.List;

/** A folder of a disk: its files are those of the disk that begin with its name. */
record Folder(FaultyStorage disk, String path) implements Storage {

  @Override
  public List<String> list() {
    return disk.list().stream()
        .filter(name -> name.startsWith(path))
        .map(name -> name.substring(path.length()))
        .toList();
  }

  @Override
  public byte[] read(String name) throws IOException {
    return disk.read(path + name);
  }

  @Override
  public byte[] read(String name, long position, int bytesMax) throws IOException {
    return disk.read(path + name, position, bytesMax);
  }

  @Override
  public Appender create(String name) throws IOException {
    return disk.create(path + name);
  }

  @Override
  public void truncate(String name, long bytes) throws IOException {
    disk.truncate(path + name, bytes);
  }

  @Override
  public void rename(String name, String newName) throws IOException {
    disk.rename(path + name, path + newName);
  }

  @Override
  public void delete(String name) throws IOException {
    disk.delete(path + name);
  }

  @Override
  public long size(String name) throws IOException {
    return disk.size(path + name);
  }
}
