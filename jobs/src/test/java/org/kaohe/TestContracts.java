package org.kaohe;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Column;
import org.kaohe.config.Contract;
import org.kaohe.config.Label;
import org.kaohe.config.LinearPattern;
import org.kaohe.config.Reporting;

/** Contracts built in code, for tests that are not about files of definitions. */
public final class TestContracts {
  private TestContracts() {}

  /** Contributions: person x month, with an amount, a status and the county. */
  public static Contract contributions() {
    return contributions(StandardCharsets.UTF_8, List.of());
  }

  public static Contract contributions(Charset charset, List<Contract.DatasetCheck> checks) {
    return new Contract(
        "social_contribution",
        "social",
        "1.0.0",
        new Label("缴费明细", "Contributions"),
        Path.of("schemas/social/contribution.yaml"),
        "social/contribution",
        charset,
        LinearPattern.compile("contribution_(?<period>\\d{6})_(?<issued>\\d{8}).*\\.csv"),
        List.of("person", "month"),
        Optional.empty(),
        "month",
        Optional.of("county"),
        Reporting.of(Optional.empty()),
        Optional.of(new Contract.RowMatch("op", List.of("d"))),
        Optional.of(new Contract.RowMatch("county", List.of("合计"))),
        List.of(
            column("person", "身份证号", new Column.Type.Text(), true, Column.PersonKind.RESIDENT_ID),
            column("county", "统筹区", new Column.Type.Text(), true, null),
            column("month", "费款所属期", new Column.Type.PeriodText(), true, null),
            column("paid", "实缴金额", new Column.Type.Decimal(18, 2), false, null),
            column(
                "paid_on",
                "到账日期",
                new Column.Type.Date(List.of("yyyy-MM-dd", "yyyyMMdd", "yyyy年M月d日")),
                false,
                null),
            column("op", "操作标志", new Column.Type.Text(), false, null)),
        List.of(
            new Contract.RowRule(
                "paid_not_negative", "paid >= 0", Contract.Severity.ERROR, "实缴金额不为负")),
        checks,
        Optional.empty());
  }

  /** People: every kind of personal column beside a note, a code, a unit, a number and a date. */
  public static Contract people() {
    Contract c = contributions();
    Column.Type text = new Column.Type.Text();
    return new Contract(
        "social_people",
        c.department(),
        c.version(),
        c.name(),
        Path.of("schemas/social/people.yaml"),
        "social/people",
        c.charset(),
        c.fileName(),
        List.of("person", "month"),
        Optional.empty(),
        "month",
        Optional.of("county"),
        Reporting.of(Optional.empty()),
        Optional.of(new Contract.RowMatch("op", List.of("d"))),
        Optional.of(new Contract.RowMatch("county", List.of("合计"))),
        List.of(
            column("person", "身份证号", text, true, Column.PersonKind.RESIDENT_ID),
            column("name", "姓名", text, false, Column.PersonKind.NAME),
            column("phone", "电话", text, false, Column.PersonKind.PHONE),
            column("note", "备注", text, false, null),
            column("county", "统筹区", text, true, null),
            column("month", "费款所属期", new Column.Type.PeriodText(), true, null),
            column("paid", "实缴金额", new Column.Type.Decimal(18, 2), false, null),
            column("paid_on", "到账日期", new Column.Type.Date(List.of("yyyy-MM-dd")), false, null),
            column("op", "操作标志", text, false, null)),
        List.of(),
        List.of(),
        Optional.empty());
  }

  /** The same with a synonym of one of its codes. */
  public static Contract withMapping(Contract c, String column, String from, String to) {
    List<Column> columns =
        c.columns().stream()
            .map(
                k ->
                    k.name().equals(column)
                        ? new Column(
                            k.name(),
                            k.label(),
                            k.type(),
                            k.required(),
                            k.header(),
                            k.synonyms(),
                            k.missing(),
                            k.extract(),
                            k.pattern(),
                            Map.of(from, to),
                            k.accepted(),
                            k.minimum(),
                            k.maximum(),
                            k.reference(),
                            k.person(),
                            k.measure(),
                            k.percent(),
                            k.form())
                        : k)
            .toList();
    return new Contract(
        c.id(),
        c.department(),
        c.version(),
        c.name(),
        c.file(),
        c.landing(),
        c.charset(),
        c.fileName(),
        c.key(),
        c.orderBy(),
        c.at(),
        c.unit(),
        c.reporting(),
        c.deleteFlag(),
        c.controlRows(),
        columns,
        c.rowRules(),
        c.checks(),
        c.role());
  }

  /** The same with a column whose cells may look otherwise, in a key of these columns. */
  public static Contract withForm(Contract c, String column, Column.Form form, List<String> key) {
    List<Column> columns =
        c.columns().stream().map(k -> k.name().equals(column) ? formed(k, form) : k).toList();
    return with(c, columns, key, c.reporting(), c.mode());
  }

  private static Column formed(Column k, Column.Form form) {
    return new Column(
        k.name(),
        k.label(),
        k.type(),
        k.required(),
        k.header(),
        k.synonyms(),
        k.missing(),
        k.extract(),
        k.pattern(),
        k.mapping(),
        k.accepted(),
        k.minimum(),
        k.maximum(),
        k.reference(),
        k.person(),
        k.measure(),
        k.percent(),
        form);
  }

  /** The same, whose tables are issued again as a whole. */
  public static Contract replacing(Contract c, Optional<String> provider) {
    return with(c, c.columns(), c.key(), Reporting.of(provider), Contract.Mode.REPLACE);
  }

  private static Contract with(
      Contract c, List<Column> columns, List<String> key, Reporting reporting, Contract.Mode mode) {
    return new Contract(
        c.id(),
        c.department(),
        c.version(),
        c.name(),
        c.file(),
        c.landing(),
        c.charset(),
        c.fileName(),
        key,
        c.orderBy(),
        c.at(),
        c.unit(),
        reporting,
        c.deleteFlag(),
        c.controlRows(),
        columns,
        c.rowRules(),
        c.checks(),
        c.role(),
        mode);
  }

  /** The same with another id, provider and role. */
  public static Contract changed(
      Contract c, String id, Optional<String> provider, Optional<Contract.Role> role) {
    return new Contract(
        id,
        c.department(),
        c.version(),
        c.name(),
        c.file(),
        c.landing(),
        c.charset(),
        c.fileName(),
        c.key(),
        c.orderBy(),
        c.at(),
        c.unit(),
        Reporting.of(provider),
        c.deleteFlag(),
        c.controlRows(),
        c.columns(),
        c.rowRules(),
        c.checks(),
        role);
  }

  private static Column column(
      String name,
      String header,
      Column.Type type,
      boolean required,
      Column.@Nullable PersonKind person) {
    return new Column(
        name,
        new Label(header, name),
        type,
        required,
        header,
        name.equals("county") ? List.of("参保地") : List.of(),
        List.of("—", "暂无"),
        Optional.empty(),
        name.equals("county") ? Optional.of("\\d{6}|合 ?计") : Optional.empty(),
        Map.of(),
        List.of(),
        Optional.<BigDecimal>empty(),
        Optional.<BigDecimal>empty(),
        Optional.empty(),
        Optional.ofNullable(person),
        Optional.empty(),
        false,
        Column.Form.usual(type));
  }
}
