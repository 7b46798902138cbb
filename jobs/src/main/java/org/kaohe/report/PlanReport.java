package org.kaohe.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.landing.Delivery;
import org.kaohe.run.Ledger.DeliveryEntry;
import org.kaohe.run.Plan;

/** What a night would do, as text and as JSON. */
public final class PlanReport {
  private PlanReport() {}

  public static String text(Plan plan) {
    Lines text = new Lines();
    if (plan.nothing()) {
      text.add(
          "Nothing to do for %s: release %s is up to date."
              .formatted(plan.businessDate(), plan.released().map(Release::id).orElse("none")));
      open(text, plan);
      return text.text();
    }
    text.add("A night for %s would run, because:".formatted(plan.businessDate()));
    plan.reasons().forEach(r -> text.add("- " + r));
    if (!plan.deliveries().isEmpty()) {
      TextTable table =
          new TextTable(List.of("dataset", "file", "period", "issued", ">records", "delivery"));
      for (Delivery d : plan.deliveries()) {
        table.add(
            List.of(
                d.dataset(),
                d.file(),
                d.period().map(p -> p.text()).orElse(""),
                d.issued().toString(),
                "%,d".formatted(d.records()),
                d.id()));
      }
      text.add("").add(table);
    }
    refusals(text, "Files that can't be taken in", plan.refused());
    refusals(text, "Files that repeat a delivery", plan.repeated());
    open(text, plan);
    if (!plan.retyped().isEmpty()) {
      text.add("").add("Typed again from bronze: " + String.join(", ", plan.retyped()));
    }
    if (plan.everything()) {
      text.add("").add("All indicators and scorecards are computed anew.");
    }
    return text.text();
  }

  private static void refusals(Lines text, String title, List<DeliveryEntry> refusals) {
    if (!refusals.isEmpty()) {
      text.add("").add(title + ":");
      refusals.forEach(r -> text.add("- %s: %s".formatted(r.file(), r.detail())));
    }
  }

  private static void open(Lines text, Plan plan) {
    if (!plan.open().isEmpty()) {
      text.add("").add("Open refusals:").add(OpenText.table(plan.open()));
    }
  }

  /** The same for programs; every key is always present. */
  public static Map<String, @Nullable Object> json(Plan plan) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("business_date", plan.businessDate().toString());
    json.put("release", plan.released().map(Release::id).orElse(null));
    json.put("nothing_to_do", plan.nothing());
    json.put("reasons", plan.reasons());
    json.put("finishes_run", plan.unfinished().map(r -> r.id()).orElse(null));
    json.put("put_back", plan.astray().stream().map(TableId::toString).toList());
    List<Map<String, @Nullable Object>> deliveries = new ArrayList<>();
    for (Delivery d : plan.deliveries()) {
      Map<String, @Nullable Object> delivery = new LinkedHashMap<>();
      delivery.put("delivery", d.id());
      delivery.put("dataset", d.dataset());
      delivery.put("file", d.file());
      delivery.put("period", d.period().map(p -> p.text()).orElse(null));
      delivery.put("issued", d.issued().toString());
      delivery.put("bytes", d.bytes());
      delivery.put("records", d.records());
      deliveries.add(delivery);
    }
    json.put("deliveries", deliveries);
    json.put("refused", plan.refused().stream().map(PlanReport::refusal).toList());
    json.put("repeated", plan.repeated().stream().map(PlanReport::refusal).toList());
    json.put("open_refusals", OpenText.json(plan.open()));
    json.put("typed_again", plan.retyped().stream().sorted().toList());
    json.put("everything", plan.everything());
    return json;
  }

  private static Map<String, String> refusal(DeliveryEntry refusal) {
    Map<String, String> json = new LinkedHashMap<>();
    json.put("dataset", refusal.dataset());
    json.put("file", refusal.file());
    // K3106: why it is refused
    json.put("code", refusal.detail().substring(0, refusal.detail().indexOf(':')));
    json.put("detail", refusal.detail().substring(refusal.detail().indexOf(':') + 2));
    return json;
  }
}
