package org.kaohe.error;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a file system refuses, told so that an operator can mend it: a full disk is no error of
 * ours, wherever in a night it strikes.
 */
public final class StorageTrouble {
  private StorageTrouble() {}

  /** Kinds of refusal, by the words of the operating system: of glibc in English and in Chinese. */
  private enum Kind {
    FULL(
        ErrorCode.DISK_FULL,
        List.of("no space left on device", "not enough space", "设备上没有空间", "没有足够的空间"),
        "The disk of %s is full: no space or no inodes are left (df -h and df -i tell which)",
        "Free some or move the workspace to a larger disk"),
    QUOTA(
        ErrorCode.QUOTA_FULL,
        List.of("disk quota exceeded", "超出磁盘限额", "超出磁盘配额", "file too large", "文件过大"),
        "The quota of the disk of %s is used up, or a file may not grow any more (quota and ulimit -f tell which)",
        "Have it raised"),
    READ_ONLY(
        ErrorCode.DISK_READ_ONLY,
        List.of("read-only file system", "只读文件系统"),
        "The disk of %s is mounted read-only",
        "Mount it for writing, and look in the system's log why it was not"),
    FORBIDDEN(
        ErrorCode.FORBIDDEN,
        List.of("permission denied", "operation not permitted", "权限不够", "不允许的操作"),
        "The user that runs the night may not read or write %s",
        "Give the folder back to this user (chown -R), and always run Kaohe as the same one"),
    BROKEN(
        ErrorCode.DISK_BROKEN,
        List.of("input/output error", "stale file handle", "输入/输出错误", "过旧的文件控柄"),
        "The disk of %s gives errors",
        "Have it checked; the system's log tells more"),
    HANDLES(
        ErrorCode.TOO_MANY_FILES,
        List.of("too many open files", "打开的文件过多"),
        "No more files can be opened at once, the last was %s",
        "Raise the limit (ulimit -n 65536)");

    private final ErrorCode code;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> signs;

    private final String what;
    private final String cure;

    Kind(ErrorCode code, List<String> signs, String what, String cure) {
      this.code = code;
      this.signs = signs;
      this.what = what;
      this.cure = cure;
    }
  }

  /**
   * The trouble behind a failure.
   *
   * @param where named when the failure does not say which file it was
   */
  public static Optional<KaoheException> of(Throwable failure, String where) {
    int depth = 0;
    for (Throwable at = failure; at != null && depth++ < 50; at = at.getCause()) {
      if (at instanceof KaoheException) {
        return Optional.empty();
      }
      Optional<Kind> kind = kind(at);
      if (kind.isPresent()) {
        return Optional.of(told(kind.get(), file(at).orElse(where), failure));
      }
    }
    return Optional.empty();
  }

  private static KaoheException told(Kind kind, String file, Throwable failure) {
    return new KaoheException(
        kind.code,
        "%s, so this night's work is not kept; what is released stays as it is. %s, then run: kaohe nightly, which does the work and tells again what this night found."
            .formatted(kind.what.formatted(CleanText.line(file)), kind.cure),
        failure);
  }

  private static Optional<Kind> kind(Throwable failure) {
    if (failure instanceof AccessDeniedException) {
      return Optional.of(Kind.FORBIDDEN);
    }
    // Spark hands on what happened in a task as the text of its own exception.
    if (!(failure instanceof IOException) && !sparks(failure)) {
      return Optional.empty();
    }
    String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    for (Kind kind : Kind.values()) {
      if (kind.signs.stream().anyMatch(text::contains)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private static boolean sparks(Throwable failure) {
    String name = failure.getClass().getName();
    return name.startsWith("org.apache.spark.") || name.startsWith("io.delta.");
  }

  private static Optional<String> file(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof FileSystemException known && known.getFile() != null) {
        return Optional.of(known.getFile());
      }
    }
    return Optional.empty();
  }
}
