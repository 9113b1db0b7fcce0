package dev.sluice.bench.load;

import dev.sluice.bench.wire.PacketScanner;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;

/**
 * One socket of the generator: bytes gathered for one write, and the piece of a packet left over.
 */
final class Connection {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel channel;
  private final SelectionKey key;
  private final Client client;
  private final Queue<Connection> dirty;
  private ByteBuffer out;
  private ByteBuffer leftOver = NOTHING;
  private boolean isDirty;

  /**
   * The socket takes nothing for now: to try again for each message costs as much as to send it.
   */
  private boolean isFull;

  private Connection(
      SocketChannel channel, Selector selector, Client client, Queue<Connection> dirty)
      throws IOException {
    this.channel = channel;
    this.client = client;
    this.dirty = dirty;
    this.out = ByteBuffer.allocateDirect(client.outBytes());
    this.key = channel.register(selector, SelectionKey.OP_CONNECT, this);
  }

  /**
   * Starts to connect; the client is told when it is done.
   *
   * @param dirty where the connection queues when it has something to write
   */
  static Connection open(
      Selector selector,
      InetSocketAddress from,
      InetSocketAddress to,
      Client client,
      Queue<Connection> dirty)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (from.getPort() != 0 || !from.getAddress().isAnyLocalAddress()) {
        channel.bind(from);
      }
      channel.connect(to);
      return new Connection(channel, selector, client, dirty);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Room for that many bytes, which the next flush sends. */
  ByteBuffer out(int bytes) {
    if (out.remaining() < bytes) {
      grow(out.position() + bytes);
    }
    if (!isDirty && !isFull) {
      isDirty = true;
      dirty.add(this);
    }
    return out;
  }

  /** Whether that much can be added without growing. */
  boolean hasRoom(int bytes) {
    return out.remaining() >= bytes;
  }

  private void grow(int bytes) {
    ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(bytes, out.capacity() * 2));
    out.flip();
    larger.put(out);
    out = larger;
  }

  void onReady(ByteBuffer in) throws IOException, LoadException {
    if (key.isConnectable()) {
      channel.finishConnect();
      key.interestOps(SelectionKey.OP_READ);
      client.connected();
      return;
    }
    if (key.isReadable()) {
      read(in);
    }
    if (key.isValid() && key.isWritable()) {
      key.interestOps(SelectionKey.OP_READ);
      isFull = false;
      flush();
      client.writable();
    }
  }

  private void read(ByteBuffer in) throws IOException, LoadException {
    in.clear();
    in.put(leftOver);
    if (channel.read(in) < 0) {
      throw new LoadException("the broker closed the connection of " + client.id());
    }
    in.flip();
    PacketScanner.scan(in, client);
    keep(in);
  }

  private void keep(ByteBuffer rest) {
    if (!rest.hasRemaining()) {
      leftOver = NOTHING;
      return;
    }
    leftOver = ByteBuffer.allocate(rest.remaining()).put(rest).flip();
  }

  void flush() throws IOException {
    isDirty = false;
    out.flip();
    channel.write(out);
    out.compact();
    isFull = out.position() > 0;
    if (isFull) {
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  Client client() {
    return client;
  }

  void close() throws IOException {
    channel.close();
  }
}
