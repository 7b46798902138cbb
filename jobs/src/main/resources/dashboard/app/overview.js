"use strict";
/* The first page: one scorecard, its units in order. */
(({
  byRank, card, cardOf, cards, chart, contribution, cutoffOf, distinct, grouped, h, heading, home,
  indicatorIndex, INK, inOrder, itemOf, label, labelWidth, light, link, markOf, meta, nameAxis, number,
  outcomes, PALETTE, periodsOf, periodText, route, rows, scoreText, sectionName, stateChip, t, table, tip,
  totalReason, totalText, unitName, valueAxis, word,
}) => {
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

    const head = heading([], t("overview.title"), [label(scheme.title), " · ", periodText(at)], stateChip(list.length ? list[0].total : null));
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
    const right = h("div", { class: "span4 stack" }, sidePanels(scheme, name, at, classes, list), waiting(), legend());

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

  /** Delivered rows that are in no number until somebody mends them. */
  function waiting() {
    const list = rows(home.quarantine);
    return list.length ? card("", h("h2", {}, t("quarantine.title")), h("p", { class: "note" }, t("quarantine.note")),
      h("ul", { class: "plain" }, list.map((r) => h("li", {},
        h("span", { class: "grow" }, home.datasets[r.dataset] ? label(home.datasets[r.dataset]) : r.dataset, h("span", { class: "row-sub" }, word("quarantine", r.kind))),
        h("span", { class: "n" }, grouped(r.rows)))))) : null;
  }

  function legend() {
    const lights = home.project.lights;
    return card("", h("h2", {}, t("overview.legend")),
      h("div", { class: "legend" }, lights.map((l, i) => h("div", {}, light(l.code), h("div", { class: "rule" },
        i === lights.length - 1 ? t("overview.legend.last") : t("overview.legend.rule", { n: l.atLeast })))),
        h("div", {}, light("")), h("p", { class: "note" }, t("overview.legend.met"))));
  }


  Object.assign(kaohe, { overview });
})(kaohe);
