package dev.sluice.edge.config;

import dev.sluice.config.ConfigEntry;
import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.Uplink;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A checked configuration, and how to read the policy that it names, once and again. */
public final class EdgeConfigFile {
  private static final String SCHEMA = "/schema/edge.schema.json";

  private final Path path;
  private final List<String> overrides;
  private final ConfigFile source;
  private final EdgeConfig config;

  private EdgeConfigFile(Path path, List<String> overrides, ConfigFile source, EdgeConfig config) {
    this.path = path;
    this.overrides = List.copyOf(overrides);
    this.source = source;
    this.config = config;
  }

  /**
   * @param overrides such as {@code listener.port=1884}, and those of the policy, such as {@code
   *     policy.placement=edge-only}
   * @throws ConfigException one line per fault
   */
  public static EdgeConfigFile load(Path path, List<String> overrides) throws ConfigException {
    List<String> own = overrides.stream().filter(each -> !isOfPolicy(each)).toList();
    ConfigFile file = ConfigFile.load(path, SCHEMA, own);
    EdgeConfig config = file.as(EdgeConfig.class);
    new EdgeConfigCheck(file, config).run();
    return new EdgeConfigFile(path, overrides, file, config);
  }

  private static boolean isOfPolicy(String override) {
    return override.startsWith(PolicyFile.OVERRIDE);
  }

  public EdgeConfig config() {
    return config;
  }

  public Path path() {
    return path;
  }

  /**
   * The same file with the same overrides, as it is written now.
   *
   * @throws ConfigException one line per fault
   */
  public EdgeConfigFile readAgain() throws ConfigException {
    return load(path, overrides);
  }

  /** A fault that shows only beside what runs; see {@link ConfigFile#fault(String, String)}. */
  public ConfigException fault(String field, String what) {
    return source.fault(field, what);
  }

  /** Fields that the two say differently, and that a running node does not take. */
  public List<String> waitingForStart(EdgeConfigFile running) {
    Map<String, String> before = contents(running);
    Map<String, String> after = contents(this);
    Set<String> fields = new TreeSet<>(before.keySet());
    fields.addAll(after.keySet());
    fields.removeIf(field -> Objects.equals(before.get(field), after.get(field)));
    return fields.stream().filter(field -> !EdgeKind.isTaken(field)).toList();
  }

  private static Map<String, String> contents(EdgeConfigFile file) {
    return file.source.entries().stream()
        .collect(Collectors.toMap(ConfigEntry::field, ConfigEntry::content));
  }

  /**
   * Reads the policy as it is written now.
   *
   * @throws ConfigException one line per fault
   */
  public PolicyFile policy() throws ConfigException {
    Uplink uplink = config.uplink().enabled() ? Uplink.ENABLED : Uplink.DISABLED;
    return config.policy().isPresent()
        ? PolicyFile.load(config.policy().get(), overrides, uplink)
        : PolicyFile.empty(path, overrides, uplink);
  }
}
