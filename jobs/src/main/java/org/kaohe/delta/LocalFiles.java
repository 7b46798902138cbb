package org.kaohe.delta;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFs;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.jspecify.annotations.Nullable;

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
        view.setPermissions(PosixFilePermissions.fromString(permission.toString()));
      }
    }

    /** {@link File#mkdir} says that it failed, and not why. */
    @Override
    protected boolean mkOneDirWithMode(Path path, File folder, @Nullable FsPermission permission)
        throws IOException {
      try {
        Files.createDirectory(folder.toPath());
      } catch (FileAlreadyExistsException e) {
        return false;
      }
      if (permission != null) {
        setPermission(path, permission);
      }
      return true;
    }

    @Override
    protected OutputStream createOutputStreamWithMode(
        Path path, boolean append, FsPermission permission) throws IOException {
      return new Output(super.createOutputStreamWithMode(path, append, permission));
    }

    @Override
    public FileStatus getFileLinkStatus(Path path) throws IOException {
      return Files.isSymbolicLink(pathToFile(path).toPath())
          ? super.getFileLinkStatus(path)
          : getFileStatus(path);
    }
  }

  /** Hadoop makes an error of the machine of what the disk refuses, which ends more than a task. */
  private static final class Output extends OutputStream implements Syncable {
    private final OutputStream out;

    Output(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (FSError e) {
        throw e.getCause() instanceof IOException known ? known : new IOException(e);
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void hflush() throws IOException {
      out.flush();
    }

    @Override
    public void hsync() throws IOException {
      if (out instanceof Syncable synced) {
        synced.hsync();
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
