package dev.sluice.edge;

import java.util.Optional;

/** The version of this program, from its jar. */
final class Version {
  static final String STRING =
      Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
          .orElse("unpackaged");

  private Version() {}
}
