"use strict";
/*
 * Words come from the glossary or the definitions, numbers from a table; digits are grouped, never computed.
 */
(({ home, unitByCode }) => {
  const KEY = "kaohe.lang", EN = "1", ZH = "0";
  let lang = ZH;
  try { lang = localStorage.getItem(KEY) === EN ? EN : ZH; } catch (e) { /* a browser may forbid it for files */ }

  const chinese = () => lang === ZH;

  /** The other language, now and on the next visit. */
  function turnLanguage() {
    lang = chinese() ? EN : ZH;
    try { localStorage.setItem(KEY, lang); } catch (e) { /* as above */ }
  }

  function t(key, parts) {
    const both = home.glossary && home.glossary[key];
    const text = both ? both[chinese() ? 0 : 1] : key;
    // At once: a name that looks like a place of ours stays as it is.
    return parts ? text.replace(/\{([^{}]+)\}/g, (place, name) => ({}.hasOwnProperty.call(parts, name) ? parts[name] : place)) : text;
  }

  /** A word of a project: the glossary's when it has one, else the code itself. */
  function word(group, code) {
    return code && home.glossary[group + "." + code] ? t(group + "." + code) : code || t("app.none");
  }

  const label = (l) => (chinese() ? l.zh : l.en);
  const unitName = (code) => (unitByCode.has(code) ? label(unitByCode.get(code)) : code);
  const indicatorOf = (code) => home.indicators[code];
  const cardOf = (name) => home.scorecards[name] || { name, title: { zh: name, en: name }, sections: [], items: [], grades: [], fullMarks: "100" };

  function itemOf(card, code) {
    return card.items.find((i) => i.code === code) || { code, name: { zh: code, en: code }, rule: {} };
  }

  function sectionName(card, code) {
    if (code === "bonus") return card.bonus ? label(card.bonus.name) : t("word.bonus");
    const section = card.sections.find((s) => s.code === code);
    return section ? label(section.name) : code;
  }

  function reason(code) {
    if (!code) return "";
    const [head, part] = code.split(":");
    const text = word("reason", head);
    return part ? text + (chinese() ? "（" : " (") + word("part", part) + (chinese() ? "）" : ")") : text;
  }

  /** Why a total has no rank or not the grade it would have alone. */
  const totalReason = (row) => (chinese() ? row.reasonZh : row.reasonEn);

  /** A line that lacks its target, not its data, says so. */
  const statusWords = (line) => (line.status === "missing-data" && line.branch !== "missing" ? word("branch", line.branch) : word("status", line.status));

  /** Digits in groups of three; the text itself is not recomputed. */
  function grouped(text) {
    if (text === null || text === undefined) return t("app.none");
    const [whole, part] = String(text).split(".");
    const shown = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
    return part === undefined ? shown : shown + "." + part;
  }

  const spaced = (measure) => (measure && /^\p{L}/u.test(measure) ? " " + measure : measure || "");

  function quantity(text, indicator) {
    if (text === null || text === undefined) return t("app.none");
    return grouped(text) + (indicator ? spaced(label(indicator.measure)) : "");
  }

  const SIGNS = { ">=": "≥ ", "<=": "≤ ", "=": "" };

  function targetText(cell, indicator) {
    if (cell.op === "between" || (cell.target === null && (cell.low !== null || cell.high !== null))) {
      if (cell.low !== null && cell.high !== null) return grouped(cell.low) + "–" + quantity(cell.high, indicator);
      return cell.low !== null ? "≥ " + quantity(cell.low, indicator) : "≤ " + quantity(cell.high, indicator);
    }
    if (cell.target === null) return t("app.none");
    return (SIGNS[cell.op] || "") + quantity(cell.target, indicator);
  }

  // Nobody completes a limit: of a level that should stay low the share of the target says nothing (R11).
  const attained = (cell, indicator) => (indicator.direction === "lower" && cell.pace === null ? null : cell.attainment);
  const percent = (text) => (text === null ? t("app.none") : grouped(text) + "%");

  /** Exact sums of decimal texts. */
  function decimal(text) {
    const negative = text.startsWith("-");
    const [whole, part = ""] = text.replace("-", "").split(".");
    const units = BigInt(whole + part.padEnd(12, "0").slice(0, 12));
    return negative ? -units : units;
  }

  function undecimal(units) {
    const negative = units < 0n;
    const digits = (negative ? -units : units).toString().padStart(13, "0");
    const part = digits.slice(-12).replace(/0+$/, "");
    return (negative ? "-" : "") + digits.slice(0, -12) + (part ? "." + part : "");
  }

  function parsePeriod(text) {
    let m;
    if ((m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text))) return period("day", m[1], +m[2], +m[2], { m: m[2], d: m[3] });
    if ((m = /^(\d{4})-01\.\.(\d{2})$/.exec(text))) return period("year-to-date", m[1], 1, +m[2], { m: String(+m[2]) });
    if ((m = /^(\d{4})-(\d{2})$/.exec(text))) return period("month", m[1], +m[2], +m[2], { m: chinese() ? String(+m[2]) : m[2] });
    if ((m = /^(\d{4})-Q(\d)$/.exec(text))) return period("quarter", m[1], m[2] * 3 - 2, m[2] * 3, { n: m[2] });
    if ((m = /^(\d{4})-H(\d)$/.exec(text))) return period("half-year", m[1], m[2] * 6 - 5, m[2] * 6, { n: t("period.half-year." + m[2]) });
    if ((m = /^(\d{4})$/.exec(text))) return period("year", m[1], 1, 12, {});
    return { kind: "", first: 0, last: 0, words: {} };
  }

  function period(kind, year, from, to, words) {
    return { kind, first: +year * 12 + from - 1, last: +year * 12 + to - 1, words: { y: year, ...words } };
  }

  function periodText(text) {
    const p = parsePeriod(text);
    return p.kind ? t("period." + p.kind, p.words) : text;
  }

  const byPeriod = (a, b) => parsePeriod(a).last - parsePeriod(b).last || parsePeriod(a).first - parsePeriod(b).first;
  const KINDS = ["month", "quarter", "half-year", "year", "year-to-date"];

  function span(days) {
    const dates = days.filter(Boolean).sort();
    if (!dates.length) return null;
    return dates[0] === dates[dates.length - 1] ? dates[0] : dates[0] + " – " + dates[dates.length - 1];
  }

  Object.assign(kaohe, {
    attained, byPeriod, cardOf, chinese, decimal, grouped, indicatorOf, itemOf, KINDS, label,
    parsePeriod, percent, periodText, quantity, reason, sectionName, spaced, span, statusWords, t,
    targetText, totalReason, turnLanguage, undecimal, unitName, word,
  });
})(kaohe);
