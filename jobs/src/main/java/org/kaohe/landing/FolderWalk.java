package org.kaohe.landing;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.kaohe.config.Contract;
import org.kaohe.landing.Listing.Kind;

/**
 * Looks through the landing folder and reads no file. What can't be looked at is a listing of its
 * own kind, so that it is a finding of its dataset and stops nobody else.
 */
final class FolderWalk {
  /** Opens a folder: whoever runs the tests may open every folder there is. */
  interface Opener {
    DirectoryStream<Path> open(Path folder) throws IOException;
  }

  private final Path root;
  private final Opener opener;

  FolderWalk(Path root, Opener opener) {
    this.root = root.toAbsolutePath();
    this.opener = opener;
  }

  /** What lies in the folder of a dataset; nothing when there is no such folder yet. */
  List<Listing> of(Contract contract) {
    Optional<Path> folder = folder(contract);
    if (folder.isEmpty()) {
      return List.of();
    }
    List<Listing> found = new ArrayList<>();
    List<Path> inside = new ArrayList<>();
    Kind kind =
        switch (see(folder.get()).kind()) {
          case FOLDER -> look(folder.get(), inside);
          case FILE, SPECIAL, NO_FOLDER -> Kind.NO_FOLDER;
          case CLOSED -> Kind.CLOSED;
          case LINK_OUT -> Kind.LINK_OUT;
          case LINK_BROKEN -> Kind.LINK_BROKEN;
          case GONE -> Kind.FOLDER;
        };
    NamePattern names = NamePattern.of(contract);
    for (Path file : inside) {
      String name = RawName.readable(file);
      if (ignored(name)) {
        continue;
      }
      Seen seen = see(file);
      if (seen.kind() == Kind.CLOSED) {
        // A folder that may be listed and not entered hides all that is in it.
        kind = Kind.CLOSED;
      } else if (seen.kind() != Kind.GONE
          && (seen.kind() != Kind.FOLDER || names.fits(name) || Foreign.extension(name))) {
        found.add(listing(contract.id(), file, seen));
      }
    }
    if (kind != Kind.FOLDER) {
      found.add(listing(contract.id(), folder.get(), new Seen(kind, false, 0, 0)));
    }
    return found;
  }

  /** What lies where none of the contracts looks. */
  List<Listing> strays(Set<Path> folders) {
    List<Listing> found = new ArrayList<>();
    if (Files.isDirectory(root)) {
      strays(root, folders, found);
    }
    return found;
  }

  private void strays(Path folder, Set<Path> folders, List<Listing> found) {
    boolean dataset = folders.contains(real(folder).orElse(folder));
    List<Path> inside = new ArrayList<>();
    if (look(folder, inside) == Kind.CLOSED && !dataset && !folder.equals(root)) {
      found.add(listing(Listing.NO_DATASET, folder, new Seen(Kind.CLOSED, false, 0, 0)));
    }
    for (Path file : inside) {
      Seen seen = see(file);
      if (ignored(RawName.readable(file)) || seen.kind() == Kind.GONE) {
        continue;
      }
      if (seen.kind() == Kind.FOLDER) {
        if (!seen.linked()) {
          strays(file, folders, found);
        }
      } else if (!dataset && !folders.contains(file)) {
        found.add(listing(Listing.NO_DATASET, file, seen));
      }
    }
  }

  /** Whether an entry is passed over: hidden, or still being written by somebody's program. */
  private static boolean ignored(String name) {
    return name.startsWith(".")
        || name.startsWith("~$")
        || name.endsWith(".tmp")
        || name.endsWith(".part");
  }

  /**
   * The folder of a dataset, whatever charset its name was written in: empty when there is none,
   * and the one above it when that doesn't say.
   */
  Optional<Path> folder(Contract contract) {
    Path at = root;
    for (String name : contract.landing().split("/")) {
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      List<Path> inside = new ArrayList<>();
      Optional<Path> next = direct(at, name);
      if (next.isEmpty()) {
        if (look(at, inside) == Kind.CLOSED) {
          return Optional.of(at);
        }
        next = inside.stream().filter(p -> RawName.readable(p).equals(name)).findFirst();
      }
      if (next.isEmpty()) {
        return next;
      }
      at = next.get();
    }
    return Optional.of(at);
  }

  private static Optional<Path> direct(Path folder, String name) {
    try {
      return Optional.of(folder.resolve(name))
          .filter(p -> Files.exists(p, LinkOption.NOFOLLOW_LINKS));
    } catch (InvalidPathException e) {
      // This locale has no such character; the folder may well have.
      return Optional.empty();
    }
  }

  /** Lists a folder as far as that is possible: {@link Kind#FOLDER}, or {@link Kind#CLOSED}. */
  Kind look(Path folder, List<Path> into) {
    try (DirectoryStream<Path> files = opener.open(folder)) {
      files.forEach(into::add);
      return Kind.FOLDER;
    } catch (IOException | DirectoryIteratorException e) {
      return Files.exists(folder, LinkOption.NOFOLLOW_LINKS) ? Kind.CLOSED : Kind.FOLDER;
    }
  }

  /**
   * What was seen at a place.
   *
   * @param linked it was reached by a link
   */
  record Seen(Kind kind, boolean linked, long size, long modified) {}

  /** Looks at one place, following a link as long as it stays inside the landing folder. */
  Seen see(Path file) {
    boolean linked = false;
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      linked = attributes.isSymbolicLink();
      if (linked) {
        Path real = file.toRealPath();
        if (!inside(real)) {
          return new Seen(Kind.LINK_OUT, true, 0, 0);
        }
        attributes = Files.readAttributes(real, BasicFileAttributes.class);
      }
      if (attributes.isRegularFile()) {
        return new Seen(
            Kind.FILE,
            linked,
            attributes.size(),
            attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
      }
      return new Seen(attributes.isDirectory() ? Kind.FOLDER : Kind.SPECIAL, linked, 0, 0);
    } catch (NoSuchFileException e) {
      return new Seen(linked ? Kind.LINK_BROKEN : Kind.GONE, linked, 0, 0);
    } catch (IOException e) {
      return new Seen(linked ? Kind.LINK_BROKEN : Kind.CLOSED, linked, 0, 0);
    }
  }

  /** Whether a place lies in the landing folder when all links on the way are followed. */
  boolean inside(Path file) {
    return real(file).orElse(file).startsWith(real(root).orElse(root));
  }

  static Optional<Path> real(Path file) {
    try {
      return Optional.of(file.toRealPath());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Listing listing(String dataset, Path file, Seen seen) {
    return new Listing(
        dataset, RawName.address(root, file), seen.size(), seen.modified(), seen.kind());
  }
}
