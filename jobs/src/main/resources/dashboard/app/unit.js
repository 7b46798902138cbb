"use strict";
/* The page of a unit. */
(({
  alternative, attained, BRAND, byPeriod, card, cardOf, chart, children, distinct, grouped, h, heading,
  home, homeCrumb, indicatorOf, INK, inOrder, itemOf, label, light, lightsOf, link, load, meta, nameAxis,
  narrow, notFound, number, outcomes, percent, periodText, quantity, reason, route, rows, scoreText,
  sectionName, span, stateChip, statusWords, t, table, targetText, tip, totalReason, totalText,
  unitByCode, unitName, valueAxis, word,
}) => {
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
      heading(unitCrumbs(unit, [link(["s", name, at], label(scheme.title))]), label(unit), [t("unit.title") + " · " + periodText(at) + " · ", word("class", outcome.class)], stateChip(total)),
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
          { title: t("word.sentence"), class: "sentence", cell: label },
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


  Object.assign(kaohe, { unitPage });
})(kaohe);
