package dev.sluice.edge.admin;

import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Answers only requests that name this machine: a page from elsewhere that has its own name
 * resolved to 127.0.0.1 (DNS rebinding) must not read the status through a browser here.
 */
final class LocalHosts {
  private static final Set<String> NAMES = Set.of("localhost", "::1", "[::1]");
  private static final int MISDIRECTED = 421;

  private LocalHosts() {}

  static void check(RoutingContext context) {
    HostAndPort authority = context.request().authority();
    if (authority != null && isLocal(authority.host())) {
      context.next();
    } else {
      context.response().setStatusCode(MISDIRECTED).end("use localhost or 127.0.0.1\n");
    }
  }

  static boolean isLocal(String host) {
    return NAMES.contains(host) || host.matches("127(\\.[0-9]{1,3}){3}");
  }
}
