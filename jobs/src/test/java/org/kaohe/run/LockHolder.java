package org.kaohe.run;

import java.nio.file.Path;
import java.time.Clock;
import org.kaohe.error.KaoheException;

/** A process that takes a lock, says so, and holds it until it is killed or its input ends. */
public final class LockHolder {
  private LockHolder() {}

  public static void main(String[] args) throws Exception {
    try (RunLock lock = RunLock.acquire(Path.of(args[0]), args[1], Clock.systemUTC())) {
      System.out.println("held");
      System.in.read();
      lock.check();
    } catch (KaoheException e) {
      System.out.println(e.code());
    }
  }
}
