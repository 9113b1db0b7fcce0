package dev.sluice.edge;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** By which names and addresses other machines may know this one, as far as it knows itself. */
final class LocalNames {
  private LocalNames() {}

  /** The best first; never empty. */
  static List<String> all() {
    Set<String> names = new LinkedHashSet<>();
    String host = host();
    if (!host.equals("localhost")) {
      names.add(host);
      if (host.indexOf('.') < 0) {
        names.add(host + ".local");
      }
    }
    // Without the name of the interface, which means nothing elsewhere.
    addresses().forEach(address -> names.add(address.getHostAddress().replaceAll("%.*", "")));
    names.addAll(List.of("localhost", "127.0.0.1", "::1"));
    return List.copyOf(names);
  }

  /** Its host name, or localhost. */
  static String host() {
    try {
      String name = InetAddress.getLocalHost().getHostName();
      return name.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,62}") ? name : "localhost";
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static List<InetAddress> addresses() {
    List<InetAddress> found = new ArrayList<>();
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .forEach(found::add);
    } catch (SocketException e) {
      // Then it is known by its name only.
    }
    return found;
  }
}
