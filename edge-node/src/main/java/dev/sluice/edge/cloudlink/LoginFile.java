package dev.sluice.edge.cloudlink;

import dev.sluice.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that holds the password of a login and nothing else. */
public final class LoginFile {
  private LoginFile() {}

  /**
   * @throws ConfigException in one line, without what is in the file
   */
  public static Way.Login read(String username, Path file) throws ConfigException {
    try {
      String password = Files.readString(file).strip();
      if (password.isEmpty() || password.contains("\n")) {
        throw new ConfigException(
            file + ": must hold the password of uplink.login on one line, and nothing else");
      }
      return new Way.Login(username, password);
    } catch (IOException e) {
      throw new ConfigException(
          file
              + ": cannot be read ("
              + e.getClass().getSimpleName()
              + "); correct uplink.login.password-file");
    }
  }
}
