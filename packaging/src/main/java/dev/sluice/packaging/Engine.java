package dev.sluice.packaging;

import java.util.Locale;

/** An engine behind the cloud bridge, whose module a package of the bridge may carry. */
enum Engine {
  REDIS,
  KAFKA,
  RABBITMQ;

  /** The Maven module that it is built in. */
  String module() {
    return "target-" + name().toLowerCase(Locale.ROOT);
  }
}
