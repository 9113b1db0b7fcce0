package dev.sluice.target.backbone;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A kind of backbone, such as {@code kafka}: named in {@code META-INF/services} of its module. */
public interface BackboneKind {
  /** What the configuration calls it. */
  String name();

  /**
   * Makes a backbone; the engine need not be there yet.
   *
   * @param settings of this kind
   * @param streams that are used; those that are not there are made before anything is put
   * @throws IllegalArgumentException in one line that names the setting, for what cannot be used
   */
  Backbone open(Map<String, String> settings, List<String> streams);

  /**
   * Asks the engine once, and waits for its answer; changes nothing there.
   *
   * @param settings of this kind
   * @return why it does not answer, in one line; empty when it does
   * @throws IllegalArgumentException as {@link #open}
   */
  Optional<String> away(Map<String, String> settings);
}
