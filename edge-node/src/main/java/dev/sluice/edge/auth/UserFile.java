package dev.sluice.edge.auth;

import dev.sluice.config.ConfigException;
import dev.sluice.program.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The password file, to be changed: one line at a time, comments and all other lines kept, swapped
 * in as a whole. A running node takes the change by itself.
 */
public final class UserFile {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
  private static final int RANDOM_BYTES = 15;

  private final Path file;
  private final SecureRandom random;

  public UserFile(Path file, SecureRandom random) {
    this.file = file;
    this.random = random;
  }

  /** In the file's order. */
  public Collection<User> list() throws ConfigException {
    return Users.load(file).all();
  }

  /**
   * @return the password, 120 random bits, which is written nowhere
   * @throws ConfigException when the name is taken or no name, or the file is faulty
   */
  public String addWithRandomPassword(String name, Set<String> roles) throws ConfigException {
    String password = randomPassword();
    add(new User(name, roles, Optional.of(hash(password, PasswordHash.Cost.RANDOM))));
    return password;
  }

  /**
   * For a client that comes with a certificate.
   *
   * @throws ConfigException when the name is taken or no name, or the file is faulty
   */
  public void addWithoutPassword(String name, Set<String> roles) throws ConfigException {
    add(new User(name, roles, Optional.empty()));
  }

  /**
   * @param password thought up by somebody, hence hashed slowly
   * @throws ConfigException when nobody has that name, or the file is faulty
   */
  public void setPassword(String name, String password) throws ConfigException {
    replacePassword(name, hash(password, PasswordHash.Cost.CHOSEN));
  }

  /**
   * @return the new password, which is written nowhere
   * @throws ConfigException when nobody has that name, or the file is faulty
   */
  public String setRandomPassword(String name) throws ConfigException {
    String password = randomPassword();
    replacePassword(name, hash(password, PasswordHash.Cost.RANDOM));
    return password;
  }

  /**
   * @throws ConfigException when nobody has that name, or the file is faulty
   */
  public void remove(String name) throws ConfigException {
    require(name);
    write(lines().stream().filter(line -> !isOf(name, line)).toList());
  }

  private void add(User user) throws ConfigException {
    if (!NAME.matcher(user.name()).matches()) {
      throw new ConfigException(
          "'%s' is no name: 1 to 64 letters, digits, '_', '.' or '-', not first a mark"
              .formatted(user.name()));
    }
    if (Users.load(file).find(user.name()).isPresent()) {
      throw new ConfigException(
          "'%s' stands in %s already; remove it first, or change its password"
              .formatted(user.name(), file));
    }
    List<String> lines = new ArrayList<>(lines());
    lines.add(Users.line(user));
    write(lines);
  }

  private void replacePassword(String name, PasswordHash hash) throws ConfigException {
    User user = require(name);
    String changed = Users.line(new User(name, user.roles(), Optional.of(hash)));
    write(lines().stream().map(line -> isOf(name, line) ? changed : line).toList());
  }

  private User require(String name) throws ConfigException {
    return Users.load(file)
        .find(name)
        .orElseThrow(() -> new ConfigException("'%s' is not in %s".formatted(name, file)));
  }

  private static boolean isOf(String name, String line) {
    return Users.parse(line.strip()).filter(user -> user.name().equals(name)).isPresent();
  }

  private String randomPassword() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private PasswordHash hash(String password, PasswordHash.Cost cost) {
    byte[] salt = new byte[PasswordHash.SALT_BYTES];
    random.nextBytes(salt);
    return PasswordHash.of(password.getBytes(StandardCharsets.UTF_8), salt, cost);
  }

  private List<String> lines() throws ConfigException {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw unusable("read", e);
    }
  }

  private void write(List<String> lines) throws ConfigException {
    try {
      PrivateFile.write(file, String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw unusable("written", e);
    }
  }

  private ConfigException unusable(String verb, IOException e) {
    return new ConfigException(
        "%s: cannot be %s (%s)".formatted(file, verb, e.getClass().getSimpleName()));
  }
}
