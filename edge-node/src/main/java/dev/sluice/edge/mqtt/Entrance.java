package dev.sluice.edge.mqtt;

import dev.sluice.edge.mqtt.Doorkeeper.Answer;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * The way of a CONNECT past the doorkeeper and back to the event loop. A refusal comes one whole
 * second after the question, or, when the check took longer than that, a whole number of them: so
 * nobody learns from the time how much work it was, which would tell whether a name is known, and
 * guesses cost time.
 */
final class Entrance {
  static final Duration REFUSAL_TIME = Duration.ofSeconds(1);

  private final Doorkeeper keeper;

  Entrance(Doorkeeper keeper) {
    this.keeper = keeper;
  }

  /**
   * @param answer called once, on the channel's event loop, at once or later
   */
  void ask(
      Channel channel,
      Optional<String> userName,
      Optional<byte[]> password,
      Consumer<Answer> answer) {
    long beganNanos = System.nanoTime();
    Arrival arrival = new Arrival(addressOf(channel), userName, password, certificatesOf(channel));
    keeper.ask(arrival, given -> deliver(channel, beganNanos, given, answer));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // It answers, or its channel is gone.
  private static void deliver(
      Channel channel, long beganNanos, Answer given, Consumer<Answer> answer) {
    if (given instanceof Answer.Refused) {
      long wait = refusalWait(System.nanoTime() - beganNanos);
      channel.eventLoop().schedule(() -> answer.accept(given), wait, TimeUnit.NANOSECONDS);
    } else if (channel.eventLoop().inEventLoop()) {
      answer.accept(given);
    } else {
      channel.eventLoop().execute(() -> answer.accept(given));
    }
  }

  /** What is left of the second that has begun. */
  static long refusalWait(long passedNanos) {
    long second = REFUSAL_TIME.toNanos();
    return second - passedNanos % second;
  }

  private static InetAddress addressOf(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress remote
        ? remote.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  private static List<X509Certificate> certificatesOf(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      return List.of();
    }
    try {
      Certificate[] chain = tls.engine().getSession().getPeerCertificates();
      return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
    } catch (SSLPeerUnverifiedException gaveNone) {
      return List.of();
    }
  }
}
