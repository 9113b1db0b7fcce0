package dev.sluice.edge.config;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import java.nio.file.Path;
import java.util.List;

/** A checked configuration that still knows its lines, for faults that only its reader can find. */
public final class EdgeConfigFile {
  private static final String SCHEMA = "/schema/edge.schema.json";

  private final ConfigFile file;
  private final EdgeConfig config;

  private EdgeConfigFile(ConfigFile file, EdgeConfig config) {
    this.file = file;
    this.config = config;
  }

  /**
   * @param overrides such as {@code listener.port=1884}
   * @throws ConfigException one line per fault
   */
  public static EdgeConfigFile load(Path path, List<String> overrides) throws ConfigException {
    ConfigFile file = ConfigFile.load(path, SCHEMA, overrides);
    EdgeConfig config = file.as(EdgeConfig.class);
    new EdgeConfigCheck(file, config).run();
    return new EdgeConfigFile(file, config);
  }

  public EdgeConfig config() {
    return config;
  }

  /**
   * @param field such as {@code routes.0.model}
   * @param what is wrong with it and what to do
   */
  public ConfigException fault(String field, String what) {
    return file.fault(field, what);
  }
}
