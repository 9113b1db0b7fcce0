package dev.sluice.inference.trial;

import java.lang.reflect.Field;

/**
 * A child that native code really crashes: it writes to address 0. By reflection, for the compiler
 * warns of what it does here on purpose.
 */
public final class CrashingTrial {
  private CrashingTrial() {}

  /** Does not return. */
  public static void main(String[] args) throws ReflectiveOperationException {
    Class<?> memory = Class.forName("sun.misc.Unsafe");
    Field only = memory.getDeclaredField("theUnsafe");
    only.setAccessible(true);
    memory.getMethod("putAddress", long.class, long.class).invoke(only.get(null), 0L, 0L);
  }
}
