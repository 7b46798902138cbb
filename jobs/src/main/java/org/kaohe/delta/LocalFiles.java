package org.kaohe.delta;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFs;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system, asking Java where Hadoop without its native library starts a process:
 * {@code chmod} for every file and folder it makes, {@code readlink} for every commit. Named in
 * core-site.xml; where Hadoop has a configuration of its own, that one counts.
 */
final class LocalFiles extends LocalFileSystem {
  LocalFiles() {
    super(new Raw());
  }

  /** The same for {@link org.apache.hadoop.fs.FileContext}, through which Kernel commits. */
  static final class Context extends ChecksumFs {
    Context(URI uri, Configuration configuration) throws IOException, URISyntaxException {
      super(new RawContext(uri, configuration));
    }
  }

  private static final class RawContext extends DelegateToFileSystem {
    RawContext(URI uri, Configuration configuration) throws IOException, URISyntaxException {
      super(uri, new Raw(), configuration, "file", false);
    }

    @Override
    public int getUriDefaultPort() {
      return -1;
    }

    @Override
    public boolean isValidName(String source) {
      return true;
    }
  }

  private static final class Raw extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      PosixFileAttributeView view =
          Files.getFileAttributeView(pathToFile(path).toPath(), PosixFileAttributeView.class);
      if (view == null || permission.getStickyBit()) {
        super.setPermission(path, permission);
      } else {
        view.setPermissions(permissions(permission.toShort()));
      }
    }

    private static Set<PosixFilePermission> permissions(short bits) {
      Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
      // Declared from the owner's reading to the others' executing, as the bits are.
      for (PosixFilePermission permission : PosixFilePermission.values()) {
        if ((bits >> (8 - permission.ordinal()) & 1) == 1) {
          set.add(permission);
        }
      }
      return set;
    }

    @Override
    public FileStatus getFileLinkStatus(Path path) throws IOException {
      return Files.isSymbolicLink(pathToFile(path).toPath())
          ? super.getFileLinkStatus(path)
          : getFileStatus(path);
    }
  }
}
