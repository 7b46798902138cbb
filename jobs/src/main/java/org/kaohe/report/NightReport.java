package org.kaohe.report;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kaohe.delta.Release;
import org.kaohe.error.CleanText;
import org.kaohe.run.Ledger.StageEntry;
import org.kaohe.run.NightResult;
import org.kaohe.run.NightResult.Outcome;
import org.kaohe.silver.WaitingReason;

/** How a night ended, as text and as JSON. */
public final class NightReport {
  /** Warnings and failures in the summary; the JSON and the tables of ops have all. */
  private static final int SHOWN = 50;

  private NightReport() {}

  /** The closing summary: what failed, by name, and what to type next. */
  public static String text(NightResult night) {
    Lines text = new Lines();
    String release = night.release().map(Release::id).orElse("none");
    text.add(
        switch (night.outcome()) {
          case UNCHANGED ->
              "Nothing changed for %s: release %s stays.".formatted(night.businessDate(), release);
          case RELEASED -> "Released %s for %s.".formatted(release, night.businessDate());
          case HELD ->
              "No release for %s: readers still see %s.".formatted(night.businessDate(), release);
        });
    CleanText.first(night.warnings(), SHOWN).forEach(w -> text.add("WARN   " + w));
    CleanText.first(night.failures(), SHOWN).forEach(f -> text.add("ERROR  " + f));
    if (night.outcome() != Outcome.UNCHANGED) {
      text.add(
          "Done. OK=%d WARN=%d ERROR=%d  [%s s]"
              .formatted(
                  count(night, "OK"),
                  Math.max(count(night, "WARN"), night.warnings().size()),
                  Math.max(count(night, "ERROR"), night.failures().size()),
                  seconds(night.effort().elapsed())));
    }
    if (night.failed()) {
      text.add("Next: " + next(night));
    }
    return text.text();
  }

  private static String next(NightResult night) {
    if (night.outcome() == Outcome.HELD) {
      return "mend what ERROR names, then run: kaohe nightly";
    }
    if (night.open().isEmpty()) {
      return "mend what ERROR names, then run: kaohe nightly";
    }
    String all =
        night.open().size() == 1
            ? ""
            : ", kaohe status lists all %,d".formatted(night.open().size());
    return "ask for it again and run: kaohe nightly; or, when nobody waits for it: "
        + night.open().get(0).command()
        + all;
  }

  private static long count(NightResult night, String status) {
    return night.stages().stream().filter(s -> s.status().equals(status)).count();
  }

  /** Seconds with one decimal. */
  static BigDecimal seconds(Duration elapsed) {
    return BigDecimal.valueOf(elapsed.toMillis(), 3).setScale(1, java.math.RoundingMode.HALF_UP);
  }

  static List<Map<String, Object>> json(List<WaitingReason> waiting) {
    return waiting.stream()
        .map(
            w -> {
              Map<String, Object> json = new LinkedHashMap<>();
              json.put("dataset", w.dataset());
              json.put("reason", w.reason());
              json.put("rows", w.rows());
              json.put("file", w.file());
              json.put("line", w.line());
              json.put("value", w.value());
              json.put("dropped", w.dropped());
              json.put("cure", w.cure());
              return json;
            })
        .toList();
  }

  /** The same for programs; every key is always present. */
  public static Map<String, @Nullable Object> json(NightResult night) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("run_id", night.runId());
    json.put("business_date", night.businessDate().toString());
    json.put("outcome", night.outcome().name().toLowerCase(java.util.Locale.ROOT));
    json.put("release", night.release().map(Release::id).orElse(null));
    json.put("failures", night.failures());
    json.put("open_refusals", OpenText.json(night.open()));
    json.put("warnings", night.warnings());
    json.put("datasets_changed", night.effort().datasets());
    json.put("spark_jobs", night.effort().sparkJobs());
    json.put("spark_commits", night.effort().sparkCommits());
    json.put("ledger_commits", night.effort().ledgerCommits());
    json.put("seconds", BigDecimal.valueOf(night.effort().elapsed().toMillis(), 3));
    List<Map<String, @Nullable Object>> stages = new ArrayList<>();
    for (StageEntry stage : night.stages()) {
      Map<String, @Nullable Object> entry = new LinkedHashMap<>();
      entry.put("stage", stage.stage());
      entry.put("status", stage.status());
      entry.put("seconds", BigDecimal.valueOf(stage.elapsed().toMillis(), 3));
      entry.put("counts", stage.counts());
      entry.put("detail", stage.detail());
      stages.add(entry);
    }
    json.put("stages", stages);
    return json;
  }
}
