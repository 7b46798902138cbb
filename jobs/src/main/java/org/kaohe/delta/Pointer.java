package org.kaohe.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;

/** The one small file that says which release readers see; moved last, in one step. */
public final class Pointer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  public Pointer(Warehouse warehouse) {
    this.file = warehouse.pointer();
  }

  /**
   * The release that readers see; empty before the first night has finished.
   *
   * @throws KaoheException K4001 when the file is damaged
   */
  public Optional<Release> currentRelease() {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      JsonNode node = JSON.readTree(Files.readString(file));
      return Optional.of(
          new Release(
              node.required("release").asText(),
              node.required("run_id").asText(),
              LocalDate.parse(node.required("business_date").asText()),
              Instant.parse(node.required("created_at").asText()),
              tables(node.required("tables"))));
    } catch (JsonProcessingException | RuntimeException e) {
      throw unreadable(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private KaoheException unreadable(Exception e) {
    return new KaoheException(
        ErrorCode.POINTER_UNREADABLE,
        "The pointer "
            + file
            + " can't be read, so nobody can say which release is current. Write it again from"
            + " the last row of ops/release.",
        e);
  }

  /**
   * Somebody's word that nights must not move the pointer.
   *
   * @param by who said so
   */
  public record Hold(String by, String reason, Instant since) {}

  /** Whether the release that readers see is held. */
  public Optional<Hold> hold() {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      JsonNode node = JSON.readTree(Files.readString(file)).path("hold");
      return node.isObject()
          ? Optional.of(
              new Hold(
                  node.path("by").asText(),
                  node.path("reason").asText(),
                  Instant.parse(node.required("since").asText())))
          : Optional.empty();
    } catch (JsonProcessingException | RuntimeException e) {
      throw unreadable(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a release the one that readers see. A crash leaves the old file or the new one. */
  public void moveTo(Release release) {
    moveTo(release, Optional.empty());
  }

  /** The same, and nights leave it there when there is a hold: one file says both. */
  public void moveTo(Release release, Optional<Hold> hold) {
    ObjectNode node = JSON.createObjectNode();
    hold.ifPresent(
        h ->
            node.putObject("hold")
                .put("by", h.by())
                .put("reason", h.reason())
                .put("since", h.since().toString()));
    node.put("release", release.id());
    node.put("run_id", release.runId());
    node.put("business_date", release.businessDate().toString());
    node.put("created_at", release.createdAt().toString());
    node.set("tables", JSON.valueToTree(texts(release.tables())));
    AtomicFile.write(file, node.toPrettyString() + "\n");
  }

  /** The column {@code tables} of ops/release: {@code {"gold/scorecard": 3}}. */
  public static String tablesText(Map<TableId, Long> tables) {
    try {
      return JSON.writeValueAsString(texts(tables));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Names and numbers are plain data", e);
    }
  }

  /** Reads what {@link #tablesText} wrote. */
  public static Map<TableId, Long> tables(String text) {
    try {
      return tables(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not a list of tables: " + text, e);
    }
  }

  private static Map<TableId, Long> tables(JsonNode node) {
    SortedMap<TableId, Long> tables = new TreeMap<>();
    node.properties().forEach(e -> tables.put(TableId.parse(e.getKey()), e.getValue().asLong()));
    return Collections.unmodifiableMap(tables);
  }

  private static SortedMap<String, Long> texts(Map<TableId, Long> tables) {
    SortedMap<String, Long> texts = new TreeMap<>();
    tables.forEach((table, version) -> texts.put(table.toString(), version));
    return texts;
  }
}
