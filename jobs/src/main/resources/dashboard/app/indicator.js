"use strict";
/* The list of indicators and the page of one. */
(({
  alternative, attained, below, BRAND, byPeriod, card, chart, colourOf, distinct, facts, grouped, h,
  heading, home, homeCrumb, indicatorOf, INK, inOrder, KINDS, label, labelWidth, light, link, load,
  markOf, meta, nameAxis, notFound, number, percent, periodText, quantity, reason, route, rows, SHAPES,
  SOFT, t, table, targetText, tip, unitByCode, unitName, valueAxis, word,
}) => {
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


  Object.assign(kaohe, { indicatorIndex, indicatorPage, indicatorsPage, partWords });
})(kaohe);
