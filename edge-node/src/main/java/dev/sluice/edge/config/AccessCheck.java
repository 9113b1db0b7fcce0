package dev.sluice.edge.config;

import dev.sluice.config.ConfigFile;
import dev.sluice.edge.config.EdgeConfig.Listener;
import dev.sluice.edge.config.TlsConfig.ClientCertificates;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Sees to it that nothing beyond this machine is open to who proves nothing. */
final class AccessCheck {
  private final ConfigFile file;
  private final EdgeConfig config;
  private final AccessConfig access;

  AccessCheck(ConfigFile file, EdgeConfig config) {
    this.file = file;
    this.config = config;
    this.access = config.access();
  }

  /**
   * @param fault takes a field and what is wrong with it
   */
  void run(BiConsumer<String, String> fault) {
    if (config.listeners().isPresent() && file.says("listener")) {
      fault.accept("listener", "cannot be given beside listeners: make it one of them");
    }
    List<Listener> listeners = config.allListeners();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < listeners.size(); i++) {
      String at = config.fieldOf(i);
      check(at, listeners.get(i), fault);
      if (!names.add(listeners.get(i).label())) {
        fault.accept(
            at + ".name", "'%s' is another listener's too".formatted(listeners.get(i).label()));
      }
    }
    checkCertificates(listeners, fault);
    checkAdmin(fault);
  }

  private void check(String at, Listener listener, BiConsumer<String, String> fault) {
    listener
        .tls()
        .filter(tls -> tls.clientCertificates() != ClientCertificates.NONE)
        .filter(tls -> tls.clientCa().isEmpty())
        .ifPresent(
            tls ->
                fault.accept(
                    at + ".tls.client-certificates",
                    "needs client-ca: the authorities whose certificates are taken"));
    if (listener.isLocal()) {
      return;
    }
    if (!asks(listener)) {
      fault.accept(
          at + ".host",
          "is no loopback address, so clients have to prove who they are: set access.users,"
              + " access.jwt or access.certificates, or use 127.0.0.1 (found '%s')"
                  .formatted(listener.host()));
    } else if (access.acl().isEmpty()) {
      fault.accept(
          at + ".host",
          "is no loopback address, so access.acl has to say what clients may do (found '%s')"
              .formatted(listener.host()));
    }
    if (listener.anonymous().orElse(false)) {
      fault.accept(at + ".anonymous", "is for loopback addresses only");
    }
  }

  private boolean asks(Listener listener) {
    boolean certified =
        access.certificates().isPresent()
            && listener
                .tls()
                .filter(tls -> tls.clientCertificates() != ClientCertificates.NONE)
                .isPresent();
    return access.users().isPresent() || access.jwt().isPresent() || certified;
  }

  private void checkCertificates(List<Listener> listeners, BiConsumer<String, String> fault) {
    boolean asked =
        listeners.stream()
            .flatMap(listener -> listener.tls().stream())
            .anyMatch(tls -> tls.clientCertificates() != ClientCertificates.NONE);
    if (access.certificates().isPresent() && !asked) {
      fault.accept(
          "access.certificates",
          "needs a listener that asks for them: tls.client-certificates: required or optional");
    }
  }

  private void checkAdmin(BiConsumer<String, String> fault) {
    EdgeConfig.Admin admin = config.admin();
    if (!admin.isLocal() && admin.tokenFile().isEmpty()) {
      fault.accept(
          "admin.host",
          "is no loopback address, so callers have to know a token: set admin.token-file, or use"
              + " 127.0.0.1 (found '%s')".formatted(admin.host()));
    }
  }
}
