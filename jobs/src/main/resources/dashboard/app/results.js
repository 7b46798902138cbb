"use strict";
/* Totals, sections and ranks of a scorecard and a period. */
(({ byPeriod, distinct, grouped, home, rows, span, t }) => {
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


  Object.assign(kaohe, { byRank, cards, contribution, cutoffOf, outcomes, periodsOf, scoreText, totalText });
})(kaohe);
