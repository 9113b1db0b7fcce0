package dev.sluice.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.cloud.config.ChatModel;
import dev.sluice.config.DataSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
  @TempDir private Path folder;

  private static ChatModel model(Optional<Path> file, Optional<String> variable) {
    return new ChatModel(
        "assistant",
        "http://127.0.0.1/v1",
        "m",
        file,
        variable,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(1),
        1,
        1,
        1,
        new DataSize(1));
  }

  @Test
  void isReadFromItsFileOrTheEnvironmentOrNotAtAll() throws Exception {
    Path file = Files.writeString(folder.resolve("key"), " sk-1 \n");
    Map<String, String> environment = Map.of("KEY", "sk-2");
    assertThat(ApiKey.read(model(Optional.of(file), Optional.empty()), environment::get))
        .contains("sk-1");
    assertThat(ApiKey.read(model(Optional.empty(), Optional.of("KEY")), environment::get))
        .contains("sk-2");
    assertThat(ApiKey.read(model(Optional.empty(), Optional.empty()), environment::get)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "two\nlines", "kéy"})
  void whatIsNoKeyIsSaidWithoutIt(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("key"), text);
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> ApiKey.read(model(Optional.of(file), Optional.empty()), name -> ""))
        .withMessage(
            file + ": must hold the key as one word of printable characters, and nothing else");
  }

  @Test
  void aFileAndAVariableThatAreNotThereAreNamed() {
    Path none = folder.resolve("none");
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> ApiKey.read(model(Optional.of(none), Optional.empty()), name -> ""))
        .withMessage(none + ": cannot be read (NoSuchFileException); correct key-file");
    Map<String, String> environment = Map.of();
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(
            () -> ApiKey.read(model(Optional.empty(), Optional.of("KEY")), environment::get))
        .withMessageStartingWith("the environment variable KEY: must hold the key");
  }
}
