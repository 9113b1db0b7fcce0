package dev.sluice.cloud.down;

import dev.sluice.storage.FaultyStorage;
import dev.sluice.storage.Storage;
import java.util.List;

/** Folders on one disk that fails as it is told to. */
record MemoryFolders(FaultyStorage disk) implements DownShelf.Folders {
  @Override
  public List<String> nodes() {
    return disk.list().stream().map(name -> name.split("/", -1)[0]).distinct().toList();
  }

  @Override
  public Storage folder(String path) {
    return disk.folder(path);
  }
}
