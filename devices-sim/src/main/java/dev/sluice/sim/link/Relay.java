package dev.sluice.sim.link;

import io.netty.channel.ChannelOption;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.Optional;

/** One proxied connection: the accepted socket, the one to the target, and a pipe each way. */
final class Relay {
  /** The far side of a relay that has reached its target. */
  private record Far(NetSocket socket, Pipe up, Pipe down) {}

  private final NetSocket accepted;
  private final Runnable onGone;
  private Optional<Far> far = Optional.empty();
  private int openSockets = 1;

  /**
   * @param onGone called once, when the last socket has closed
   */
  Relay(NetSocket accepted, Runnable onGone) {
    this.accepted = accepted;
    this.onGone = onGone;
    // What arrives before the target answers stays in the kernel.
    accepted.pause();
    track(accepted);
  }

  void join(NetSocket target, Pipe up, Pipe down) {
    if (openSockets == 0) {
      target.close();
      return;
    }
    openSockets++;
    track(target);
    far = Optional.of(new Far(target, up, down));
    up.open();
    down.open();
  }

  NetSocket accepted() {
    return accepted;
  }

  boolean isJoined() {
    return far.isPresent();
  }

  void freeze() {
    far.ifPresent(
        there -> {
          there.up().freeze();
          there.down().freeze();
        });
  }

  void thaw() {
    far.ifPresent(
        there -> {
          there.up().thaw();
          there.down().thaw();
        });
  }

  /** Cuts both sides hard: unsent bytes are gone and the peers see a reset. */
  void reset() {
    reset(accepted);
    far.ifPresent(there -> reset(there.socket()));
  }

  private void track(NetSocket socket) {
    // A peer's reset is followed by the close, and ordinary here.
    socket.exceptionHandler(reset -> {});
    socket.closeHandler(closed -> onSocketClosed());
  }

  private void onSocketClosed() {
    if (--openSockets == 0) {
      onGone.run();
    }
  }

  /** A socket that lingers for no time sends RST instead of FIN. */
  private static void reset(NetSocket socket) {
    ((NetSocketInternal) socket)
        .channelHandlerContext()
        .channel()
        .config()
        .setOption(ChannelOption.SO_LINGER, 0);
    socket.close();
  }
}
