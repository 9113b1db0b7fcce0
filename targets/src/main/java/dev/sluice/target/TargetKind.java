package dev.sluice.target;

import java.util.Map;

/** A kind of engine, such as {@code redis}: named in {@code META-INF/services} of its module. */
public interface TargetKind {
  /** What the configuration calls it. */
  String name();

  /**
   * Makes a target; the engine need not be there yet.
   *
   * @param settings of this kind
   * @throws IllegalArgumentException in one line that names the setting, for what cannot be used
   */
  Target open(Map<String, String> settings);
}
