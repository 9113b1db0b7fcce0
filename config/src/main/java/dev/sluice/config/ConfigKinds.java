package dev.sluice.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of configuration files that are known here, and of which kind a file is. */
public final class ConfigKinds {
  private static final Pattern SCHEMA =
      Pattern.compile("^#.*\\$schema=\\S*?(\\w+)\\.schema\\.json");
  private static final Pattern TOP_KEY = Pattern.compile("^([a-z][a-z-]*):");

  private final List<ConfigKind> all;

  private ConfigKinds(List<ConfigKind> all) {
    this.all = List.copyOf(all);
  }

  /** Those of the programs on the class path. */
  public static ConfigKinds onClassPath() {
    return new ConfigKinds(
        ServiceLoader.load(ConfigKind.class).stream().map(ServiceLoader.Provider::get).toList());
  }

  /**
   * What the user says, else what the file says of its schema, else whose keys it has.
   *
   * @throws ConfigException when there is no such kind, or none has such keys
   */
  public ConfigKind of(Path file, Optional<String> said) throws ConfigException {
    List<String> lines = lines(file);
    Optional<String> name = said.or(() -> schemaOf(lines));
    if (name.isPresent()) {
      return named(name.get())
          .orElseThrow(
              () ->
                  new ConfigException(
                      file + ": '" + name.get() + "' is no kind known here: " + names()));
    }
    return byKeys(lines)
        .orElseThrow(
            () ->
                new ConfigException(
                    file
                        + ": of which kind it is cannot be told; say --as with one of "
                        + names()));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException unreadable) {
      // Its reader will say so in its own words.
      return List.of();
    }
  }

  private Optional<ConfigKind> named(String name) {
    return all.stream().filter(kind -> kind.name().equals(name)).findFirst();
  }

  private String names() {
    return all.stream().map(ConfigKind::name).sorted().collect(Collectors.joining(", "));
  }

  private static Optional<String> schemaOf(List<String> lines) {
    return matches(SCHEMA, lines).findFirst();
  }

  private static Stream<String> matches(Pattern pattern, List<String> lines) {
    return lines.stream().map(pattern::matcher).filter(Matcher::find).map(found -> found.group(1));
  }

  private Optional<ConfigKind> byKeys(List<String> lines) {
    List<String> keys = matches(TOP_KEY, lines).toList();
    ConfigKind best = null;
    long most = 0;
    for (ConfigKind kind : all) {
      List<String> known =
          ConfigFile.defaults(kind.schema()).stream()
              .map(ConfigEntry::field)
              .map(field -> field.replaceAll("\\..*", ""))
              .distinct()
              .toList();
      long fitting = keys.stream().filter(known::contains).count();
      if (fitting > most) {
        most = fitting;
        best = kind;
      }
    }
    return Optional.ofNullable(best);
  }
}
