package org.kaohe.landing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The Spark data source behind {@link DeliveryReader}. Public because Spark makes it by name; not
 * to be used directly.
 */
public final class DeliverySource implements TableProvider {
  static final String PLAN = "plan";

  /** Names the key, which itself is in no option, plan or log: see {@link Secrets}. */
  static final String KEY = "pseudonyms";

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return DeliveryReader.schema(DeliveryReader.parse(plan(options)).rows());
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new Deliveries(schema);
  }

  private static String plan(CaseInsensitiveStringMap options) {
    return Objects.requireNonNull(options.get(PLAN), "DeliveryReader gives the plan");
  }

  @SuppressWarnings("deprecation") // Spark makes columns() of schema() and offers nothing better
  private record Deliveries(StructType schema) implements Table, SupportsRead {
    @Override
    public String name() {
      return "deliveries";
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      ReadPlan plan = DeliveryReader.parse(plan(options));
      byte[] key = Secrets.of(Objects.requireNonNull(options.get(KEY), "DeliveryReader names it"));
      return new Pruned(schema, plan, key);
    }
  }

  /** The scan: keeps only the columns a query asks for. */
  private static final class Pruned
      implements SupportsPushDownRequiredColumns, org.apache.spark.sql.connector.read.Scan, Batch {
    private StructType schema;
    private final ReadPlan plan;
    private final byte[] key;

    Pruned(StructType schema, ReadPlan plan, byte[] key) {
      this.schema = schema;
      this.plan = plan;
      this.key = key;
    }

    @Override
    public void pruneColumns(StructType required) {
      schema = required;
    }

    @Override
    public org.apache.spark.sql.connector.read.Scan build() {
      return this;
    }

    @Override
    public StructType readSchema() {
      return schema;
    }

    @Override
    public String description() {
      return "deliveries " + plan.sources().size();
    }

    @Override
    public Batch toBatch() {
      return this;
    }

    @Override
    public InputPartition[] planInputPartitions() {
      // Small files share a task; a task never takes more than one long slice.
      List<InputPartition> partitions = new ArrayList<>();
      List<Piece> pieces = new ArrayList<>();
      long size = 0;
      for (int s = 0; s < plan.sources().size(); s++) {
        for (Slice slice : plan.sources().get(s).slices()) {
          long length = slice.end() - slice.start();
          if (size > 0 && size + length > Scan.STRETCH / 2) {
            partitions.add(new Pieces(List.copyOf(pieces)));
            pieces.clear();
            size = 0;
          }
          pieces.add(new Piece(s, slice));
          size += length;
        }
      }
      if (!pieces.isEmpty()) {
        partitions.add(new Pieces(List.copyOf(pieces)));
      }
      return partitions.toArray(new InputPartition[0]);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
      return new Factory(plan, schema, key);
    }
  }

  /** A slice of one of the plan's sources. */
  record Piece(int source, Slice slice) implements java.io.Serializable {}

  private record Pieces(List<Piece> pieces) implements InputPartition {}

  private record Factory(ReadPlan plan, StructType schema, byte[] key)
      implements PartitionReaderFactory {
    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      return new SliceReader(plan, schema, key, ((Pieces) partition).pieces());
    }
  }
}
