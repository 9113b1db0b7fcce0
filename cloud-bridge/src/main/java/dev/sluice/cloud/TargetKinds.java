package dev.sluice.cloud;

import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.cloud.target.Selection;
import dev.sluice.target.Target;
import dev.sluice.target.TargetKind;
import java.util.List;
import java.util.ServiceLoader;

/** Makes targets of what the configuration says, by the modules that are on the class path. */
final class TargetKinds {
  private TargetKinds() {}

  /**
   * @throws StartException for a kind that is not installed, or a setting that it does not take
   */
  static Target open(String name, CloudConfig.Target said) throws StartException {
    TargetKind kind = find(name, said);
    try {
      return kind.open(said.settings());
    } catch (IllegalArgumentException e) {
      String[] parts = e.getMessage().split(": ", 2);
      String field = "targets." + name + ".settings";
      throw parts.length == 2
          ? StartException.of(field + "." + parts[0], parts[1])
          : StartException.of(field, e.getMessage());
    }
  }

  private static TargetKind find(String name, CloudConfig.Target said) throws StartException {
    List<TargetKind> kinds =
        ServiceLoader.load(TargetKind.class).stream().map(ServiceLoader.Provider::get).toList();
    return kinds.stream()
        .filter(found -> found.name().equals(said.kind()))
        .findFirst()
        .orElseThrow(() -> StartException.of("targets." + name + ".kind", missing(said, kinds)));
  }

  private static String missing(CloudConfig.Target said, List<TargetKind> kinds) {
    List<String> names = kinds.stream().map(TargetKind::name).sorted().toList();
    return "%s is not installed; %s"
        .formatted(
            said.kind(),
            names.isEmpty()
                ? "put the jar of its module and its libraries on the class path"
                : "choose one of " + names + ", or put the jar of its module on the class path");
  }

  /**
   * @throws StartException for a filter or template that is none
   */
  static Selection selection(String name, CloudConfig.Target said) throws StartException {
    String at = "targets." + name;
    for (int i = 0; i < said.topics().size(); i++) {
      String filter = said.topics().get(i);
      check(at + ".topics." + i, () -> Selection.requireFilter(filter));
    }
    check(at + ".key", () -> Selection.requireTemplate(said.key()));
    check(at + ".stream", () -> Selection.requireTemplate(said.stream()));
    return new Selection(said.topics(), said.key(), said.stream());
  }

  private static void check(String field, Runnable rule) throws StartException {
    try {
      rule.run();
    } catch (IllegalArgumentException e) {
      throw StartException.of(field, e.getMessage());
    }
  }
}
