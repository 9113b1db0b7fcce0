package dev.sluice.storage;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileStorageTest extends StorageContract {
  @TempDir Path folder;

  @Override
  Storage storage() {
    return new FileStorage(folder);
  }
}
