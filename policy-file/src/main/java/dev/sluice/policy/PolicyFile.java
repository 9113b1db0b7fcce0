package dev.sluice.policy;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import java.nio.file.Path;
import java.util.List;

/** A checked policy that still knows its lines, for faults that only its reader can find. */
public final class PolicyFile {
  private static final String SCHEMA = "/schema/policy.schema.json";

  /** What overrides of a policy's values begin with where they stand beside others. */
  public static final String OVERRIDE = "policy.";

  private final ConfigFile file;
  private final PolicyConfig config;
  private final List<RouteGuards> guards;

  private PolicyFile(ConfigFile file, Uplink uplink) throws ConfigException {
    this.file = file;
    this.config = file.as(PolicyConfig.class);
    PolicyCheck check = new PolicyCheck(file, config, uplink);
    this.guards = check.run();
  }

  /**
   * @param overrides such as {@code policy.placement=edge-only}
   * @throws ConfigException one line per fault
   */
  public static PolicyFile load(Path path, List<String> overrides, Uplink uplink)
      throws ConfigException {
    return new PolicyFile(ConfigFile.loadBelow(OVERRIDE, path, SCHEMA, overrides), uplink);
  }

  /**
   * The policy of a node that names no file: no routes, and the defaults.
   *
   * @param named what faults name as their file
   */
  public static PolicyFile empty(Path named, List<String> overrides, Uplink uplink)
      throws ConfigException {
    return new PolicyFile(ConfigFile.emptyBelow(OVERRIDE, named, SCHEMA, overrides), uplink);
  }

  public PolicyConfig config() {
    return config;
  }

  /** What each route asks of its messages, in the order of the routes. */
  public List<RouteGuards> guards() {
    return guards;
  }

  /**
   * @param field such as {@code routes.0.model}
   * @param what is wrong with it and what to do
   */
  public ConfigException fault(String field, String what) {
    return file.fault(field, what);
  }
}
