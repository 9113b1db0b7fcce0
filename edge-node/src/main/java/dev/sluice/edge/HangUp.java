package dev.sluice.edge;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP as the wish that files be read again, where the system has that signal and this Java a way
 * to hear it. That way is no part of the standard, hence found by name.
 */
final class HangUp {
  private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

  private HangUp() {}

  /**
   * @param wish run by a thread of the JVM, each time
   */
  static void hear(Runnable wish) {
    InvocationHandler onSignal =
        (self, method, arguments) -> {
          if (method.getName().equals("handle")) {
            wish.run();
          }
          return null;
        };
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object heard =
          Proxy.newProxyInstance(HangUp.class.getClassLoader(), new Class<?>[] {handler}, onSignal);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), heard);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.debug("signal=HUP heard=no cause=\"{}\"", e.toString());
    }
  }
}
