package dev.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What journals and spools rely on, whatever it is kept on. */
abstract class StorageContract {
  private Storage storage;

  abstract Storage storage() throws IOException;

  @BeforeEach
  void make() throws IOException {
    storage = storage();
  }

  private void write(String name, String text) throws IOException {
    try (Storage.Appender file = storage.create(name)) {
      append(file, text);
      file.force();
    }
  }

  private static void append(Storage.Appender file, String text) throws IOException {
    file.append(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private String text(String name) throws IOException {
    return new String(storage.read(name), StandardCharsets.UTF_8);
  }

  @Test
  void isEmptyAtFirst() throws IOException {
    assertThat(storage.list()).isEmpty();
  }

  @Test
  void listsItsFilesInOrderOfTheirNames() throws IOException {
    write("b", "2");
    write("a", "1");
    assertThat(storage.list()).containsExactly("a", "b");
  }

  @Test
  void readsWhatWasAppended() throws IOException {
    try (Storage.Appender file = storage.create("a")) {
      append(file, "one ");
      append(file, "two");
      assertThat(text("a")).isEqualTo("one two");
      file.force();
    }
    assertThat(storage.size("a")).isEqualTo(7);
  }

  @Test
  void appendsOnlyWhatRemainsInTheBuffer() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap("0123456789".getBytes(StandardCharsets.UTF_8));
    bytes.position(3).limit(6);
    try (Storage.Appender file = storage.create("a")) {
      file.append(bytes);
    }
    assertThat(text("a")).isEqualTo("345");
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @Test
  void takesMuchAtOnce() throws IOException {
    byte[] much = new byte[(1 << 20) + 7];
    much[much.length - 1] = 42;
    try (Storage.Appender file = storage.create("a")) {
      file.append(ByteBuffer.wrap(much));
    }
    assertThat(storage.read("a")).isEqualTo(much);
  }

  @Test
  void readsAPartAndStopsWhereTheFileEnds() throws IOException {
    write("a", "0123456789");
    assertThat(new String(storage.read("a", 2, 3), StandardCharsets.UTF_8)).isEqualTo("234");
    assertThat(new String(storage.read("a", 8, 100), StandardCharsets.UTF_8)).isEqualTo("89");
    assertThat(storage.read("a", 10, 1)).isEmpty();
    assertThat(storage.read("a", 100, 1)).isEmpty();
  }

  @Test
  void createsNoFileTwice() throws IOException {
    write("a", "1");
    assertThatThrownBy(() -> storage.create("a")).isInstanceOf(IOException.class);
    assertThat(text("a")).isEqualTo("1");
  }

  @Test
  void cutsFilesShort() throws IOException {
    write("a", "12345");
    storage.truncate("a", 2);
    assertThat(text("a")).isEqualTo("12");
  }

  @Test
  void renamesOverWhatIsThere() throws IOException {
    write("a", "new");
    write("b", "old");
    storage.rename("a", "b");
    assertThat(storage.list()).containsExactly("b");
    assertThat(text("b")).isEqualTo("new");
  }

  @Test
  void deletes() throws IOException {
    write("a", "1");
    storage.delete("a");
    assertThat(storage.list()).isEmpty();
  }

  @Test
  void saysWhenThereIsNoSuchFile() {
    assertThatThrownBy(() -> storage.read("none", 0, 1)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> storage.read("none")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> storage.read("none", 0, 1)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> storage.size("none")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> storage.delete("none")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> storage.truncate("none", 0)).isInstanceOf(IOException.class);
  }
}
