package dev.sluice.cloud;

import dev.sluice.inference.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A file that holds a token and nothing else. */
final class TokenFile {
  /** What may stand in a header, and is hard to guess. */
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{16,4096}");

  private TokenFile() {}

  /**
   * @throws ModelException in one line, without the token
   */
  static String read(Path file) throws ModelException {
    try {
      String token = Files.readString(file).strip();
      if (!TOKEN.matcher(token).matches()) {
        throw new ModelException(
            file
                + ": must hold one word of at least 16 characters, such as 'openssl rand -hex 20'"
                + " makes");
      }
      return token;
    } catch (IOException e) {
      throw new ModelException(
          file + ": cannot be read (" + e.getClass().getSimpleName() + "); correct the path", e);
    }
  }
}
