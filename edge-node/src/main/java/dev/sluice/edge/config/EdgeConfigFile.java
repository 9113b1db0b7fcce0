package dev.sluice.edge.config;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.Uplink;
import java.nio.file.Path;
import java.util.List;

/** A checked configuration, and how to read the policy that it names, once and again. */
public final class EdgeConfigFile {
  private static final String SCHEMA = "/schema/edge.schema.json";

  private final Path path;
  private final List<String> overrides;
  private final EdgeConfig config;

  private EdgeConfigFile(Path path, List<String> overrides, EdgeConfig config) {
    this.path = path;
    this.overrides = List.copyOf(overrides);
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
    return new EdgeConfigFile(path, overrides, config);
  }

  private static boolean isOfPolicy(String override) {
    return override.startsWith(PolicyFile.OVERRIDE);
  }

  public EdgeConfig config() {
    return config;
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
