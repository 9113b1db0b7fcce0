package dev.sluice.target.redis;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Connections to one Redis, in the clear or by TLS. */
record RedisSockets(RedisSettings settings) implements JedisSocketFactory {
  @Override
  public Socket createSocket() {
    int millis = (int) settings.timeout().toMillis();
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(settings.host(), settings.port()), millis);
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.setSoTimeout(millis);
      return settings.tls().isPresent() ? secured(socket, settings.tls().get()) : socket;
    } catch (IOException e) {
      close(socket);
      throw new JedisConnectionException(settings + ": " + e.getMessage(), e);
    }
  }

  /** The certificate has to be of the host that was asked for (RFC 6125). */
  private Socket secured(Socket plain, SSLContext tls) throws IOException {
    var socket =
        (SSLSocket)
            tls.getSocketFactory().createSocket(plain, settings.host(), settings.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It never was open.
    }
  }
}
