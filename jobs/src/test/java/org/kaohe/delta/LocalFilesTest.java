package org.kaohe.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** It does what Hadoop's own does, which is asked as well. */
class LocalFilesTest {
  @TempDir Path folder;

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  @Test
  void hadoopTakesItForTheLocalFileSystem() throws IOException {
    FileSystem files = FileSystem.getLocal(new Configuration());
    assertThat(files).isInstanceOf(LocalFiles.class);
    assertThat(hadoop(folder).getFileSystem(new Configuration())).isInstanceOf(LocalFiles.class);
    assertThat(
            FileContext.getFileContext(hadoop(folder).toUri(), new Configuration())
                .getDefaultFileSystem())
        .isInstanceOf(LocalFiles.Context.class);
  }

  @Test
  void filesAndFoldersHaveTheSamePermissions() throws IOException {
    Configuration configuration = new Configuration();
    try (RawLocalFileSystem raw = new RawLocalFileSystem()) {
      raw.initialize(folder.toUri(), configuration);
      List<FileSystem> both = List.of(FileSystem.getLocal(configuration), raw);
      for (FileSystem files : both) {
        Path place = folder.resolve(files.getClass().getSimpleName());
        for (int bits : List.of(0, 01, 0640, 0644, 0750, 0417, 0777)) {
          Path file = Files.createDirectories(place).resolve(Integer.toOctalString(bits));
          files.create(hadoop(file)).close();
          files.setPermission(hadoop(file), new FsPermission((short) bits));
        }
        files.create(hadoop(place.resolve("new/file"))).close();
      }
    }
    for (String file : List.of("0", "1", "640", "644", "750", "417", "777", "new", "new/file")) {
      assertThat(permissions("LocalFiles/" + file))
          .as(file)
          .isEqualTo(permissions("RawLocalFileSystem/" + file));
    }
  }

  private String permissions(String file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
  }

  @Test
  void aFileIsRenamedToAFreeNameOnly() throws IOException {
    FileContext context = FileContext.getFileContext(folder.toUri(), new Configuration());
    Path target = folder.resolve("target");
    for (String name : List.of("one", "two")) {
      Files.writeString(folder.resolve(name), name, StandardCharsets.UTF_8);
    }
    context.rename(hadoop(folder.resolve("one")), hadoop(target));
    assertThat(target).hasContent("one");
    assertThatThrownBy(() -> context.rename(hadoop(folder.resolve("two")), hadoop(target)))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(target).hasContent("one");
  }
}
