"use strict";
/* Where a number comes from: total, section, item, target, value, deliveries, definition. */
(({
  attained, cardOf, decimal, facts, grouped, h, heading, home, homeCrumb, indicatorOf, itemOf,
  label, light, link, load, meta, notFound, number, outcomes, partWords, percent, periodText,
  quantity, reason, rows, scoreText, sectionName, spaced, span, statusWords, t, table, targetText,
  totalReason, totalText, undecimal, unitByCode, unitName, word,
}) => {
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
      case "compare": return [t("rule.compare." + rule.by)];
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
    return source === "step" || source === "class" ? t("source." + source) : source;
  }

  const datasetName = (id) => (home.datasets[id] ? label(home.datasets[id]) : id);

  function inputName(name) {
    const [base, side] = name.split(":");
    const text = home.glossary["input." + base] ? t("input." + base) : home.glossary["target." + base] ? t("target." + base) : base;
    return side ? text + " " + side : text;
  }

  /** The deliveries behind a part of a cell: those of the measures that were taken for it. */
  function behind(data, part, cell) {
    const taken = new Set(rows(data.taken, { part: part.id, period: cell.period })
      .filter((s) => s.cells.split(";").includes(cell.unit))
      .flatMap((s) => s.periods.split(";").map((p) => s.unit + " " + p)));
    const byDelivery = new Map();
    for (const s of rows(data.sources, { part: part.id })) {
      if (!taken.has(s.unit + " " + s.period)) continue;
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
        [total.rank === null ? t("unit.unranked") : t("unit.rank", { rank: total.rank, of: total.ranked }), total.grade ? " · " + word("grade", total.grade) : "", " · " + word("state", total.open ? "open" : total.state)])),
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
          { title: t("word.sentence"), class: "sentence", cell: label },
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
        h("p", { class: "words" }, label(line)),
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


  Object.assign(kaohe, { explainResult, explainValue });
})(kaohe);
