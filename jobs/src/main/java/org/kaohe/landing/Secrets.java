package org.kaohe.landing;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of pseudonyms, in the memory of the driver under random names. Options of a source are
 * written into plans, pages and event logs; the names that stand there tell nothing. Tasks get the
 * key with the reader that they are sent.
 */
final class Secrets {
  private static final Map<ByteBuffer, String> HANDLES = new ConcurrentHashMap<>();
  private static final Map<String, byte[]> KEYS = new ConcurrentHashMap<>();

  private Secrets() {}

  /** The name of a key, always the same for the same one. */
  static String handle(byte[] key) {
    return HANDLES.computeIfAbsent(
        ByteBuffer.wrap(key.clone()),
        k -> {
          String handle = UUID.randomUUID().toString();
          KEYS.put(handle, key.clone());
          return handle;
        });
  }

  /** The key of a name. */
  static byte[] of(String handle) {
    return Objects.requireNonNull(KEYS.get(handle), "A key lives as long as the process").clone();
  }
}
