package dev.sluice.edge.auth;

import dev.sluice.config.ConfigException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The password file: one user a line, {@code name:roles:hash}, roles divided by commas, {@code !}
 * for a hash when a password is never right. Lines that begin with '#' are comments.
 */
final class Users {
  private static final String NO_PASSWORD = "!";
  private static final int FIELDS = 3;
  private static final int NAME_CHARS_MAX = 256;

  private final Map<String, User> byName;

  private Users(Map<String, User> byName) {
    this.byName = byName;
  }

  /**
   * @throws ConfigException one line per fault: file, line, what to do
   */
  static Users load(Path file) throws ConfigException {
    List<String> lines = lines(file);
    Map<String, User> users = new LinkedHashMap<>();
    List<ConfigException> faults = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Optional<User> user = parse(line);
      String at = file.getFileName() + ":" + (i + 1) + ": ";
      if (user.isEmpty()) {
        faults.add(
            new ConfigException(
                at + "must be name:roles:hash; let './sluice passwd' or 'device add' write it"));
      } else if (users.putIfAbsent(user.get().name(), user.get()) != null) {
        faults.add(new ConfigException(at + "'" + user.get().name() + "' stands here twice"));
      }
    }
    if (!faults.isEmpty()) {
      throw ConfigException.all(faults);
    }
    return new Users(users);
  }

  private static List<String> lines(Path file) throws ConfigException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": no such file; './sluice init' writes one");
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + ": is not UTF-8 text");
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  static Optional<User> parse(String line) {
    String[] fields = line.split(":", -1);
    if (fields.length != FIELDS || !isName(fields[0])) {
      return Optional.empty();
    }
    Set<String> roles = new TreeSet<>(List.of(fields[1].split(",", -1)));
    roles.remove("");
    if (fields[2].equals(NO_PASSWORD)) {
      return Optional.of(new User(fields[0], roles, Optional.empty()));
    }
    return PasswordHash.parse(fields[2]).map(hash -> new User(fields[0], roles, Optional.of(hash)));
  }

  private static boolean isName(String name) {
    return !name.isBlank()
        && name.length() <= NAME_CHARS_MAX
        && name.chars().noneMatch(Character::isISOControl);
  }

  /** As {@link #parse} reads it. */
  static String line(User user) {
    return user.name()
        + ":"
        + String.join(",", new TreeSet<>(user.roles()))
        + ":"
        + user.password().map(PasswordHash::text).orElse(NO_PASSWORD);
  }

  Optional<User> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Collection<User> all() {
    return byName.values();
  }
}
