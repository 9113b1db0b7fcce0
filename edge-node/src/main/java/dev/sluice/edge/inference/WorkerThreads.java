package dev.sluice.edge.inference;

/** Threads of this package: daemons, so that a stuck model cannot keep the process from ending. */
final class WorkerThreads {
  private WorkerThreads() {}

  static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
