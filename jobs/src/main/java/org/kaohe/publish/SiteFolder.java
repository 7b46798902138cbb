package org.kaohe.publish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;

/**
 * The folder of a site while it is written: beside its place, then put there by rename. Whoever
 * opens the site sees the old release or the new one, never half of each.
 */
final class SiteFolder {
  /** In every folder that we wrote, and in no other: what lacks it is never removed. */
  static final String MARK = "release.json";

  private final Path site;
  private final Path next;
  private final Path previous;
  private int files;
  private long bytes;

  private SiteFolder(Path site) {
    this.site = site.toAbsolutePath().normalize();
    String name = this.site.getFileName().toString();
    this.next = this.site.resolveSibling("." + name + ".next");
    this.previous = this.site.resolveSibling("." + name + ".previous");
  }

  /**
   * Starts a new folder; what an interrupted publication left is put right first.
   *
   * @throws KaoheException K5001 when the place is taken by something that is no site
   */
  static SiteFolder start(Path site) {
    SiteFolder folder = new SiteFolder(site);
    try {
      Files.createDirectories(folder.site.getParent());
      if (Files.exists(folder.site) && !replaceable(folder.site)) {
        throw new KaoheException(
            ErrorCode.SITE_TAKEN,
            "%s holds files that are not a published page; replacing it would lose them. Empty it, or set `site:` in conf/project.yaml to another folder."
                .formatted(folder.site));
      }
      if (!Files.exists(folder.site) && Files.exists(folder.previous)) {
        // Stopped between the two renames: the old release is the one that readers had.
        Files.move(folder.previous, folder.site, StandardCopyOption.ATOMIC_MOVE);
      }
      remove(folder.next);
      remove(folder.previous);
      Files.createDirectories(folder.next);
      return folder;
    } catch (IOException e) {
      throw folder.unwritable(e);
    }
  }

  private static boolean replaceable(Path site) throws IOException {
    if (!Files.isDirectory(site)) {
      return false;
    }
    try (Stream<Path> content = Files.list(site)) {
      return content.findAny().isEmpty() || Files.exists(site.resolve(MARK));
    }
  }

  void write(String file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  void write(String file, byte[] content) {
    try {
      Path path = next.resolve(file);
      Files.createDirectories(path.getParent());
      Files.write(path, content);
      files++;
      bytes += content.length;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  int files() {
    return files;
  }

  long bytes() {
    return bytes;
  }

  /** Puts the new folder in its place and removes the old one. */
  Path release() {
    try {
      if (Files.exists(site)) {
        Files.move(site, previous, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(next, site, StandardCopyOption.ATOMIC_MOVE);
      remove(previous);
      return site;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private KaoheException unwritable(IOException e) {
    return new KaoheException(
        ErrorCode.SITE_UNWRITABLE,
        "The page could not be written to %s (%s); the one that was there still stands. Make room or mend the permissions, then publish again."
            .formatted(site, e),
        e);
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> content = Files.walk(folder)) {
      List<Path> deepestFirst = content.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    }
  }
}
