package org.kaohe.delta;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows are records of Java: each component is a column, called as it is in snake
 * case, and of its type. {@link Optional} is a column with NULL; of the others a text that is NULL
 * reads as empty, a number as 0. An enum is a text, {@code in-lower-case}; another type is a text
 * as its {@link StoredAs} says.
 */
public final class RecordTable<T extends Record> {
  private static final Map<Class<?>, ColumnType> TYPES =
      Map.ofEntries(
          Map.entry(String.class, ColumnType.TEXT),
          Map.entry(int.class, ColumnType.INTEGER),
          Map.entry(Integer.class, ColumnType.INTEGER),
          Map.entry(long.class, ColumnType.LONG),
          Map.entry(Long.class, ColumnType.LONG),
          Map.entry(BigDecimal.class, ColumnType.DECIMAL),
          Map.entry(double.class, ColumnType.DOUBLE),
          Map.entry(boolean.class, ColumnType.FLAG),
          Map.entry(LocalDate.class, ColumnType.DATE),
          Map.entry(Instant.class, ColumnType.TIMESTAMP),
          Map.entry(List.class, ColumnType.TEXTS));

  /** What a number, a flag or a list is where the table has NULL. */
  private static final Map<ColumnType, Object> EMPTY =
      Map.of(
          ColumnType.TEXT,
          "",
          ColumnType.TEXTS,
          List.of(),
          ColumnType.FLAG,
          false,
          ColumnType.INTEGER,
          0,
          ColumnType.LONG,
          0L);

  private final Constructor<T> constructor;
  private final List<RecordColumn> columns;

  /** The name of a column that is not called like its component. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  public @interface Named {
    String value();
  }

  /** The text of values of a type that is none of a column's. */
  public record StoredAs<V>(Class<V> type, Function<V, String> write, Function<String, V> read) {}

  private record RecordColumn(
      ColumnInfo info,
      boolean optional,
      Method accessor,
      Function<Object, Object> write,
      Function<Object, Object> read) {
    @Nullable Object write(Record row) {
      Object value = invoke(() -> accessor.invoke(row));
      Object present = value instanceof Optional<?> maybe ? maybe.orElse(null) : value;
      return present == null ? null : write.apply(present);
    }

    Object read(TableRow row) {
      Optional<Object> value = row.value(info.name());
      if (optional) {
        return value.map(read);
      }
      return value
          .or(() -> Optional.ofNullable(EMPTY.get(info.type())))
          .<Object>map(read)
          .orElseThrow(() -> new IllegalStateException(info.name() + " is NULL in " + row));
    }
  }

  private RecordTable(Class<T> type, List<StoredAs<?>> others) {
    RecordComponent[] components = type.getRecordComponents();
    this.columns = Arrays.stream(components).map(c -> column(c, others)).toList();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      this.constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException("A record has its constructor: " + type, e);
    }
  }

  /**
   * The table of a record.
   *
   * @param others for components that are neither of a column's type nor an enum
   */
  public static <T extends Record> RecordTable<T> of(Class<T> type, StoredAs<?>... others) {
    return new RecordTable<>(type, List.of(others));
  }

  private static RecordColumn column(RecordComponent component, List<StoredAs<?>> others) {
    boolean optional = component.getType() == Optional.class;
    Type held =
        optional
            ? ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
            : component.getType();
    Class<?> type = (Class<?>) (held instanceof ParameterizedType p ? p.getRawType() : held);
    Named named = component.getAnnotation(Named.class);
    String name =
        named == null
            ? component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT)
            : named.value();
    component.getAccessor().setAccessible(true);
    ColumnType column = TYPES.get(type);
    ColumnInfo info =
        column == ColumnType.DECIMAL
            ? ColumnInfo.decimal(name)
            : ColumnInfo.of(name, column == null ? ColumnType.TEXT : column);
    Method accessor = component.getAccessor();
    if (column != null) {
      return new RecordColumn(info, optional, accessor, v -> v, v -> v);
    }
    StoredAs<?> stored =
        others.stream().filter(s -> s.type() == type).findFirst().orElseGet(() -> constants(type));
    return text(info, optional, accessor, stored);
  }

  private static <V> RecordColumn text(
      ColumnInfo info, boolean optional, Method accessor, StoredAs<V> stored) {
    return new RecordColumn(
        info,
        optional,
        accessor,
        value -> stored.write().apply(stored.type().cast(value)),
        text -> stored.read().apply((String) text));
  }

  private static StoredAs<?> constants(Class<?> type) {
    Object[] constants = type.getEnumConstants();
    if (constants == null) {
      throw new IllegalArgumentException("No column is of " + type);
    }
    return new StoredAs<>(
        Object.class,
        constant -> text((Enum<?>) constant),
        text ->
            Stream.of(constants)
                .filter(c -> text((Enum<?>) c).equals(text))
                .findFirst()
                .orElseThrow());
  }

  /** The text of a constant: {@code HALF_UP} is {@code half-up}. */
  public static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public List<ColumnInfo> columns() {
    return columns.stream().map(RecordColumn::info).toList();
  }

  /** Rows as {@link OpsWriter} takes them. */
  public List<List<@Nullable Object>> rows(Collection<? extends T> records) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (T each : records) {
      List<@Nullable Object> row = new ArrayList<>();
      columns.forEach(c -> row.add(c.write(each)));
      rows.add(row);
    }
    return rows;
  }

  public T read(TableRow row) {
    Object[] values = columns.stream().map(c -> c.read(row)).toArray();
    return invoke(() -> constructor.newInstance(values));
  }

  private interface Reflection<V> {
    V run() throws ReflectiveOperationException;
  }

  private static <V> V invoke(Reflection<V> reflection) {
    try {
      return reflection.run();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException own) {
        throw own;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Made accessible before", e);
    }
  }
}
