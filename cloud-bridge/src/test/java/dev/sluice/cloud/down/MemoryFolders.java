package dev.sluice.cloud.down;

import dev.sluice.storage.FaultyStorage;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.util.List;

/** Folders on one disk that fails as it is told to. */
record MemoryFolders(FaultyStorage disk) implements DownShelf.Folders {
  @Override
  public List<String> nodes() {
    return disk.list().stream().map(name -> name.split("/", -1)[0]).distinct().toList();
  }

  @Override
  public Storage folder(String path) {
    return new Part(disk, path + "/");
  }

  /** Files whose names begin alike, without those in folders of the folder. */
  private record Part(Storage disk, String prefix) implements Storage {
    @Override
    public List<String> list() throws IOException {
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
}
