package dev.sluice.edge.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Tells whether a host is this machine only, without asking a name server. */
final class LoopbackHost {
  private LoopbackHost() {}

  static boolean is(String host) {
    return host.equals("localhost") || (isLiteral(host) && isLoopback(host));
  }

  private static boolean isLiteral(String host) {
    return host.contains(":") || host.matches("([0-9]{1,3}\\.){3}[0-9]{1,3}");
  }

  private static boolean isLoopback(String literal) {
    try {
      return InetAddress.getByName(literal).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
