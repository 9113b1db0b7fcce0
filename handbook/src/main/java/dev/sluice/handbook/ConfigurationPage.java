package dev.sluice.handbook;

import dev.sluice.config.ConfigField;
import java.util.List;

/** The configuration reference: every key of every file, as the schemas say it. */
final class ConfigurationPage {
  private record File(String schema, String title, String example) {}

  private static final List<File> FILES =
      List.of(
          new File("edge", "Edge node", "edge.yaml"),
          new File("policy", "Policy: routes and placement", "policy.yaml"),
          new File("acl", "Access rules", "conformance.acl.yaml"),
          new File("cloud", "Cloud bridge", "cloud.yaml"),
          new File("sim", "Simulated devices", "sim.yaml"));

  private static final String HEAD =
      """
      # Configuration, key by key

      Written by `./sluice handbook configuration` from the JSON Schemas that the programs check their files with
      (`config/src/main/resources/schema/`); a test fails when it is stale. Do not edit it.

      `*` stands for each item of a list, `<name>` for a name of your choice. Durations are `250ms`, `10s`, `5m`, `2h`; sizes `64KB`,
      `8MB`; paths are relative to the file that names them. Any key can be set at the start too: `--set listener.port=1884`.
      `./sluice config check FILE` finds every fault before a program does; `./sluice config show FILE` says what is in force.
      """;

  private ConfigurationPage() {}

  static String text() {
    StringBuilder text = new StringBuilder(HEAD);
    for (File file : FILES) {
      text.append(
          "\n## %s\n\nAn example: [config/%s](../config/%s).\n"
              .formatted(file.title(), file.example(), file.example()));
      text.append("\n| key | what it may be | default | |\n|---|---|---|---|\n");
      ConfigField.ofSchema("/schema/" + file.schema() + ".schema.json")
          .forEach(field -> text.append(row(field)));
    }
    return text.toString();
  }

  private static String row(ConfigField field) {
    String must =
        field.required()
            ? "**must be given**"
            : field.defaultValue().map(ConfigurationPage::code).orElse("-");
    return "| `%s` | %s | %s | %s |\n"
        .formatted(field.key(), cell(field.type()), must, cell(field.description()));
  }

  private static String code(String value) {
    return value.isEmpty() ? "(empty)" : "`" + cell(value) + "`";
  }

  /** A bar would begin another cell. */
  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
