package org.kaohe.landing;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Optional;
import org.kaohe.config.Contract;

/** The names that a contract gives its files, and what they tell. */
final class NamePattern {
  private final Pattern pattern;

  private NamePattern(Pattern pattern) {
    this.pattern = pattern;
  }

  static NamePattern of(Contract contract) {
    return new NamePattern(contract.fileName());
  }

  boolean fits(String name) {
    return pattern.matches(name);
  }

  /** Whether a name would fit if it were spelt with other capitals. */
  boolean fitsInOtherCapitals(String name) {
    return Pattern.compile(pattern.pattern(), Pattern.CASE_INSENSITIVE).matches(name);
  }

  /** What a name that fits tells of {@code period} or {@code issued}. */
  Optional<String> told(String what, String name) {
    Matcher named = pattern.matcher(name);
    return named.matches() && pattern.namedGroups().containsKey(what)
        ? Optional.ofNullable(named.group(what))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return pattern.pattern();
  }
}
