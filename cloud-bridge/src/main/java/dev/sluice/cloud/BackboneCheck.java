package dev.sluice.cloud;

import dev.sluice.cloud.config.BackboneUse;
import dev.sluice.doctor.Finding;
import java.util.List;
import java.util.Optional;

/** Whether the engine of the backbone answers. */
record BackboneCheck(BackboneUse use) {
  private static final String SUBJECT = "backbone";

  /**
   * @throws StartException for a kind or a setting that cannot be used
   */
  List<Finding> run() throws StartException {
    Optional<String> away = OpenBackbone.away(use);
    return List.of(
        away.isEmpty()
            ? Finding.ok(SUBJECT, use.kind(), "it answers")
            : Finding.warning(
                SUBJECT,
                use.kind(),
                away.get(),
                "start it, or correct backbone.settings; requests wait for it"));
  }
}
