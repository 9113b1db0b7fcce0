package dev.sluice.edge.cloudlink;

import io.vertx.core.net.ClientOptionsBase;
import java.util.Optional;

/** How the connection is secured; asked before each attempt. Called on the broker loop. */
public interface LinkSecurity {
  /** Not at all. */
  LinkSecurity NONE =
      new LinkSecurity() {
        @Override
        public Optional<String> obstacle() {
          return Optional.empty();
        }

        @Override
        public void secure(ClientOptionsBase options) {}

        @Override
        public String explain(Throwable failure) {
          return String.valueOf(failure.getMessage());
        }
      };

  /** Why an attempt would be in vain, in one line; it is asked again soon. */
  Optional<String> obstacle();

  /** With what is in force now. */
  void secure(ClientOptionsBase options);

  /** What a failed attempt means, in one line. */
  String explain(Throwable failure);
}
