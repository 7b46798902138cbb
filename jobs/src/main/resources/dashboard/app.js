"use strict";
/*
 * The pages. Data arrive as classic scripts that call kaohe.put(name, value); text reaches the
 * document only as text nodes and attributes, never as markup. Every word comes from the glossary
 * or the definitions, every number from a table.
 */
(function () {
  const store = new Map();
  window.kaohe = { put: (name, value) => store.set(name, value) };

  const ZH = 0, EN = 1;
  let lang = ZH;
  let home = null; // data/overview.js
  let unitByCode = new Map();
  let children = new Map();
  let charts = [];
  const options = new WeakMap();
  let rendering = 0;

  // ---------------------------------------------------------------- data

  /** Loads data/<name>.js once. */
  function load(name) {
    if (store.has(name)) return Promise.resolve(store.get(name));
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const file = "data/" + name + ".js";
      const fail = () => reject(new Error(t("app.unloadable", { file })));
      script.src = file;
      script.onload = () => (store.has(name) ? resolve(store.get(name)) : fail());
      script.onerror = fail;
      document.head.append(script);
    });
  }

  /** Value of a columnar table: one constant, a dictionary with positions, or the values. */
  function at(table, name, i) {
    const column = table[name];
    if (Array.isArray(column)) return column[i];
    if ("c" in column) return column.c;
    const position = column.i[i];
    return position < 0 ? null : column.d[position];
  }

  /** Rows as objects; where narrows by equality before a row is built. */
  function rows(table, where = {}) {
    const names = Object.keys(table).filter((k) => k !== "n");
    const wanted = Object.entries(where);
    const found = [];
    for (let i = 0; i < table.n; i++) {
      if (wanted.every(([k, v]) => at(table, k, i) === v)) {
        const row = {};
        for (const name of names) row[name] = at(table, name, i);
        found.push(row);
      }
    }
    return found;
  }

  const distinct = (values) => [...new Set(values)];

  // ---------------------------------------------------------------- words

  function t(key, parts) {
    const word = home && home.glossary[key];
    const text = word ? word[lang] : key;
    // At once: a name that looks like a place of ours stays as it is.
    return parts ? text.replace(/\{([^{}]+)\}/g, (place, name) => ({}.hasOwnProperty.call(parts, name) ? parts[name] : place)) : text;
  }

  /** A word of a project: the glossary's when it has one, else the code itself. */
  function word(group, code) {
    return code && home.glossary[group + "." + code] ? t(group + "." + code) : code || t("app.none");
  }

  const label = (l) => (lang === ZH ? l.zh : l.en);
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
    return part ? text + (lang === ZH ? "（" : " (") + word("part", part) + (lang === ZH ? "）" : ")") : text;
  }

  /** Why a total has no rank or not the grade it would have alone. */
  const totalReason = (row) => (lang === ZH ? row.reasonZh : row.reasonEn);

  /** A line that lacks its target, not its data, says so. */
  const statusWords = (line) => (line.status === "missing-data" && line.branch !== "missing" ? word("branch", line.branch) : word("status", line.status));

  // ---------------------------------------------------------------- numbers and periods

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
    if ((m = /^(\d{4})-(\d{2})$/.exec(text))) return period("month", m[1], +m[2], +m[2], { m: lang === ZH ? String(+m[2]) : m[2] });
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

  // ---------------------------------------------------------------- document

  function h(tag, attributes, ...content) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (name === "style") for (const [k, v] of Object.entries(value)) element.style.setProperty(k, v);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...content.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
    return element;
  }

  const link = (parts, content, attributes) => h("a", { href: route(...parts), ...attributes }, content);
  const route = (...parts) => "#/" + parts.map(encodeURIComponent).join("/");

  /** A number that leads to its derivation. */
  function number(text, parts, what) {
    return link(parts, text, { class: "num", title: t("app.why", { what: what || text }) });
  }

  function table({ caption, columns, body, cards = true, limit = 0 }) {
    const head = h("tr", { role: "row" }, columns.map((c) => h("th", { scope: "col", role: "columnheader", class: c.n ? "n" : null }, c.title)));
    const build = (row) => h("tr", { role: "row" }, columns.map((c) => {
      const content = c.cell(row);
      const empty = content === null || content === "" || (Array.isArray(content) && !content.length);
      return c.head
        ? h("th", { scope: "row", role: "rowheader" }, content)
        : h("td", { role: "cell", class: [c.n && "n", c.class, empty && "empty"].filter(Boolean).join(" ") || null, "data-label": c.title }, h("span", {}, content));
    }));
    const rowsBody = h("tbody", { role: "rowgroup" });
    const element = h("table", { role: "table", class: cards ? "cards" : null },
      caption ? h("caption", {}, caption) : null, h("thead", { role: "rowgroup" }, head), rowsBody);
    let shown = 0;
    const box = h("div", { class: "tablebox" }, h("div", { class: "scrollx" }, element));
    const more = h("button", { class: "more", type: "button", onclick: () => grow() });
    function grow() {
      const next = limit ? body.slice(shown, shown + limit) : body;
      rowsBody.append(...next.map(build));
      shown += next.length;
      if (shown < body.length) {
        more.textContent = t("app.more", { n: Math.min(limit, body.length - shown) }) + " (" + t("app.shown", { total: body.length, shown }) + ")";
        if (!more.isConnected) box.append(more);
      } else more.remove();
    }
    grow();
    return box;
  }

  function light(code, withName = true, count = null) {
    const found = home.project.lights.find((l) => l.code === code);
    const name = found ? label(found.name) : t("overview.lights.none");
    return h("span", { class: "light", style: { "--c": found ? found.colour : "#8695a4" }, title: name },
      h("span", { class: "mark", "aria-hidden": "true" }, found ? found.mark : "○"),
      h("span", { class: withName ? "name" : "visually-hidden" }, name),
      count === null ? null : h("span", { class: "times" }, " " + count));
  }

  function lightsOf(list) {
    const codes = list === null || list === undefined ? [] : list.split(";");
    if (!codes.length) return null;
    if (codes.length === 1) return light(codes[0]);
    return h("span", { class: "lights" }, orderedLights(codes).map(([code, n]) => light(code, false, n)));
  }

  /** Rows with a light, in the order of the legend. */
  function inOrder(list) {
    const order = home.project.lights.map((l) => l.code).concat("");
    return list.slice().sort((a, b) => order.indexOf(a.light) - order.indexOf(b.light));
  }

  function orderedLights(codes) {
    const order = home.project.lights.map((l) => l.code).concat("");
    const counts = new Map();
    codes.forEach((c) => counts.set(c, (counts.get(c) || 0) + 1));
    return order.filter((c) => counts.has(c)).map((c) => [c, counts.get(c)]);
  }

  const colourOf = (code) => (home.project.lights.find((l) => l.code === code) || { colour: "#8695a4" }).colour;
  const markOf = (code) => (home.project.lights.find((l) => l.code === code) || { mark: "○" }).mark;

  function card(span, ...content) {
    return h("section", { class: "card " + span }, content);
  }

  function facts(pairs) {
    return h("dl", { class: "facts" }, pairs.filter(([, v]) => v !== null && v !== undefined && v !== "" && (!Array.isArray(v) || v.length))
      .map(([k, v]) => [h("dt", {}, k), h("dd", {}, v)]));
  }

  function heading(crumbs, title, sub, ...extra) {
    document.title = title + " · " + label(home.project.title);
    return h("div", { class: "head" },
      h("div", { class: "titles" },
        h("nav", { class: "crumbs", "aria-label": t("app.back") }, crumbs.map((c, i) => [i ? h("span", { "aria-hidden": "true" }, "›") : null, typeof c === "string" ? h("span", {}, c) : c])),
        h("h1", {}, title), sub ? h("div", { class: "sub" }, sub) : null),
      extra);
  }

  const homeCrumb = () => link([], t("app.home"));

  function stateChip(state) {
    return state ? h("span", { class: "chip state" }, t("meta.state") + t("app.colon") + word("state", state)) : null;
  }

  /** The dates of R4, with the cut-off of what the page shows. */
  function meta(cutoff) {
    const release = home.release;
    const pairs = [
      [t("meta.cut-off"), cutoff || span(rows(home.results, { section: "total" }).map((r) => r.cutoff)) || t("app.none")],
      [t("meta.business-date"), release.businessDate],
      [t("meta.as-of"), release.asOf],
      [t("meta.release"), release.id],
      [t("meta.audience"), t("audience." + home.audience)],
    ];
    document.getElementById("meta").replaceChildren(...pairs.map(([k, v]) => h("div", {}, h("dt", {}, k), h("dd", {}, v))));
  }

  // ---------------------------------------------------------------- charts

  const INK = "#16222e", SOFT = "#55677a", GRID = "#e3e9ef", BRAND = "#12568f";
  const PALETTE = ["#12568f", "#4c8fbf", "#8db8d8", "#c2a25a", "#7b8fa3", "#5a7d5a"];
  const FONT = { fontFamily: "Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif", color: INK };
  const SHAPES = { "●": "circle", "▲": "triangle", "■": "rect", "◆": "diamond", "▼": "path://M0,0 L10,0 L5,9 Z", "○": "emptyCircle" };
  const narrow = () => window.innerWidth < 700;

  function chart(height, text, option) {
    const element = h("div", { class: "chart", role: "img", "aria-label": text, style: { height: height + "px" } });
    options.set(element, option);
    return element;
  }

  /** Draws what is in the document now, which may not be all that was made. */
  function drawCharts(main) {
    charts = [...main.querySelectorAll(".chart")].map((element) => ({ option: options.get(element), instance: window.echarts.init(element, null, { renderer: "svg" }) }));
    charts.forEach(draw);
  }

  function draw(c) {
    c.instance.setOption({ animation: false, textStyle: FONT, ...c.option() }, true);
  }

  let resizing = 0;
  window.addEventListener("resize", () => {
    clearTimeout(resizing);
    resizing = setTimeout(() => charts.forEach((c) => {
      c.instance.resize();
      draw(c);
    }), 120);
  });

  // Rich text tooltips: names can't become markup, nor its own {style|text}.
  const tip = (words, trigger = "axis") => ({
    trigger, renderMode: "richText", confine: true, formatter: (points) => words(points).split("{").join("{\u200B"), axisPointer: { type: "shadow" },
    backgroundColor: "#ffffff", borderColor: "#c8d5e2", textStyle: { color: INK, fontSize: 13, lineHeight: 20 },
  });
  const short = (name) => ([...name].length > 40 ? [...name].slice(0, 39).join("") + "…" : name);
  const nameAxis = (names, width) => ({
    type: "category", inverse: true, data: names.map(short), axisTick: { show: false }, axisLine: { lineStyle: { color: GRID } },
    axisLabel: { color: INK, fontSize: 12, width, overflow: "break", lineHeight: 15, interval: 0 },
  });
  const valueAxis = (extra) => ({
    type: "value", axisLabel: { color: SOFT, fontSize: 12, hideOverlap: true }, splitLine: { lineStyle: { color: GRID } }, nameTextStyle: { color: SOFT }, ...extra,
  });
  const labelWidth = () => (narrow() ? 96 : 210);

  function alternative(box) {
    return h("details", {}, h("summary", {}, t("app.table")), h("div", {}, box));
  }

  // ---------------------------------------------------------------- results

  /** Results of a scorecard and period: per unit its total and its sections. */
  function outcomes(cardName, period) {
    const units = new Map();
    for (const row of rows(home.results, { scorecard: cardName, period })) {
      if (!units.has(row.unit)) units.set(row.unit, { unit: row.unit, class: row.class, sections: {}, total: null });
      if (row.section === "total") units.get(row.unit).total = row;
      else units.get(row.unit).sections[row.section] = row;
    }
    return [...units.values()].filter((u) => u.total).sort(byRank);
  }

  function byRank(a, b) {
    const rank = (u) => (u.total.rank === null ? Infinity : +u.total.rank);
    return (rank(a) - rank(b) || 0) || Number(b.total.low || 0) - Number(a.total.low || 0) || (a.unit < b.unit ? -1 : 1);
  }

  /** Scorecards with results, the one with most units first. */
  function cards() {
    const size = new Map();
    rows(home.results, { section: "total" }).forEach((r) => size.set(r.scorecard, (size.get(r.scorecard) || 0) + 1));
    return [...size.keys()].sort((a, b) => size.get(b) - size.get(a) || (a < b ? -1 : 1));
  }
  const periodsOf = (name) => distinct(rows(home.results, { scorecard: name }).map((r) => r.period)).sort(byPeriod).reverse();

  /** What a section adds to the total: its score times its effective weight; the bonus as it is. */
  function contribution(row) {
    const score = Number(row.score);
    const weight = Number(row.weight);
    return row.section === "bonus" || row.weight === null || weight === 0 ? score : (score * weight) / 100;
  }

  function totalText(total) {
    return total.score !== null ? grouped(total.score) : t("unit.range", { low: grouped(total.low), high: grouped(total.high) });
  }

  /** Without score and with nothing open, a section has given its weight to the others. */
  const scoreText = (row) => (row.score !== null || row.low === null || row.low === row.high ? grouped(row.score) : t("unit.range", { low: grouped(row.low), high: grouped(row.high) }));

  const cutoffOf = (list) => span(list.map((u) => u.total.cutoff));

  function span(days) {
    const dates = days.filter(Boolean).sort();
    if (!dates.length) return null;
    return dates[0] === dates[dates.length - 1] ? dates[0] : dates[0] + " – " + dates[dates.length - 1];
  }

  // ---------------------------------------------------------------- overview

  function overview(cardName, chosenPeriod) {
    const names = cards();
    if (!names.length) {
      meta(null);
      return [heading([], t("overview.title"), label(home.project.title)), h("p", { class: "notice" }, t("overview.none")), indicatorIndex()];
    }
    const name = names.includes(cardName) ? cardName : names[0];
    const periods = periodsOf(name);
    const at = periods.includes(chosenPeriod) ? chosenPeriod : periods[0];
    const scheme = cardOf(name);
    const list = outcomes(name, at);
    const members = (c) => list.filter((u) => u.class === c).length;
    const classes = distinct(list.map((u) => u.class)).sort((a, b) => members(b) - members(a) || (a < b ? -1 : 1));
    const counts = rows(home.lightCounts, { scorecard: name, period: at });
    meta(cutoffOf(list));

    const state = distinct(list.map((u) => u.total.state))[0];
    const head = heading([], t("overview.title"), [label(scheme.title), " · ", periodText(at)], stateChip(state));
    const chooser = h("div", { class: "controls" },
      h("nav", { class: "tabs", "aria-label": t("overview.choose") }, names.map((n) =>
        link(["s", n], label(cardOf(n).title), { "aria-current": n === name ? "page" : null }))),
      periods.length < 2 ? null : h("label", {}, t("word.period"), h("select", { onchange: (e) => (location.hash = route("s", name, e.target.value)) },
        periods.map((p) => h("option", { value: p, selected: p === at }, periodText(p))))));

    const ranked = list.filter((u) => u.total.rank !== null);
    const first = classes.map((c) => ranked.find((u) => u.class === c)).filter(Boolean);
    const grades = scheme.grades.map((g) => [g.name, list.filter((u) => u.total.grade === g.name).length]);
    const ungraded = list.filter((u) => !u.total.grade).length;
    if (ungraded && grades.length) grades.push([null, ungraded]);
    const tally = (code) => counts.filter((c) => c.light === code).reduce((sum, c) => sum + Number(c.count), 0);
    const codes = home.project.lights.map((l) => l.code).concat(counts.some((c) => c.light === "") ? "" : []);

    const stats = [
      card("span3 stat", h("div", { class: "label" }, t("overview.units")), h("div", { class: "big" }, String(list.length)),
        h("div", { class: "small" }, t("overview.ranked", { n: ranked.length }))),
      card("span3 stat", h("div", { class: "label" }, t("overview.highest")), first.length === 1
        ? [h("div", { class: "big" }, number(grouped(first[0].total.score), ["x", "t", name, at, first[0].unit], t("word.total"))), h("div", { class: "small" }, unitName(first[0].unit))]
        : h("ul", { class: "plain tight" }, first.slice(0, 4).map((u) => h("li", {}, link(["u", u.unit, name, at], unitName(u.unit), { class: "grow", title: word("class", u.class) }), h("b", { class: "n" }, number(grouped(u.total.score), ["x", "t", name, at, u.unit], t("word.total"))))))),
      card("span3 stat", h("div", { class: "label" }, t("overview.lights")),
        h("div", { class: "counts" }, codes.map((c) => h("span", { class: "count" }, light(c, false), h("b", {}, String(tally(c)))))),
        h("div", { class: "small" }, codes.map((c, i) => [i ? " · " : "", markOf(c) + " " + (c ? label(home.project.lights.find((l) => l.code === c).name) : t("overview.lights.none"))]))),
      card("span3 stat", h("div", { class: "label" }, t("overview.grades")),
        h("div", { class: "counts" }, grades.length ? grades.map(([g, n]) => h("span", { class: "count" }, h("span", {}, g ? word("grade", g) : t("overview.grades.none")), h("b", {}, String(n)))) : t("app.none"))),
    ];

    const league = card("", h("h2", {}, t("overview.league")), classes.map((c) => leagueTable(scheme, name, at, c, list.filter((u) => u.class === c), counts)));
    const left = h("div", { class: "span8 stack" }, league, totalsChart(scheme, list, classes));
    const right = h("div", { class: "span4 stack" }, sidePanels(scheme, name, at, classes, list), legend());

    return [head, h("p", { class: "notice" }, t("audience.office.note")), chooser,
      h("div", { class: "grid" }, stats, left, right)];
  }

  function leagueTable(scheme, name, at, cls, list, counts) {
    const sections = scheme.sections.map((s) => s.code).concat(list.some((u) => u.sections.bonus) ? "bonus" : []);
    const perUnit = new Map();
    counts.forEach((c) => { if (!perUnit.has(c.unit)) perUnit.set(c.unit, []); perUnit.get(c.unit).push(c); });
    return h("div", { class: "league" }, table({
      caption: t("overview.league.caption", { class: word("class", cls), n: list.length, ranked: list.filter((u) => u.total.rank !== null).length }),
      limit: 50,
      body: list,
      columns: [
        { title: t("word.rank"), n: true, cell: (u) => (u.total.rank === null ? h("span", { class: "muted" }, t("unit.unranked")) : h("span", { class: "rankno" }, u.total.rank)) },
        { title: t("word.unit"), head: true, cell: (u) => [link(["u", u.unit, name, at], unitName(u.unit)), totalReason(u.total) ? h("span", { class: "row-sub" }, totalReason(u.total)) : null] },
        { title: t("word.total"), n: true, cell: (u) => h("b", {}, number(totalText(u.total), ["x", "t", name, at, u.unit], unitName(u.unit) + " " + t("word.total"))) },
        { title: t("word.grade"), cell: (u) => (u.total.grade ? word("grade", u.total.grade) : null) },
        ...sections.map((code) => ({
          title: sectionName(scheme, code), n: true, class: "wrap",
          cell: (u) => { const s = u.sections[code]; return s && (s.score !== null || s.low !== null) ? number(scoreText(s), ["x", "s", name, at, u.unit, code], sectionName(scheme, code)) : null; },
        })),
        { title: t("word.lights"), class: "wide", cell: (u) => h("span", { class: "lights" }, inOrder(perUnit.get(u.unit) || []).map((c) => light(c.light, false, c.count))) },
      ],
    }));
  }

  function sidePanels(scheme, name, at, classes, list) {
    const panels = [];
    const entry = (u) => h("li", {}, h("span", { class: "pos" }, u.total.rank), link(["u", u.unit, name, at], unitName(u.unit), { class: "grow" }), h("span", { class: "n" }, grouped(u.total.score)));
    for (const c of classes) {
      const ranked = list.filter((u) => u.class === c && u.total.rank !== null);
      const n = Math.min(5, Math.floor(ranked.length / 2));
      if (ranked.length >= 6) {
        panels.push(card("", h("h2", {}, t("overview.top") + " / " + t("overview.bottom"), " ", h("span", { class: "chip" }, word("class", c))),
          h("h3", { class: "muted" }, t("overview.top")), h("ul", { class: "plain" }, ranked.slice(0, n).map(entry)),
          h("h3", { class: "muted", style: { "margin-top": "12px" } }, t("overview.bottom")), h("ul", { class: "plain" }, ranked.slice(-n).map(entry))));
      }
    }
    const lost = rows(home.losses, { scorecard: name, period: at });
    panels.push(card("", h("h2", {}, t("overview.lost")), lost.length
      ? h("ul", { class: "plain" }, lost.slice(0, panels.length ? 6 : 10).map((l) => h("li", {},
        h("span", { class: "grow" }, link(["x", "l", name, at, l.unit, l.item], label(itemOf(scheme, l.item).name)), h("span", { class: "row-sub" }, unitName(l.unit))),
        h("span", { class: "n fail" }, "−" + grouped(l.lost)), h("span", { class: "muted" }, "/ " + grouped(l.full)))))
      : h("p", { class: "muted" }, t("overview.lost.none"))));
    return panels;
  }

  function totalsChart(scheme, list, classes) {
    const LIMIT = 40;
    const shown = list.slice().sort((a, b) => classes.indexOf(a.class) - classes.indexOf(b.class) || byRank(a, b)).slice(0, LIMIT);
    const sections = scheme.sections.map((s) => s.code).concat(shown.some((u) => u.sections.bonus) ? "bonus" : []);
    const known = (u) => u.total.score !== null;
    const option = () => ({
      color: PALETTE,
      grid: { left: 4, right: shown.every(known) ? 52 : 108, top: 40, bottom: 8, containLabel: true },
      legend: { top: 0, left: 0, itemGap: 16, textStyle: { color: INK }, type: "scroll", data: sections.map((s) => sectionName(scheme, s)).concat(shown.some((u) => !known(u)) ? t("unit.open") : []) },
      tooltip: tip((points) => {
        const u = shown[points[0].dataIndex];
        return [unitName(u.unit), t("word.total") + " " + totalText(u.total)].concat(sections.filter((s) => u.sections[s]).map((s) => {
          const r = u.sections[s];
          return sectionName(scheme, s) + " " + grouped(r.score) + (r.weight ? " × " + grouped(r.weight) + "%" : "");
        })).join("\n");
      }),
      xAxis: valueAxis({ min: 0 }),
      yAxis: nameAxis(shown.map((u) => unitName(u.unit)), labelWidth()),
      series: [
        ...sections.map((code) => ({
          name: sectionName(scheme, code), type: "bar", stack: "t", barMaxWidth: 18,
          data: shown.map((u) => (known(u) && u.sections[code] ? contribution(u.sections[code]) : null)),
        })),
        { name: t("unit.range.low"), type: "bar", stack: "t", itemStyle: { color: "#c3cdd7" }, data: shown.map((u) => (known(u) ? null : Number(u.total.low))) },
        {
          name: t("unit.open"), type: "bar", stack: "t",
          itemStyle: { color: "#eef2f6", borderColor: "#9fb0c0", borderType: "dashed", decal: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: 0.8, color: "#b8c4cf" } },
          data: shown.map((u) => (known(u) ? null : Number(u.total.high) - Number(u.total.low))),
        },
        { name: t("word.total"), type: "bar", stack: "t", silent: true, data: shown.map(() => 0), label: { show: true, position: "right", color: INK, fontWeight: 600, formatter: (p) => totalText(shown[p.dataIndex].total) } },
      ],
    });
    return card("", h("h2", {}, t("overview.chart")),
      chart(Math.max(160, 70 + shown.length * 32), t("overview.chart.label", { title: label(scheme.title) }), option),
      list.length > LIMIT ? h("p", { class: "note" }, t("overview.chart.limit", { n: LIMIT })) : null);
  }

  function legend() {
    const lights = home.project.lights;
    return card("", h("h2", {}, t("overview.legend")),
      h("div", { class: "legend" }, lights.map((l, i) => h("div", {}, light(l.code), h("div", { class: "rule" },
        i === lights.length - 1 ? t("overview.legend.last") : t("overview.legend.rule", { n: l.atLeast })))),
        h("div", {}, light("")), h("p", { class: "note" }, t("overview.legend.met"))));
  }

  // ---------------------------------------------------------------- unit

  async function unitPage(code, cardName, chosenPeriod) {
    const unit = unitByCode.get(code);
    if (!unit) return notFound();
    const data = await load("units/" + unit.file);
    const lines = rows(data.lines);
    const own = distinct(rows(home.results, { unit: code }).map((r) => r.scorecard));
    const name = own.includes(cardName) ? cardName : own[0];
    const cells = rows(data.cells);
    if (!name) {
      meta(span(cells.map((c) => c.cutoff)));
      return [heading(unitCrumbs(unit), label(unit), [word("class", unit.kind), " · ", h("span", { class: "code" }, code)]), unitCells(unit, cells), childrenCard(unit)];
    }
    const periods = distinct(rows(home.results, { unit: code, scorecard: name }).map((r) => r.period)).sort(byPeriod).reverse();
    const at = periods.includes(chosenPeriod) ? chosenPeriod : periods[0];
    const scheme = cardOf(name);
    const outcome = outcomes(name, at).find((u) => u.unit === code);
    const total = outcome.total;
    meta(total.cutoff);
    const mine = lines.filter((l) => l.scorecard === name && l.period === at);
    const shown = mine.filter((l) => l.branch !== "not-addressed");

    const scored = new Set(shown.filter((l) => l.measured === code).map((l) => l.indicator));
    // What only items of other units read, and nobody delivered for this one, is not its affair.
    const asked = new Set(shown.map((l) => l.indicator));
    const foreign = new Set(scheme.items.map((i) => i.indicator).filter((i) => !asked.has(i)));
    const others = cells.filter((c) => !scored.has(c.indicator) && !(c.value === null && foreign.has(c.indicator)));

    const hero = card("span5", h("h2", {}, t("word.total")), h("div", { class: "hero" },
      h("div", { class: "figure" }, h("div", { class: "big" + (total.score === null ? " range" : "") }, number(totalText(total), ["x", "t", name, at, code], t("word.total"))),
        h("div", { class: "label" }, t("word.full") + " " + grouped(scheme.fullMarks))),
      h("div", { class: "figure" }, h("div", { class: "label" }, t("word.rank")), h("div", { class: "mid" }, total.rank === null ? t("unit.unranked") : t("unit.rank", { rank: total.rank, of: total.ranked }))),
      h("div", { class: "figure" }, h("div", { class: "label" }, t("word.grade")), h("div", { class: "mid" }, total.grade ? word("grade", total.grade) : t("app.none")))),
      h("p", { class: "counts", style: { "margin-top": "14px" } }, inOrder(rows(home.lightCounts, { scorecard: name, period: at, unit: code })).map((c) => h("span", { class: "count" }, light(c.light), h("b", {}, c.count)))),
      totalReason(total) ? h("p", { style: { "margin-top": "10px" } }, h("span", { class: "chip warn" }, totalReason(total))) : null,
      total.score === null ? h("p", { class: "note" }, t("unit.range.note")) : null);

    const codes = scheme.sections.map((s) => s.code).concat(outcome.sections.bonus ? "bonus" : []);
    const sections = codes.map((section) => {
      const own = shown.filter((l) => l.section === section);
      const hidden = mine.filter((l) => l.section === section).length - own.length;
      return own.length || outcome.sections[section] ? sectionCard(scheme, name, at, code, section, outcome.sections[section], own, hidden) : null;
    });
    return [
      heading(unitCrumbs(unit, [link(["s", name, at], label(scheme.title))]), label(unit), [t("unit.title") + " · " + periodText(at) + " · ", word("class", outcome.class)], stateChip(total.state)),
      own.length > 1 || periods.length > 1 ? h("div", { class: "controls" },
        own.length > 1 ? h("nav", { class: "tabs", "aria-label": t("unit.others") }, own.map((n) => link(["u", code, n], label(cardOf(n).title), { "aria-current": n === name ? "page" : null }))) : null,
        periods.length > 1 ? h("label", {}, t("word.period"), h("select", { onchange: (e) => (location.hash = route("u", code, name, e.target.value)) }, periods.map((p) => h("option", { value: p, selected: p === at }, periodText(p))))) : null) : null,
      h("div", { class: "grid" }, hero, composition(scheme, outcome, unit), sections, others.length ? unitCells(unit, others) : null),
      childrenCard(unit),
    ];
  }

  function unitCrumbs(unit, extra = []) {
    const crumbs = [];
    for (let parent = unitByCode.get(unit.parent), n = 0; parent && n < 9; parent = unitByCode.get(parent.parent), n++) {
      crumbs.unshift(link(["u", parent.code], label(parent)));
    }
    return [homeCrumb(), ...extra, ...crumbs];
  }

  function childrenCard(unit) {
    const below = children.get(unit.code) || [];
    if (!below.length) return null;
    return card("", h("h2", {}, t("unit.below")), h("div", { class: "tabs" }, below.slice(0, 200).map((c) => link(["u", c.code], label(c)))));
  }

  /** Starts where the sections before end; what is not won is hatched up to the section's weight. */
  function composition(scheme, outcome, unit) {
    const codes = scheme.sections.map((s) => s.code).concat(outcome.sections.bonus ? "bonus" : []).filter((c) => outcome.sections[c]);
    let sum = 0;
    const bars = codes.map((code) => {
      const row = outcome.sections[code];
      const missing = row.score === null;
      const share = (score) => (code === "bonus" || !Number(row.weight) ? Number(score || 0) : (Number(score || 0) * Number(row.weight)) / 100);
      const won = share(missing ? row.low : row.score);
      const open = missing ? share(row.high) - won : 0;
      const lost = code === "bonus" || !Number(row.weight) ? 0 : Math.max(0, Number(row.weight) - won - open);
      const bar = { code, row, start: sum, won, open, lost };
      sum += won;
      return bar;
    });
    const names = bars.map((b) => sectionName(scheme, b.code)).concat(t("word.total"));
    const known = outcome.total.score !== null;
    const end = known ? Number(outcome.total.score) : Number(outcome.total.low);
    const fixed = (n) => n.toFixed(2);
    const option = () => ({
      grid: { left: 4, right: 60, top: 34, bottom: 8, containLabel: true },
      legend: { top: 0, left: 0, data: [t("unit.won"), t("unit.lost"), ...(known ? [] : [t("unit.open")])], textStyle: { color: INK } },
      tooltip: tip((points) => {
        const b = bars[points[0].dataIndex];
        if (!b) return t("word.total") + " " + totalText(outcome.total);
        return [names[points[0].dataIndex], t("unit.section.score", { score: scoreText(b.row) }), t("word.weight") + " " + grouped(b.row.weight) + (b.row.weight === null ? "" : "%")].join("\n");
      }),
      xAxis: valueAxis({ min: 0 }),
      yAxis: nameAxis(names, narrow() ? 80 : 120),
      series: [
        { type: "bar", stack: "w", silent: true, itemStyle: { color: "transparent" }, data: bars.map((b) => b.start).concat(0) },
        { name: t("unit.won"), type: "bar", stack: "w", barMaxWidth: 24, itemStyle: { color: BRAND }, data: bars.map((b) => b.won).concat({ value: end, itemStyle: { color: "#0d3b66" } }),
          label: { show: true, position: "inside", color: "#fff", formatter: (p) => (p.dataIndex === bars.length ? totalText(outcome.total) : p.value >= (narrow() ? 16 : 5) ? fixed(p.value) : "") } },
        { name: t("unit.open"), type: "bar", stack: "w", barMaxWidth: 24,
          itemStyle: { color: "#eef2f6", borderColor: "#9fb0c0", borderType: "dashed", decal: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: 0.8, color: "#b8c4cf" } },
          data: bars.map((b) => b.open).concat(known ? 0 : Number(outcome.total.high) - end) },
        { name: t("unit.lost"), type: "bar", stack: "w", barMaxWidth: 24, itemStyle: { color: "#f3dedc", borderColor: "#c98b86", borderWidth: 1 },
          data: bars.map((b) => b.lost).concat(0),
          label: { show: true, position: "right", color: "#8f1d16", formatter: (p) => (p.value >= 0.005 ? "−" + fixed(p.value) : "") } },
      ],
    });
    return card("span7", h("h2", {}, t("unit.composition")), chart(74 + names.length * 42, t("unit.composition.label", { unit: label(unit) }), option),
      alternative(table({
        cards: false, body: bars, caption: t("unit.composition"),
        columns: [
          { title: t("word.section"), head: true, cell: (b) => sectionName(scheme, b.code) },
          { title: t("word.score"), n: true, cell: (b) => scoreText(b.row) },
          { title: t("word.weight"), n: true, cell: (b) => (b.row.weight === null ? null : grouped(b.row.weight) + "%") },
          { title: t("word.points"), n: true, cell: (b) => grouped(b.row.points) },
          { title: t("word.full"), n: true, cell: (b) => grouped(b.row.full) },
        ],
      })));
  }

  function sectionCard(scheme, name, at, unit, section, row, lines, hidden) {
    const why = (l) => ["x", "l", name, at, unit, l.item];
    const words = !row ? "" : section === "bonus" ? t("unit.section.bonus", { full: grouped(row.full), points: grouped(row.points) })
      : t("unit.section", { full: grouped(row.full), points: grouped(row.points), weight: grouped(row.weight) });
    return card("span12",
      h("div", { class: "section-head" }, h("h2", {}, sectionName(scheme, section)), h("span", { class: "sum" }, words),
        row && section !== "bonus" ? number(t("unit.section.score", { score: scoreText(row) }), ["x", "s", name, at, unit, section], sectionName(scheme, section)) : null,
        row && totalReason(row) ? h("span", { class: "chip warn" }, totalReason(row)) : null),
      !lines.length ? null : table({
        body: lines,
        columns: [
          { title: t("word.item"), head: true, cell: (l) => {
            const item = itemOf(scheme, l.item);
            return [l.indicator ? link(["i", l.indicator, (l.measured || "").split(";")[0]], label(item.name)) : label(item.name),
              h("span", { class: "row-sub" }, l.item,
                item.binding ? [" · ", t("rule.binding")] : null,
                l.measured && l.measured !== unit ? [" · ", t("word.measured"), " ", l.measured.split(";").slice(0, 3).map(unitName).join(t("app.separator")), l.measured.split(";").length > 3 ? " …" : ""] : null)];
          } },
          { title: t("word.target"), n: true, cell: (l) => (l.target === null && l.low === null && l.high === null ? null : number(targetText(l, indicatorOf(l.indicator)), why(l), t("word.target"))) },
          { title: t("word.value"), n: true, cell: (l) => (l.value !== null ? number(quantity(l.value, indicatorOf(l.indicator)), why(l), label(itemOf(scheme, l.item).name)) : l.status === "not-applicable" ? h("span", { class: "muted" }, t("status.not-applicable")) : l.indicator ? link(why(l), t("indicator.missing"), { class: "missing" }) : null) },
          { title: t("word.full"), n: true, cell: (l) => grouped(l.full) },
          { title: t("word.points"), n: true, cell: (l) => (l.points !== null ? h("b", {}, number(grouped(l.points), why(l), t("word.points"))) : link(why(l), t("app.none"))) },
          { title: t("word.lost"), n: true, cell: (l) => (l.lost === null || section === "bonus" ? null : Number(l.lost) > 0 ? h("span", { class: "fail" }, "−" + grouped(l.lost)) : grouped(l.lost)) },
          { title: t("word.light"), cell: (l) => lightsOf(l.lights) },
          { title: t("word.status"), class: "keep", cell: (l) => [statusWords(l), l.counted === "false" ? h("span", { class: "row-sub" }, t("unit.uncounted")) : null, l.rounding === "true" ? h("span", { class: "row-sub" }, t("unit.rounding")) : null] },
          { title: t("word.sentence"), class: "sentence", cell: (l) => (lang === ZH ? l.zh : l.en) },
        ],
      }),
      hidden ? h("p", { class: "note" }, t("unit.hidden", { n: hidden })) : null);
  }

  function bestKind(cells) {
    const order = ["year", "year-to-date", "half-year", "quarter", "month", "day"];
    const best = new Map();
    for (const c of cells) {
      const now = best.get(c.indicator);
      if (!now || order.indexOf(c.kind) < order.indexOf(now.kind)) best.set(c.indicator, c);
    }
    return [...best.values()];
  }

  function unitCells(unit, cells) {
    return card("span12", h("h2", {}, t("unit.cells")), table({
      body: bestKind(cells).sort((a, b) => (a.indicator < b.indicator ? -1 : 1)),
      columns: [
        { title: t("word.indicator"), head: true, cell: (c) => [link(["i", c.indicator, unit.code, c.kind], label(indicatorOf(c.indicator).name)), h("span", { class: "row-sub" }, c.indicator)] },
        { title: t("word.period"), cell: (c) => periodText(c.period) },
        { title: t("word.target"), n: true, cell: (c) => (c.target === null && c.low === null && c.high === null ? null : targetText(c, indicatorOf(c.indicator))) },
        { title: t("word.value"), n: true, cell: (c) => (c.value === null ? h("span", { class: "missing" }, t("indicator.missing")) : number(quantity(c.value, indicatorOf(c.indicator)), ["x", "v", c.indicator, unit.code, c.period], label(indicatorOf(c.indicator).name))) },
        { title: t("word.attainment"), n: true, cell: (c) => { const done = attained(c, indicatorOf(c.indicator)); return done === null ? null : percent(done); } },
        { title: t("word.pace"), n: true, cell: (c) => (c.pace === null ? null : percent(c.pace)) },
        { title: t("word.light"), cell: (c) => (c.light ? light(c.light) : null) },
        { title: t("word.judgement"), class: "wide", cell: (c) => [word("judgement", c.judgement), h("span", { class: "row-sub" }, c.value === null ? reason(c.reason) : reason(c.why))] },
      ],
    }));
  }

  // ---------------------------------------------------------------- indicators

  function indicatorIndex() {
    const byDomain = new Map();
    Object.values(home.indicators).forEach((i) => { if (!byDomain.has(i.domain)) byDomain.set(i.domain, []); byDomain.get(i.domain).push(i); });
    const spread = rows(home.status);
    const shortest = (code) => {
      const own = spread.filter((s) => s.indicator === code);
      const kind = ["year", "half-year", "quarter", "month", "year-to-date", "day"].find((k) => own.some((s) => s.kind === k));
      return own.filter((s) => s.kind === kind);
    };
    return h("div", { class: "grid" }, [...byDomain.entries()].map(([domain, list]) => card("span12", table({
      caption: word("domain", domain), body: list,
      columns: [
        { title: t("word.indicator"), head: true, cell: (i) => [link(["i", i.code], label(i.name)), h("span", { class: "row-sub" }, i.code)] },
        { title: t("word.unit-of-measure"), cell: (i) => label(i.measure) },
        { title: t("word.direction"), cell: (i) => t("direction." + i.direction) },
        { title: t("word.frequency"), cell: (i) => t("kind." + i.frequency) },
        { title: t("indicator.latest"), cell: (i) => { const s = shortest(i.code); return s.length ? periodText(s[0].period) : h("span", { class: "muted" }, t("indicator.missing")); } },
        { title: t("word.lights"), class: "wide", cell: (i) => h("span", { class: "lights" }, inOrder(shortest(i.code)).map((s) => light(s.light, false, s.count))) },
      ],
    }))));
  }

  function indicatorsPage() {
    meta(null);
    return [heading([homeCrumb()], t("app.indicators"), t("overview.indicators")), indicatorIndex()];
  }

  async function indicatorPage(code, unitCode, kindChosen, view) {
    const indicator = indicatorOf(code);
    if (!indicator) return notFound();
    const data = await load("indicators/" + indicator.file);
    if (!data.cells.n) {
      meta(null);
      return [heading([homeCrumb(), link(["i"], t("app.indicators"))], label(indicator.name), code), h("p", { class: "notice" }, t("indicator.none")), definitionCard(indicator)];
    }
    const units = distinct(rows({ n: data.cells.n, unit: data.cells.unit }).map((r) => r.unit)).filter((u) => unitByCode.has(u));
    const chosen = units.includes(unitCode) ? unitCode : units.slice().sort((a, b) => depth(a) - depth(b))[0];
    const series = rows(data.cells, { unit: chosen });
    const kinds = KINDS.filter((k) => series.some((c) => c.kind === k));
    const kind = kinds.includes(kindChosen) ? kindChosen : kinds.includes(indicator.frequency) ? indicator.frequency : kinds[0];
    const over = series.filter((c) => c.kind === kind).sort((a, b) => byPeriod(a.period, b.period));
    const valued = over.filter((c) => c.value !== null);
    const latest = valued[valued.length - 1] || over[over.length - 1];
    meta(latest && latest.cutoff);
    const classes = unitByCode.get(chosen).classes.split(";").filter((c) => indicator.classes.includes(c));
    const peers = (c) => units.filter((u) => unitByCode.get(u).classes.split(";").includes(c));
    const under = below(chosen);
    // A unit without its like (a province) is compared by what lies below it.
    const cls = classes.find((c) => peers(c).length > 1)
      || indicator.classes.filter((c) => peers(c).filter((u) => u !== chosen && under.has(u)).length > 1).sort((a, b) => peers(a).length - peers(b).length)[0]
      || classes[0] || indicator.classes[0];

    const go = (u, k, v) => route("i", code, u, k, ...(v ? [v] : []));
    const groups = indicator.classes.map((c) => [c, units.filter((u) => unitByCode.get(u).classes.split(";").includes(c))]).filter(([, us]) => us.length);
    const controls = h("div", { class: "controls" },
      h("label", {}, t("indicator.choose-unit"), h("select", { id: "unit-choice", onchange: (e) => (location.hash = go(e.target.value, kind, view)) },
        groups.map(([c, us]) => h("optgroup", { label: word("class", c) }, us.map((u) => h("option", { value: u, selected: u === chosen }, unitName(u))))))),
      h("nav", { class: "tabs", "aria-label": t("indicator.choose-period") }, kinds.map((k) => h("a", { href: go(chosen, k, view), "aria-current": k === kind ? "true" : null }, t("kind." + k)))));

    return [
      heading([homeCrumb(), link(["i"], t("app.indicators")), word("domain", indicator.domain)], label(indicator.name), [code, " · ", t("direction." + indicator.direction), " · ", label(indicator.measure)]),
      controls,
      h("div", { class: "grid" },
        latestCard(indicator, chosen, latest),
        overTime(indicator, chosen, kind, over),
        latest ? comparison(indicator, data, cls, latest.period, chosen, kind, view) : null,
        definitionCard(indicator)),
    ];
  }

  function depth(code) {
    let n = 0;
    for (let u = unitByCode.get(code); u && u.parent && n < 9; u = unitByCode.get(u.parent)) n++;
    return n;
  }

  function latestCard(indicator, unit, cell) {
    const has = cell.value !== null;
    return card("span4", h("h2", {}, unitName(unit) + " · " + periodText(cell.period)),
      h("div", { class: "hero" }, h("div", { class: "figure" },
        h("div", { class: "big" + (has ? "" : " range missing") }, has ? number(quantity(cell.value, indicator), ["x", "v", indicator.code, unit, cell.period], label(indicator.name)) : t("indicator.missing")),
        has ? light(cell.light || "") : h("div", { class: "missing" }, reason(cell.reason)))),
      h("div", { style: { "margin-top": "12px" } }, facts([
        [t("word.target"), cell.target === null && cell.low === null && cell.high === null ? null : [targetText(cell, indicator), cell.targetUnit && cell.targetUnit !== unit ? h("span", { class: "muted" }, " · " + t("explain.target.inherited", { unit: unitName(cell.targetUnit) })) : null]],
        [t("word.judgement"), [word("judgement", cell.judgement), cell.why ? h("span", { class: "muted" }, " · " + reason(cell.why)) : null]],
        [t("word.interval"), cell.lower === null ? null : grouped(cell.lower) + " – " + quantity(cell.upper, indicator)],
        [t("word.numerator"), cell.denominator === null ? null : grouped(cell.numerator)],
        [t("word.denominator"), cell.denominator === null ? null : grouped(cell.denominator)],
        [t("word.coverage"), cell.status === "partial" ? t("data.partial") + " · " + grouped(String(Math.round(Number(cell.coverage) * 10000) / 100)) + "% · " + reason(cell.reason) : null],
        [t("meta.cut-off"), cell.cutoff],
      ])),
      attained(cell, indicator) === null ? null : h("div", { style: { "margin-top": "14px" } }, progress(cell)));
  }

  function progress(cell) {
    const most = Math.max(100, Number(cell.attainment), Number(cell.pace || 0));
    const bar = (text, cls) => h("div", { class: "track" }, h("div", { class: "fill " + cls, style: { width: (100 * Number(text)) / most + "%" } }));
    return [h("h3", {}, t("indicator.progress")),
      h("div", { class: "progress", role: "img", "aria-label": t("indicator.progress.label", { attainment: percent(cell.attainment), pace: percent(cell.pace) }) },
        h("span", {}, t("word.attainment")), bar(cell.attainment, ""), h("span", { class: "n" }, percent(cell.attainment)),
        cell.pace === null ? null : [h("span", {}, t("word.pace")), bar(cell.pace, "pace"), h("span", { class: "n" }, percent(cell.pace))])];
  }

  function overTime(indicator, unit, kind, over) {
    const num = (v) => (v === null ? null : Number(v));
    const hasBand = over.some((c) => c.lower !== null);
    const hasTarget = over.some((c) => c.target !== null || c.low !== null || c.high !== null);
    // A line needs two points; a target without neighbours is drawn as a dash.
    const targets = over.map((c) => num(c.target) ?? num(c.high) ?? num(c.low));
    const option = () => ({
      grid: { left: 4, right: 36, top: 40, bottom: 8, containLabel: true },
      legend: { top: 0, left: 0, textStyle: { color: INK }, data: [t("word.value"), ...(hasTarget ? [t("word.target")] : []), ...(hasBand ? [t("word.interval")] : [])] },
      tooltip: tip((points) => {
        const c = over[points[0].dataIndex];
        return [periodText(c.period), c.value === null ? t("indicator.missing") + t("app.colon") + reason(c.reason) : quantity(c.value, indicator),
          c.lower === null ? "" : t("word.interval") + " " + grouped(c.lower) + " – " + grouped(c.upper),
          c.target === null && c.low === null && c.high === null ? "" : t("word.target") + " " + targetText(c, indicator),
          c.light ? markOf(c.light) + " " + label(home.project.lights.find((l) => l.code === c.light).name) : ""].filter(Boolean).join("\n");
      }),
      xAxis: { type: "category", data: over.map((c) => c.period), boundaryGap: over.length < 3, axisLabel: { color: SOFT, hideOverlap: true }, axisLine: { lineStyle: { color: "#9fb0c0" } }, axisTick: { alignWithLabel: true } },
      yAxis: valueAxis({ scale: true, boundaryGap: ["8%", "8%"], min: (r) => (r.min >= 0 && r.min - (r.max - r.min) * 0.1 <= 0 ? 0 : null) }),
      series: [
        { name: "low", type: "line", stack: "band", symbol: "none", silent: true, lineStyle: { opacity: 0 }, data: over.map((c) => num(c.lower)), tooltip: { show: false } },
        { name: t("word.interval"), type: "line", stack: "band", symbol: "none", silent: true, lineStyle: { opacity: 0 }, itemStyle: { color: "#b9d3ea" }, areaStyle: { color: "#b9d3ea", opacity: 0.55 },
          data: over.map((c) => (c.lower === null ? null : Number(c.upper) - Number(c.lower))) },
        { name: t("word.target"), type: "line", symbol: "none", lineStyle: { color: "#b3261e", type: "dashed", width: 1.6 }, itemStyle: { color: "#b3261e" }, connectNulls: false,
          data: targets.map((goal, at) => (goal !== null && (targets[at - 1] ?? null) === null && (targets[at + 1] ?? null) === null ? { value: goal, symbol: "rect", symbolSize: [46, 2] } : goal)) },
        { name: t("word.value"), type: "line", symbol: "circle", symbolSize: 8, lineStyle: { color: BRAND, width: 2.4 }, itemStyle: { color: BRAND, borderColor: "#fff", borderWidth: 1.5 }, connectNulls: false,
          data: over.map((c) => num(c.value)) },
      ],
    });
    return card("span8", h("h2", {}, t("indicator.over-time") + " · " + t("kind." + kind), h("span", { class: "muted measure" }, label(indicator.measure))),
      chart(320, t("indicator.over-time.label", { unit: unitName(unit), name: label(indicator.name) }), option),
      alternative(table({
        cards: false, caption: label(indicator.name) + " · " + unitName(unit), body: over.slice().reverse(),
        columns: [
          { title: t("word.period"), head: true, cell: (c) => periodText(c.period) },
          { title: t("word.value"), n: true, cell: (c) => (c.value === null ? h("span", { class: "missing" }, t("indicator.missing") + t("app.colon") + reason(c.reason)) : number(quantity(c.value, indicator), ["x", "v", indicator.code, unit, c.period], periodText(c.period))) },
          { title: t("word.target"), n: true, cell: (c) => targetText(c, indicator) },
          { title: t("word.interval"), n: true, cell: (c) => (c.lower === null ? null : grouped(c.lower) + " – " + grouped(c.upper)) },
          { title: t("word.attainment"), n: true, cell: (c) => (attained(c, indicator) === null ? null : percent(c.attainment)) },
          { title: t("word.pace"), n: true, cell: (c) => (c.pace === null ? null : percent(c.pace)) },
          { title: t("word.light"), cell: (c) => (c.light ? light(c.light) : null) },
          { title: t("word.judgement"), cell: (c) => [word("judgement", c.judgement), " ", h("span", { class: "muted" }, reason(c.why))] },
        ],
      })));
  }

  function comparison(indicator, data, cls, period, chosen, kind, view) {
    const better = indicator.direction === "lower" ? 1 : -1;
    const peers = rows(data.cells, { period }).filter((c) => unitByCode.has(c.unit) && unitByCode.get(c.unit).classes.split(";").includes(cls))
      .sort((a, b) => (a.value === null) - (b.value === null) || better * (Number(a.value) - Number(b.value)) || (a.unit < b.unit ? -1 : 1));
    const valued = peers.filter((c) => c.value !== null);
    const LIMIT = 100;
    const shown = valued.slice(0, LIMIT);
    const words = { name: label(indicator.name), period: periodText(period), class: word("class", cls) };
    const target = valued.map((c) => c.target).find((v) => v !== null);
    const sameTarget = target !== undefined && valued.every((c) => c.target === target);
    const option = () => ({
      grid: { left: 4, right: 8, top: 24, bottom: 8, containLabel: true },
      tooltip: tip((points) => {
        const c = shown[points[0].dataIndex];
        return [unitName(c.unit), quantity(c.value, indicator), c.lower === null ? "" : t("word.interval") + " " + grouped(c.lower) + " – " + grouped(c.upper)].filter(Boolean).join("\n");
      }),
      xAxis: valueAxis({ min: (r) => (r.min < 0 ? null : r.min < r.max - r.min ? 0 : Math.max(0, Math.floor(r.min - (r.max - r.min) * 0.15))) }),
      yAxis: [nameAxis(shown.map((c) => unitName(c.unit)), labelWidth()),
        { type: "category", inverse: true, position: "right", data: shown.map((c) => grouped(c.value)), axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: INK, fontWeight: 600, fontSize: 12, interval: 0 } }],
      series: [
        { type: "scatter", symbolSize: 10, data: shown.map((c, i) => ({ value: [Number(c.value), i], itemStyle: { color: colourOf(c.light), borderColor: c.unit === chosen ? INK : "#fff", borderWidth: c.unit === chosen ? 2 : 1 } })),
          symbol: (v, p) => SHAPES[markOf(shown[p.dataIndex].light)] || "circle", z: 5,
          ...(sameTarget ? { markLine: { symbol: "none", silent: true, lineStyle: { color: "#b3261e", type: "dashed" }, label: { color: "#b3261e", formatter: t("word.target") + " " + grouped(target), position: "start", distance: 2 }, data: [{ xAxis: Number(target) }] } } : {}) },
        { type: "custom", silent: true, z: 3, data: shown.map((c, i) => [c.lower === null ? null : Number(c.lower), c.upper === null ? null : Number(c.upper), i]), encode: { x: [0, 1], y: 2 },
          renderItem: (params, api) => {
            if (shown[params.dataIndex].lower === null) return null;
            const a = api.coord([api.value(0), api.value(2)]), b = api.coord([api.value(1), api.value(2)]);
            const style = { stroke: "#7f93a6", lineWidth: 1.6, fill: "none" };
            return { type: "group", children: [
              { type: "line", shape: { x1: a[0], y1: a[1], x2: b[0], y2: b[1] }, style },
              { type: "line", shape: { x1: a[0], y1: a[1] - 4, x2: a[0], y2: a[1] + 4 }, style },
              { type: "line", shape: { x1: b[0], y1: b[1] - 4, x2: b[0], y2: b[1] + 4 }, style }] };
          } },
      ],
    });
    const tiles = view === "tiles";
    const switcher = h("nav", { class: "tabs", "aria-label": t("indicator.compare") },
      h("a", { href: route("i", indicator.code, chosen, kind), "aria-current": tiles ? null : "true" }, t("indicator.league")),
      h("a", { href: route("i", indicator.code, chosen, kind, "tiles"), "aria-current": tiles ? "true" : null }, t("indicator.tiles")));
    const tileView = () => h("div", { class: "tiles" }, peers.map((c) => link(["i", indicator.code, c.unit, kind, "tiles"], [
      h("span", { class: "who" }, unitName(c.unit)),
      h("span", { class: "mark", "aria-hidden": "true" }, c.value === null ? "" : markOf(c.light)),
      h("span", { class: "what" + (c.value === null ? " missing" : "") }, c.value === null ? t("indicator.missing") : quantity(c.value, indicator)),
      h("span", { class: "visually-hidden" }, c.light ? label(home.project.lights.find((l) => l.code === c.light).name) : t("overview.lights.none"))],
      { class: "tile", style: { "--c": c.value === null ? "#c8d0d8" : colourOf(c.light) }, title: c.value === null ? reason(c.reason) : null, "aria-current": c.unit === chosen ? "true" : null })));
    return card("span8",
      h("div", { class: "section-head" }, h("h2", {}, t("indicator.compare")), h("span", { class: "sum" }, words.class + " · " + words.period + " · " + t("indicator.best-first")), switcher),
      tiles ? tileView() : valued.length ? chart(60 + shown.length * 30, t("indicator.compare.label", words), option) : h("p", { class: "missing" }, t("indicator.missing")),
      !tiles && valued.length > LIMIT ? h("p", { class: "note" }, t("indicator.compare.limit", { n: LIMIT })) : null,
      !tiles && valued.some((c) => c.lower !== null) ? h("p", { class: "note" }, t("indicator.compare.overlap")) : null,
      alternative(table({
        cards: false, limit: 100, caption: t("indicator.compare") + " · " + words.class + " · " + words.period, body: peers,
        columns: [
          { title: t("word.unit"), head: true, cell: (c) => link(["i", indicator.code, c.unit, kind], unitName(c.unit)) },
          { title: t("word.value"), n: true, cell: (c) => (c.value === null ? h("span", { class: "missing" }, t("indicator.missing") + t("app.colon") + reason(c.reason)) : number(quantity(c.value, indicator), ["x", "v", indicator.code, c.unit, c.period], unitName(c.unit))) },
          { title: t("word.target"), n: true, cell: (c) => targetText(c, indicator) },
          { title: t("word.interval"), n: true, cell: (c) => (c.lower === null ? null : grouped(c.lower) + " – " + grouped(c.upper)) },
          { title: t("word.light"), cell: (c) => (c.light ? light(c.light) : null) },
          { title: t("word.reason"), cell: (c) => (c.value === null ? reason(c.reason) : reason(c.why)) },
        ],
      })));
  }

  function partWords(part) {
    let text = t("aggregate." + part.aggregate, { from: label(part.from), argument: part.argument ? label(part.argument) : "" });
    if (part.where) text += t("aggregate.where", { where: label(part.where) });
    if (part.hold) text += t("aggregate.hold");
    return text;
  }

  function definitionCard(indicator) {
    const version = indicator.versions[indicator.versions.length - 1];
    return card("span4 top", h("h2", {}, t("indicator.definitions")), facts([
      [t("word.code"), indicator.code],
      ...version.parts.map((p) => [t("part." + p.role).replace(/^./, (c) => c.toUpperCase()), partWords(p)]),
      [t("word.unit-of-measure"), label(indicator.measure) + (version.per && version.per !== 1 ? " (× " + grouped(String(version.per)) + ")" : "")],
      [t("word.direction"), t("direction." + indicator.direction)],
      [t("word.progress"), t("progress." + indicator.progress)],
      [t("word.frequency"), t("kind." + indicator.frequency)],
      [t("word.kind"), t("indicator-kind." + indicator.kind) + " · " + t("dimension." + indicator.dimension)],
      [t("word.owner"), word("domain", indicator.owner)],
      [t("word.definition-version"), indicator.versions.map((v) => v.from).join(t("app.separator"))],
    ]));
  }

  // ---------------------------------------------------------------- derivation

  function ruleWords(item, indicator) {
    const rule = item.rule || {};
    const measure = indicator ? spaced(label(indicator.measure)) : "";
    const points = indicator && label(indicator.measure) === "%" ? " " + t("rule.step.pp") : measure;
    switch (rule.kind) {
      case "ratio": return [t(rule.form ? "rule.ratio." + rule.form : "rule.ratio")];
      case "step": return [t("rule.step", { per: rule.per, of: rule.percentOfTarget ? t("rule.step.percent") : points, deduct: rule.deduct, gap: t("gap." + rule.gap) })
        + (rule.zeroBeyond ? t("rule.step.zero." + (indicator && ["higher", "lower"].includes(indicator.direction) ? indicator.direction : "other"), { bound: rule.zeroBeyond + measure }) : "")];
      case "band": return [t("rule.band")].concat(rule.bands.map((b) => t(b.from === undefined ? "rule.band.to" : b.to === undefined ? "rule.band.from" : "rule.band.from-to", { from: b.from, to: b.to, points: b.points })));
      case "yes-no": return [t("rule.yes-no")];
      case "count-deduct": return [t("rule.count-deduct", { each: rule.each })];
      case "formula": return [t("rule.formula", { points: rule.points })].concat((rule.steps || []).map((s) => t("rule.step-of", s)));
      default: return [];
    }
  }

  function sourceWords(source, deliveries, period) {
    if (!source) return t("app.none");
    let m;
    if ((m = /^plan (.*):(\d+)$/.exec(source))) return t("source.plan", { file: m[1], line: m[2] });
    if ((m = /^delivery (.*)$/.exec(source))) {
      const found = deliveries.get(m[1]);
      return found ? datasetName(found.dataset) + " · " + found.file : t("source.delivery", { id: m[1] });
    }
    if ((m = /^([^@]+)@(\S+)(?: (.+))?$/.exec(source)) && indicatorOf(m[1])) {
      return [m[2].split(";").slice(0, 20).map((u, i) => [i ? t("app.separator") : "", link(["x", "v", m[1], u, period], label(indicatorOf(m[1]).name) + " · " + unitName(u))]),
        m[3] ? " · " + inputName(m[3]) : ""];
    }
    if ((m = /^item (.+)\.([^.]+)$/.exec(source))) return t("word.item") + " " + m[1] + " · " + (m[2] === "points" ? t("word.points") : m[2]);
    return source === "step" ? t("source.step") : source;
  }

  const datasetName = (id) => (home.datasets[id] ? label(home.datasets[id]) : id);

  function inputName(name) {
    const [base, side] = name.split(":");
    const text = home.glossary["input." + base] ? t("input." + base) : home.glossary["target." + base] ? t("target." + base) : base;
    return side ? text + " " + side : text;
  }

  function below(code) {
    const all = new Set([code]);
    const open = [code];
    while (open.length) for (const c of children.get(open.pop()) || []) if (!all.has(c.code)) { all.add(c.code); open.push(c.code); }
    return all;
  }

  /** The deliveries behind a part of a cell, added up exactly. */
  function behind(data, part, cell) {
    const span = parsePeriod(cell.period);
    const cut = cell.cutoff ? (([y, m]) => +y * 12 + +m - 1)(cell.cutoff.split("-")) : Infinity;
    const asDelivered = part.aggregate === "given" && !part.additive;
    const units = below(cell.unit);
    let found = rows(data.sources, { part: part.id }).filter((s) => {
      if (asDelivered) return s.unit === cell.unit && s.period === cell.period;
      if (!units.has(s.unit)) return false;
      const p = parsePeriod(s.period);
      if (part.hold) return Math.floor(p.first / 12) === Math.floor(span.last / 12);
      return p.first >= span.first && p.last <= span.last && p.first <= cut;
    });
    if (part.aggregate === "last" && found.length) {
      const last = Math.max(...found.map((s) => parsePeriod(s.period).last));
      found = found.filter((s) => parsePeriod(s.period).last === last);
    }
    const byDelivery = new Map();
    for (const s of found) {
      const entry = byDelivery.get(s.delivery) || { delivery: s.delivery, rows: 0, value: null };
      entry.rows += Number(s.rows || 0);
      if (s.value !== null) entry.value = (entry.value === null ? 0n : entry.value) + decimal(s.value);
      byDelivery.set(s.delivery, entry);
    }
    return [...byDelivery.values()];
  }

  /** By period, then as they were issued. */
  function inTurn(list, deliveries) {
    const key = (d) => { const known = deliveries.get(d.delivery) || {}; return (known.period || "") + " " + (known.issued || "") + " " + (known.file || d.delivery || ""); };
    return list.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }

  function deliveriesOf(indicator, data, cell, deliveries) {
    const version = indicator.versions.find((v) => v.from === cell.version) || indicator.versions[indicator.versions.length - 1];
    return version.parts.map((part) => {
      const list = inTurn(behind(data, part, cell), deliveries);
      const stated = part.role === "denominator" ? cell.denominator : part.role === "numerator" ? cell.numerator : cell.numerator !== null ? cell.numerator : cell.value;
      const sum = list.some((d) => d.value !== null) ? undecimal(list.reduce((s, d) => s + (d.value || 0n), 0n)) : null;
      const partName = word("part", part.role);
      const note = part.aggregate === "distinct" ? t("explain.deliveries.distinct")
        : sum === null || stated === null ? null
          : t(decimal(sum) === decimal(stated) ? "explain.deliveries.reconciled" : "explain.deliveries.different", { sum: grouped(sum), part: partName, value: grouped(stated) });
      const info = (d) => deliveries.get(d.delivery) || {};
      return h("div", { style: { "margin-top": "10px" } }, list.length ? table({
        caption: [partName, h("span", { class: "muted" }, partWords(part))], body: list, limit: 40,
        columns: [
          { title: t("word.dataset"), head: true, cell: (d) => [info(d).dataset ? datasetName(info(d).dataset) : label(part.from), h("span", { class: "row-sub" }, info(d).file || d.delivery || "")] },
          { title: t("word.period"), cell: (d) => (info(d).period ? periodText(info(d).period) : null) },
          { title: t("word.issued"), cell: (d) => info(d).issued || null },
          { title: t("word.rows.delivered"), n: true, cell: (d) => (info(d).delivered ? grouped(info(d).delivered) : null) },
          { title: t("word.rows.accepted"), n: true, cell: (d) => (info(d).accepted ? grouped(info(d).accepted) : null) },
          { title: t("word.rows.used"), n: true, cell: (d) => grouped(String(d.rows)) },
          { title: t("word.control"), n: true, cell: (d) => (d.value === null ? null : grouped(undecimal(d.value))) },
        ],
      }) : h("p", { class: "muted" }, partName + t("app.colon") + t("explain.deliveries.none")), note ? h("p", { class: "note" }, note) : null);
    });
  }

  function step(title, content, here) {
    return h("li", { class: here ? "here" : null }, h("div", { class: "card" }, h("h2", {}, title), content));
  }

  function valueStep(indicator, cell, here) {
    const version = indicator.versions.find((v) => v.from === cell.version) || indicator.versions[indicator.versions.length - 1];
    const measures = version.partMeasures || [];
    const part = (text, i) => grouped(text) + (measures[i] ? spaced(label(measures[i])) : "");
    const parts = { numerator: part(cell.numerator, 0), denominator: part(cell.denominator, 1), per: grouped(String(version.per || 1)), value: quantity(cell.value, indicator) };
    return step(t("explain.value") + " · " + label(indicator.name) + " · " + unitName(cell.unit) + " · " + periodText(cell.period), [
      h("div", { class: "result" }, cell.value === null ? h("span", { class: "missing" }, t("explain.missing", { reason: reason(cell.reason) })) : [quantity(cell.value, indicator), cell.light ? h("small", {}, light(cell.light)) : null]),
      cell.value !== null && cell.denominator !== null ? h("p", { class: "words" }, t(measures.length ? "explain.value.formula.measures" : version.per && version.per !== 1 ? "explain.value.formula" : "explain.value.formula.one", parts)) : null,
      h("div", { style: { "margin-top": "8px" } }, facts([
        [t("word.interval"), cell.lower === null ? null : grouped(cell.lower) + " – " + quantity(cell.upper, indicator) + " · " + word("interval", cell.method)],
        [t("word.judgement"), [word("judgement", cell.judgement), cell.why ? " · " + reason(cell.why) : ""]],
        [t("word.attainment"), attained(cell, indicator) === null ? null : percent(cell.attainment) + (cell.pace === null ? "" : " · " + t("word.pace") + " " + percent(cell.pace))],
        [t("word.status"), word("data", cell.status) + (cell.status === "partial" ? " · " + reason(cell.reason) : "")],
      ])),
      here ? null : h("p", { class: "words" }, link(["i", indicator.code, cell.unit, cell.kind], t("indicator.over-time"))),
    ], here);
  }

  function targetStep(indicator, cell, data, deliveries) {
    const plan = rows(data.targets).find((x) => x.source === cell.targetSource && x.unit === cell.targetUnit && x.name === "target");
    const none = cell.target === null && cell.low === null && cell.high === null;
    return step(t("explain.target"), [
      h("div", { class: "result" }, none ? reason("no-target") : targetText(cell, indicator), cell.targetUnit && cell.targetUnit !== cell.unit ? h("small", {}, t("explain.target.inherited", { unit: unitName(cell.targetUnit) })) : null),
      none ? null : h("div", { style: { "margin-top": "6px" } }, facts([
        [t("word.source"), sourceWords(cell.targetSource, deliveries, cell.period)],
        [t("word.document"), plan && plan.document],
        [t("word.period"), plan && periodText(plan.period)],
      ])),
    ]);
  }

  function versionStep(cell, cutoff) {
    return step(t("explain.version"), facts([
      [t("word.definition-version"), cell ? cell.version : null],
      [t("meta.cut-off"), cutoff],
      [t("meta.business-date"), home.release.businessDate],
      [t("meta.as-of"), home.release.asOf + " (" + t("meta.as-of.hint") + ")"],
      [t("meta.release"), home.release.id],
      [t("meta.run"), (cell && cell.run) || home.release.run],
    ]));
  }

  async function deliveryMap() {
    const map = new Map();
    rows(await load("deliveries")).forEach((d) => map.set(d.id, d));
    return map;
  }

  async function explainValue(code, unit, at) {
    const indicator = indicatorOf(code);
    if (!indicator || !unitByCode.has(unit)) return notFound();
    const [data, deliveries] = await Promise.all([load("indicators/" + indicator.file), deliveryMap()]);
    const cell = rows(data.cells, { unit, period: at })[0];
    if (!cell) return notFound();
    meta(cell.cutoff);
    return [
      heading([homeCrumb(), link(["i"], t("app.indicators")), link(["i", code, unit, cell.kind], label(indicator.name))], t("explain.title"), [label(indicator.name), " · ", unitName(unit), " · ", periodText(at)]),
      h("ol", { class: "chain" }, valueStep(indicator, cell, true), targetStep(indicator, cell, data, deliveries), deliveriesStep(indicator, data, cell, deliveries), definitionStep(indicator, cell), versionStep(cell, cell.cutoff)),
    ];
  }

  function deliveriesStep(indicator, data, cell, deliveries) {
    return step(t("explain.deliveries"), [deliveriesOf(indicator, data, cell, deliveries), h("p", { class: "note" }, t("explain.deliveries.note"))]);
  }

  function definitionStep(indicator, cell) {
    const version = indicator.versions.find((v) => v.from === cell.version) || indicator.versions[indicator.versions.length - 1];
    return step(t("word.definition"), facts([
      ...version.parts.map((p) => [t("part." + p.role).replace(/^./, (c) => c.toUpperCase()), partWords(p)]),
      [t("word.direction"), t("direction." + indicator.direction)],
      [t("word.progress"), t("progress." + indicator.progress)],
    ]));
  }

  function totalStep(scheme, outcome, name, at, unit, here) {
    const total = outcome.total;
    return step(t("explain.total") + " · " + label(scheme.title), [
      h("div", { class: "result" }, here ? totalText(total) : link(["x", "t", name, at, unit], totalText(total)), h("small", {},
        [total.rank === null ? t("unit.unranked") : t("unit.rank", { rank: total.rank, of: total.ranked }), total.grade ? " · " + word("grade", total.grade) : "", " · " + word("state", total.state)])),
      totalReason(total) ? h("p", { class: "words" }, h("span", { class: "chip warn" }, totalReason(total))) : null,
      here ? [h("p", { class: "words muted" }, t("explain.total.how")), table({
        body: scheme.sections.map((s) => s.code).concat("bonus").filter((c) => outcome.sections[c]).map((c) => outcome.sections[c]),
        columns: [
          { title: t("word.section"), head: true, cell: (s) => link(["x", "s", name, at, unit, s.section], sectionName(scheme, s.section)) },
          { title: t("word.points"), n: true, cell: (s) => grouped(s.points) },
          { title: t("word.full"), n: true, cell: (s) => grouped(s.full) },
          { title: t("word.score"), n: true, cell: (s) => number(scoreText(s), ["x", "s", name, at, unit, s.section], sectionName(scheme, s.section)) },
          { title: t("word.weight"), n: true, cell: (s) => (s.weight === null ? null : grouped(s.weight) + "%") },
          { title: t("word.reason"), cell: (s) => totalReason(s) },
        ],
      })] : null,
    ], here);
  }

  function sectionStep(scheme, outcome, name, at, unit, code, lines, here) {
    const s = outcome.sections[code];
    if (!s) return null;
    const words = code === "bonus" ? t("explain.section.bonus", { points: grouped(s.points), full: grouped(s.full) })
      : s.score === null ? totalReason(s) || t("unit.range.note")
        : t("explain.section.how", { points: grouped(s.points), full: grouped(s.full), score: grouped(s.score), weight: grouped(s.weight) });
    return step(t("explain.section") + " · " + sectionName(scheme, code), [
      h("div", { class: "result" }, here ? scoreText(s) : link(["x", "s", name, at, unit, code], scoreText(s))), h("p", { class: "words" }, words),
      here ? table({
        body: lines,
        columns: [
          { title: t("word.item"), head: true, cell: (l) => link(["x", "l", name, at, unit, l.item], label(itemOf(scheme, l.item).name)) },
          { title: t("word.full"), n: true, cell: (l) => grouped(l.full) },
          { title: t("word.points"), n: true, cell: (l) => (l.points === null ? null : number(grouped(l.points), ["x", "l", name, at, unit, l.item], label(itemOf(scheme, l.item).name))) },
          { title: t("word.status"), cell: (l) => statusWords(l) },
          { title: t("word.sentence"), class: "sentence", cell: (l) => (lang === ZH ? l.zh : l.en) },
        ],
      }) : null], here);
  }

  async function explainResult(what, name, at, unitCode, code) {
    const unit = unitByCode.get(unitCode);
    const outcome = unit && outcomes(name, at).find((u) => u.unit === unitCode);
    if (!outcome) return notFound();
    const scheme = cardOf(name);
    const data = await load("units/" + unit.file);
    const lines = rows(data.lines, { scorecard: name, period: at }).filter((l) => l.branch !== "not-addressed");
    const head = (sub) => heading([homeCrumb(), link(["s", name, at], label(scheme.title)), link(["u", unitCode, name, at], label(unit))], t("explain.title"), sub);
    meta(outcome.total.cutoff);
    if (what === "t") {
      return [head([label(unit), " · ", t("word.total"), " · ", periodText(at)]), h("ol", { class: "chain" }, totalStep(scheme, outcome, name, at, unitCode, true), versionStep(null, outcome.total.cutoff))];
    }
    if (what === "s") {
      return [head([label(unit), " · ", sectionName(scheme, code), " · ", periodText(at)]), h("ol", { class: "chain" },
        totalStep(scheme, outcome, name, at, unitCode, false), sectionStep(scheme, outcome, name, at, unitCode, code, lines.filter((l) => l.section === code), true), versionStep(null, outcome.total.cutoff))];
    }
    const line = lines.find((l) => l.item === code);
    if (!line) return notFound();
    const item = itemOf(scheme, code);
    const indicator = indicatorOf(line.indicator);
    const inputs = rows(data.inputs, { scorecard: name, period: at, item: code });
    const deliveries = await deliveryMap();
    const chain = [
      totalStep(scheme, outcome, name, at, unitCode, false),
      sectionStep(scheme, outcome, name, at, unitCode, line.section, [], false),
      step(t("explain.item") + " · " + label(item.name), [
        h("div", { class: "result" }, line.points === null ? h("span", { class: "missing" }, statusWords(line)) : [grouped(line.points), h("small", {}, t("word.full") + " " + grouped(line.full))]),
        h("p", { class: "words" }, lang === ZH ? line.zh : line.en),
        h("div", { style: { "margin-top": "8px" } }, facts([
          [t("word.rule"), ruleWords(item, indicator).map((r) => h("div", {}, r))],
          [t("word.branch"), word("branch", line.branch)],
          [t("word.status"), [statusWords(line), line.counted === "false" ? " · " + t("unit.uncounted") : "", line.rounding === "true" ? " · " + t("unit.rounding") : ""]],
          [t("rule.binding"), item.binding ? (item.gradeAtMost ? t("rule.binding.at-most", { grade: word("grade", item.gradeAtMost) }) : scheme.grades.length ? t("rule.binding.not-best", { grade: word("grade", scheme.grades[0].name) }) : t("app.none")) : null],
          [t("word.goal"), item.goal && home.goals[item.goal] ? [item.goal + " " + label(home.goals[item.goal].name), home.goals[item.goal].standard ? h("span", { class: "muted" }, " · " + home.goals[item.goal].standard) : null] : null],
        ]))], true),
      inputs.length ? step(t("word.input"), table({
        body: inputs,
        columns: [
          { title: t("word.name"), head: true, cell: (i) => inputName(i.name) },
          { title: t("word.value"), n: true, cell: (i) => (i.value === null ? h("span", { class: "missing" }, t("indicator.missing")) : grouped(i.value)) },
          { title: t("word.source"), class: "wide", cell: (i) => sourceWords(i.source, deliveries, at) },
        ],
      })) : null,
    ];
    let shownCell = null;
    if (indicator) {
      const own = await load("indicators/" + indicator.file);
      const measured = (line.measured || unitCode).split(";");
      const cells = rows(own.cells, { period: at }).filter((c) => measured.includes(c.unit));
      if (cells.length === 1) {
        shownCell = cells[0];
        chain.push(targetStep(indicator, shownCell, own, deliveries), valueStep(indicator, shownCell, false), deliveriesStep(indicator, own, shownCell, deliveries), definitionStep(indicator, shownCell));
      } else if (cells.length) {
        shownCell = cells[0];
        chain.push(step(t("explain.value") + " · " + label(indicator.name), table({
          body: cells, limit: 50,
          columns: [
            { title: t("word.measured"), head: true, cell: (c) => unitName(c.unit) },
            { title: t("word.numerator"), n: true, cell: (c) => grouped(c.numerator) },
            { title: t("word.denominator"), n: true, cell: (c) => grouped(c.denominator) },
            { title: t("word.value"), n: true, cell: (c) => (c.value === null ? h("span", { class: "missing" }, reason(c.reason)) : number(quantity(c.value, indicator), ["x", "v", indicator.code, c.unit, at], unitName(c.unit))) },
            { title: t("word.light"), cell: (c) => (c.light ? light(c.light) : null) },
          ],
        })), definitionStep(indicator, shownCell));
      }
    }
    chain.push(versionStep(shownCell, outcome.total.cutoff));
    return [head([label(unit), " · ", label(item.name), " · ", periodText(at)]), h("ol", { class: "chain" }, chain.filter(Boolean))];
  }

  // ---------------------------------------------------------------- frame

  function notFound() {
    meta(null);
    return [heading([homeCrumb()], t("app.notfound"), "")];
  }

  function frame() {
    document.documentElement.lang = lang === ZH ? "zh-CN" : "en";
    document.getElementById("skip").textContent = t("app.skip");
    const here = location.hash.split("/")[1] || "";
    document.getElementById("header").replaceChildren(
      h("div", { class: "bar" }, h("a", { class: "name", href: "#/" }, label(home.project.title)),
        h("nav", { "aria-label": t("app.title") },
          link([], t("app.home"), { "aria-current": here === "" || here === "s" ? "page" : null }),
          link(["i"], t("app.indicators"), { "aria-current": here === "i" ? "page" : null })),
        h("div", { class: "tools" },
          h("button", { type: "button", id: "language", "aria-label": t("app.language.label"), lang: lang === ZH ? "en" : "zh-CN", onclick: () => speak(1 - lang) }, t("app.language")),
          h("button", { type: "button", onclick: () => window.print() }, t("app.print")))),
      h("div", { class: "metabar" }, h("dl", { class: "meta", id: "meta" })));
    document.getElementById("footer").replaceChildren(h("div", { class: "inner" },
      home.project.demo ? h("span", { class: "demo" }, t("app.demo")) : null,
      h("span", {}, t("meta.release") + " " + home.release.id), h("span", {}, t("meta.business-date") + " " + home.release.businessDate),
      h("span", {}, t("meta.as-of") + " " + home.release.asOf), h("span", {}, t("meta.run") + " " + home.release.run)));
    const ribbon = document.getElementById("ribbon");
    ribbon.hidden = !home.project.demo;
    ribbon.textContent = home.project.demo ? t("app.demo") : "";
    if (home.project.demo) watermark(t("app.demo"));
  }

  function watermark(text) {
    const canvas = document.createElement("canvas");
    canvas.width = 420;
    canvas.height = 260;
    const pen = canvas.getContext("2d");
    pen.translate(210, 130);
    pen.rotate(-0.42);
    pen.textAlign = "center";
    pen.font = "700 30px " + FONT.fontFamily;
    pen.fillStyle = "#7a1710";
    pen.fillText(text, 0, 10);
    document.getElementById("watermark").style.setProperty("background-image", "url(" + canvas.toDataURL("image/png") + ")");
  }

  function speak(to) {
    lang = to;
    try { localStorage.setItem("kaohe.lang", String(to)); } catch (e) { /* a browser may forbid it for files */ }
    show();
  }

  async function show() {
    const turn = ++rendering;
    const [, place = "", ...parts] = location.hash.split("/").map((p) => { try { return decodeURIComponent(p); } catch (e) { return p; } });
    const main = document.getElementById("main");
    main.setAttribute("aria-busy", "true");
    frame();
    let content;
    try {
      content = await pages(place, parts);
    } catch (e) {
      if (turn === rendering) console.error(e);
      content = [h("p", { class: "notice" }, e.message)];
    }
    if (turn !== rendering) return;
    charts.forEach((c) => c.instance.dispose());
    main.replaceChildren(...content.flat(Infinity).filter(Boolean));
    drawCharts(main);
    main.setAttribute("aria-busy", "false");
    main.dataset.shown = location.hash;
  }

  function pages(place, parts) {
    switch (place) {
      case "": return overview();
      case "s": return overview(parts[0], parts[1]);
      case "u": return unitPage(parts[0], parts[1], parts[2]);
      case "i": return parts.length && parts[0] ? indicatorPage(parts[0], parts[1], parts[2], parts[3]) : indicatorsPage();
      case "x": return parts[0] === "v" ? explainValue(parts[1], parts[2], parts[3]) : explainResult(...parts);
      default: return notFound();
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    home = store.get("overview");
    rows(home.units).forEach((u) => {
      unitByCode.set(u.code, u);
      if (u.parent) { if (!children.has(u.parent)) children.set(u.parent, []); children.get(u.parent).push(u); }
    });
    try { lang = localStorage.getItem("kaohe.lang") === String(EN) ? EN : ZH; } catch (e) { lang = ZH; }
    window.addEventListener("hashchange", () => { window.scrollTo(0, 0); show(); });
    show();
  });
})();
