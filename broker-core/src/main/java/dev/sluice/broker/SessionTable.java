package dev.sluice.broker;

import dev.sluice.mqtt.ClientId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All sessions by Client Identifier and all connections by their id. */
final class SessionTable {
  private final Map<ClientId, Session> sessions = new LinkedHashMap<>();
  private final Map<ConnectionId, Connection> connections = new HashMap<>();

  Optional<Session> session(ClientId clientId) {
    return Optional.ofNullable(sessions.get(clientId));
  }

  Optional<Connection> connection(ConnectionId id) {
    return Optional.ofNullable(connections.get(id));
  }

  void add(Session session) {
    sessions.put(session.clientId(), session);
  }

  void add(Connection connection) {
    connections.put(connection.id(), connection);
  }

  void remove(Session session) {
    sessions.remove(session.clientId(), session);
  }

  void remove(Connection connection) {
    connections.remove(connection.id());
  }

  int sessionCount() {
    return sessions.size();
  }

  int connectionCount() {
    return connections.size();
  }

  /** A copy, in the order the sessions were made. */
  Collection<Session> sessions() {
    return List.copyOf(sessions.values());
  }
}
