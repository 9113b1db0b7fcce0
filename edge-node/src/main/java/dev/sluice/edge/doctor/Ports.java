package dev.sluice.edge.doctor;

import dev.sluice.doctor.Finding;
import dev.sluice.edge.config.EdgeConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the node can listen where it shall: each port is taken for a moment and given back. */
public final class Ports implements Check {
  private static final String SUBJECT = "ports";
  private static final int PRIVILEGED_BELOW = 1024;

  private final EdgeConfig config;
  private final RunningNode node;
  private final SocketOwners owners;

  /**
   * @param node whose own ports are in use by right
   */
  public Ports(EdgeConfig config, RunningNode node) {
    this.config = config;
    this.node = node;
    this.owners = new SocketOwners();
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < config.allListeners().size(); i++) {
      EdgeConfig.Listener listener = config.allListeners().get(i);
      findings.add(look(config.fieldOf(i), listener.host(), listener.port()));
    }
    findings.add(look("admin", config.admin().host(), config.admin().port()));
    return findings;
  }

  private Finding look(String field, String host, int port) {
    String where = host + ":" + port;
    Optional<InetAddress> address = address(host);
    if (address.isEmpty()) {
      return Finding.fault(
          SUBJECT, where, "there is no such host", "correct %s.host".formatted(field));
    }
    if (port == 0) {
      return Finding.ok(SUBJECT, where, "any free port");
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address.get(), port));
      return Finding.ok(SUBJECT, where, "free");
    } catch (IOException e) {
      return refused(field, where, port, String.valueOf(e.getMessage()));
    }
  }

  private Finding refused(String field, String where, int port, String why) {
    if (why.contains("Permission denied")) {
      return Finding.fault(
          SUBJECT,
          where,
          "ports below %d are for privileged processes".formatted(PRIVILEGED_BELOW),
          "sysctl net.ipv4.ip_unprivileged_port_start=%d, or set %s.port to 1024 or more"
              .formatted(port, field));
    }
    if (why.contains("assign requested address")) {
      return Finding.fault(
          SUBJECT,
          where,
          "is no address of this machine",
          "set %s.host to one of 'ip -brief address', or to 0.0.0.0".formatted(field));
    }
    return inUse(field, where, port);
  }

  private Finding inUse(String field, String where, int port) {
    Optional<SocketOwners.Owner> owner = owners.of(port);
    if (owner.isPresent() && node.pid().equals(owner.map(SocketOwners.Owner::pid))) {
      return Finding.ok(SUBJECT, where, "served by this node, process " + owner.get().pid());
    }
    String another = "set %s.port to a free one".formatted(field);
    return owner
        .map(
            by ->
                Finding.fault(
                    SUBJECT,
                    where,
                    "in use by process %d (%s)".formatted(by.pid(), by.name()),
                    "kill %d, or %s".formatted(by.pid(), another)))
        .orElseGet(
            () ->
                Finding.fault(
                    SUBJECT,
                    where,
                    "in use by a process of another user",
                    "sudo ss -ltnp 'sport = :%d' names it; stop it, or %s"
                        .formatted(port, another)));
  }

  private static Optional<InetAddress> address(String host) {
    try {
      return Optional.of(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
