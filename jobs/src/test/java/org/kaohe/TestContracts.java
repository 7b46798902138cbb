package org.kaohe;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
        Optional.empty(),
        Contract.Mode.UPSERT);
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
        Optional.empty(),
        Contract.Mode.UPSERT);
  }

  /** The same with a synonym of one of its codes. */
  public static Contract withMapping(Contract c, String column, String from, String to) {
    return with(c, column, k -> column(k, Map.of(from, to), k.form()), c.key());
  }

  /** The same with a column whose cells may look otherwise, in a key of these columns. */
  public static Contract withForm(Contract c, String column, Column.Form form, List<String> key) {
    return with(c, column, k -> column(k, k.mapping(), form), key);
  }

  private static Contract with(
      Contract c, String column, UnaryOperator<Column> change, List<String> key) {
    List<Column> columns =
        c.columns().stream().map(k -> k.name().equals(column) ? change.apply(k) : k).toList();
    return with(c, c.id(), columns, key, c.reporting(), c.role(), c.mode());
  }

  /** The same, whose tables are issued again as a whole. */
  public static Contract replacing(Contract c, Optional<String> provider) {
    Reporting usual = Reporting.of(provider);
    Reporting nil = new Reporting(usual.provider(), usual.kind(), usual.by(), usual.due(), true);
    return with(c, c.id(), c.columns(), c.key(), nil, c.role(), Contract.Mode.REPLACE);
  }

  /** The same with another id, reporting and role. */
  public static Contract changed(
      Contract c, String id, Reporting reporting, Optional<Contract.Role> role) {
    return with(c, id, c.columns(), c.key(), reporting, role, c.mode());
  }

  private static Contract with(
      Contract c,
      String id,
      List<Column> columns,
      List<String> key,
      Reporting reporting,
      Optional<Contract.Role> role,
      Contract.Mode mode) {
    return new Contract(
        id,
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
        role,
        mode);
  }

  private static Column column(Column k, Map<String, String> mapping, Column.Form form) {
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
        mapping,
        k.accepted(),
        k.minimum(),
        k.maximum(),
        k.reference(),
        k.person(),
        k.measure(),
        k.percent(),
        form);
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
