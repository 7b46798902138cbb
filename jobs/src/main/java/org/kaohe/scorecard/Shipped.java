package org.kaohe.scorecard;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tree of records on its way to a Spark task. The definitions know nothing of Java serialisation,
 * and need not: records, optionals and paths are taken apart here and put together again by their
 * canonical constructors.
 */
final class Shipped<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final byte[] bytes;
  private transient @Nullable T value;

  Shipped(T value) {
    this.value = value;
    ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    try (Packer packer = new Packer(buffer)) {
      packer.writeObject(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.bytes = buffer.toByteArray();
  }

  /** The value; unpacked once on the far side. */
  @SuppressWarnings("unchecked")
  T value() {
    T known = value;
    if (known == null) {
      try (Unpacker unpacker = new Unpacker(new ByteArrayInputStream(bytes))) {
        known = (T) unpacker.readObject();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
      value = known;
    }
    return known;
  }

  private static final class Packer extends ObjectOutputStream {
    Packer(OutputStream out) throws IOException {
      super(out);
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      if (object instanceof Optional<?> optional) {
        return new PackedOptional(optional.orElse(null));
      }
      if (object instanceof Path path) {
        return new PackedPath(path.toString());
      }
      if (object instanceof Record packed && !(object instanceof Serializable)) {
        return PackedRecord.of(packed);
      }
      return object;
    }
  }

  private static final class Unpacker extends ObjectInputStream {
    Unpacker(InputStream in) throws IOException {
      super(in);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      try {
        return Class.forName(description.getName(), false, loader);
      } catch (ClassNotFoundException e) {
        return super.resolveClass(description);
      }
    }
  }

  private record PackedOptional(@Nullable Object value) implements Serializable {
    private Object readResolve() {
      return Optional.ofNullable(value);
    }
  }

  private record PackedPath(String text) implements Serializable {
    private Object readResolve() {
      return Path.of(text);
    }
  }

  private record PackedRecord(Class<?> type, Object[] values) implements Serializable {
    static PackedRecord of(Record packed) {
      Class<?> type = packed.getClass();
      RecordComponent[] components = type.getRecordComponents();
      Object[] values = new Object[components.length];
      try {
        for (int i = 0; i < components.length; i++) {
          components[i].getAccessor().setAccessible(true);
          values[i] = components[i].getAccessor().invoke(packed);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
      return new PackedRecord(type, values);
    }

    private Object readResolve() {
      try {
        Constructor<?> canonical =
            type.getDeclaredConstructor(
                Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
        canonical.setAccessible(true);
        return canonical.newInstance(values);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
