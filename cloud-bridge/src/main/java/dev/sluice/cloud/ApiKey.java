package dev.sluice.cloud;

import dev.sluice.cloud.config.ChatModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The key of a chat model's server, from a file or the environment; never in a message. */
final class ApiKey {
  /** What may stand in a header. */
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,4096}");

  private ApiKey() {}

  /**
   * @param environment a variable by its name; {@code null} where it is not set
   * @throws StartException in one line, without the key
   */
  static Optional<String> read(ChatModel model, Function<String, String> environment)
      throws StartException {
    if (model.keyFile().isPresent()) {
      Path file = model.keyFile().get();
      return Optional.of(key(file.toString(), text(file)));
    }
    if (model.keyEnv().isPresent()) {
      String name = model.keyEnv().get();
      String value = environment.apply(name);
      return Optional.of(key("the environment variable " + name, value == null ? "" : value));
    }
    return Optional.empty();
  }

  private static String text(Path file) throws StartException {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new StartException(
          file + ": cannot be read (" + e.getClass().getSimpleName() + "); correct key-file", e);
    }
  }

  private static String key(String where, String text) throws StartException {
    String key = text.strip();
    if (!KEY.matcher(key).matches()) {
      throw new StartException(
          where + ": must hold the key as one word of printable characters, and nothing else");
    }
    return key;
  }
}
