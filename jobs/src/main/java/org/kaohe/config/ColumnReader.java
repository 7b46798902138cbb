package org.kaohe.config;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kaohe.config.Column.Form;
import org.kaohe.config.Column.PersonKind;
import org.kaohe.config.Column.Reference;
import org.kaohe.config.Column.Type;
import org.kaohe.config.Contract.Severity;

/** Binds one property of a contract's schema. */
final class ColumnReader {
  private static final Pattern DECIMAL =
      Pattern.compile("(?i)decimal\\((\\d{1,2}),\\s*(\\d{1,2})\\)");
  private static final Pattern REFERENCE =
      Pattern.compile("(?<dataset>[A-Za-z0-9_]+)\\.(?<column>[A-Za-z0-9_]+)");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Set<String> OPTIONS = Set.of("pattern", "minimum", "maximum", "maxLength");

  /** Spark's DECIMAL holds no more digits. */
  private static final int MOST_DIGITS = 38;

  private final ContractReader contract;
  private final Problems problems;

  ColumnReader(ContractReader contract, Problems problems) {
    this.contract = contract;
    this.problems = problems;
  }

  Optional<Column> read(YamlNode yaml) {
    YamlNode own = contract.properties(yaml, "column");
    String name = yaml.text("name");
    if (!NAME.matcher(name).matches()) {
      problems.error(
          yaml.place("name"),
          "K1015",
          "column name %s does not have the expected form".formatted(name),
          "it becomes the name of a table's column, and names with _ in front are ours",
          "Use lower-case letters, digits and _, beginning with a letter.");
    }
    YamlNode options = yaml.at("logicalTypeOptions");
    for (String option : options.fields().keySet()) {
      if (!OPTIONS.contains(option)) {
        contract.notCarriedOut(options.place(option), "option " + option);
      }
    }
    if (yaml.flag("unique", false) && !yaml.flag("primaryKey", false)) {
      contract.notCarriedOut(yaml.place("unique"), "unique on a column that is not the key");
    }
    if (yaml.text("classification").equals("personal") && !own.has("person")) {
      problems.error(
          yaml.place("classification"),
          "K2406",
          "column %s is personal and has no customProperty person".formatted(name),
          "its values would be stored as they are instead of as pseudonyms",
          "Add {property: person, value: resident-id}, or name, phone, address, account, other.");
    }
    options.find("pattern").ifPresent(p -> contract.pattern(options, "pattern", ""));
    own.find("extract").ifPresent(p -> extract(own));
    Optional<Type> type = type(yaml, own);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    Optional<Reference> reference = reference(yaml, own);
    List<String> accepted = accepted(yaml);
    // What the contract says itself of a column's bad cells; else it is who reads it that decides.
    boolean critical =
        yaml.flag("required", false)
            || yaml.flag("criticalDataElement", false)
            || !accepted.isEmpty()
            || reference.filter(r -> r.severity() == Severity.ERROR).isPresent();
    return Optional.of(
        new Column(
            name,
            new Label(
                yaml.text("businessName", name),
                own.text("nameEn", yaml.text("businessName", name))),
            type.get(),
            yaml.flag("required", false),
            own.text("header", yaml.text("businessName", name)),
            own.texts("synonyms"),
            own.texts("missing"),
            own.optional("extract"),
            options.optional("pattern"),
            own.textMap("mapping"),
            accepted,
            options.optionalDecimal("minimum"),
            options.optionalDecimal("maximum"),
            reference,
            own.find("person").map(p -> own.constant("person", PersonKind.class)),
            own.optional("measure"),
            own.flag("percent", false),
            form(type.get(), options, own, critical)));
  }

  private Form form(Type type, YamlNode options, YamlNode own, boolean critical) {
    Form usual = Form.usual(type);
    return new Form(
        options.whole("maxLength", usual.longest()),
        own.flag("multiLine", false),
        own.flag("noPerson", false),
        own.flag("blank", false),
        own.date("since", problems),
        critical);
  }

  private void extract(YamlNode own) {
    contract
        .pattern(own, "extract", "")
        .filter(p -> p.groupCount() < 1)
        .ifPresent(
            p ->
                problems.error(
                    own.place("extract"),
                    "K2403",
                    "extract %s has no group".formatted(p.pattern()),
                    "the first group is what is read",
                    "Put the part that is the value into brackets."));
  }

  private Optional<Type> type(YamlNode yaml, YamlNode own) {
    String logical = yaml.text("logicalType");
    if (own.flag("period", false)) {
      if (!logical.equals("string")) {
        refuse(yaml, "a period is delivered as text", "Write logicalType: string.");
        return Optional.empty();
      }
      return Optional.of(new Type.PeriodText());
    }
    if (own.has("formats") && !logical.equals("date")) {
      refuse(yaml, "formats are for dates", "Write logicalType: date, or remove formats.");
    }
    return switch (logical) {
      case "string" -> Optional.of(new Type.Text());
      case "integer" -> Optional.of(new Type.Whole());
      case "boolean" -> Optional.of(new Type.Flag());
      case "number" -> decimal(yaml);
      case "date" -> date(own);
      default -> {
        refuse(
            yaml,
            "logicalType %s is not read".formatted(logical.isEmpty() ? "(none)" : logical),
            "Choose string, integer, number, date or boolean.");
        yield Optional.empty();
      }
    };
  }

  private void refuse(YamlNode yaml, String what, String cure) {
    problems.error(
        yaml.has("logicalType") ? yaml.place("logicalType") : yaml.place(),
        "K2407",
        "column %s: %s".formatted(yaml.text("name"), what),
        "its text could not be typed",
        cure);
  }

  private Optional<Type> decimal(YamlNode yaml) {
    Matcher m = DECIMAL.matcher(yaml.text("physicalType"));
    if (!m.matches()) {
      refuse(
          yaml,
          "a number needs its digits",
          "Write physicalType: DECIMAL(18,2) with all digits and those after the point.");
      return Optional.empty();
    }
    int precision = Integer.parseInt(m.group(1));
    int scale = Integer.parseInt(m.group(2));
    if (precision < 1 || precision > MOST_DIGITS || scale > precision) {
      refuse(
          yaml,
          "DECIMAL(%d,%d) does not exist".formatted(precision, scale),
          "Use at most 38 digits, no more of them after the point.");
      return Optional.empty();
    }
    return Optional.of(new Type.Decimal(precision, scale));
  }

  private Optional<Type> date(YamlNode own) {
    List<String> formats = own.has("formats") ? own.texts("formats") : List.of("yyyy-MM-dd");
    boolean fit = true;
    for (String format : formats) {
      try {
        Objects.requireNonNull(DateTimeFormatter.ofPattern(format));
      } catch (IllegalArgumentException e) {
        problems.error(
            own.place("formats"),
            "K2408",
            "%s is no date pattern: %s".formatted(format, e.getMessage()),
            "no date could be read with it",
            "Write patterns such as yyyy-MM-dd, yyyyMMdd or yyyy年M月d日.");
        fit = false;
      }
    }
    return fit ? Optional.of(new Type.Date(formats)) : Optional.empty();
  }

  private List<String> accepted(YamlNode yaml) {
    List<String> accepted = new ArrayList<>();
    for (YamlNode check : yaml.items("quality")) {
      boolean values =
          check.text("metric").equals("invalidValues")
              && check.at("arguments").has("validValues")
              && check.at("mustBe").json().isNumber()
              && check.decimal("mustBe").signum() == 0
              && contract.severity(check) == Severity.ERROR;
      if (values) {
        accepted.addAll(check.at("arguments").texts("validValues"));
      } else if (!check.text("type").equals("text")) {
        contract.notCarriedOut(
            check.place(),
            "a check of a column other than invalidValues with validValues, mustBe: 0, severity:"
                + " error");
      }
    }
    return List.copyOf(accepted);
  }

  private Optional<Reference> reference(YamlNode yaml, YamlNode own) {
    List<YamlNode> relationships = yaml.items("relationships");
    if (relationships.isEmpty()) {
      return Optional.empty();
    }
    Matcher m = REFERENCE.matcher(relationships.get(0).text("to"));
    if (relationships.size() > 1 || !m.matches()) {
      problems.error(
          yaml.place("relationships"),
          "K2409",
          "column %s must refer to one dataset.column".formatted(yaml.text("name")),
          "it could not be checked otherwise",
          "Write relationships: [{to: unit.unit}] or [{to: <dataset>.<column>}].");
      return Optional.empty();
    }
    return Optional.of(
        new Reference(
            m.group("dataset"),
            m.group("column"),
            own.text("referenceSeverity", "warn").equals("error")
                ? Severity.ERROR
                : Severity.WARN));
  }
}
