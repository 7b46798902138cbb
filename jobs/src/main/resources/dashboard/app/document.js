"use strict";
/*
 * The building blocks of pages. Text reaches the document only as text nodes and attributes, never as markup.
 */
(({ home, label, rows, span, t, word }) => {
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

  function stateChip(total) {
    return total && total.state
      ? h("span", { class: "chip state" }, t("meta.state") + t("app.colon") + word("state", total.open ? "open" : total.state))
      : null;
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

  function notFound() {
    meta(null);
    return [heading([homeCrumb()], t("app.notfound"), "")];
  }

  Object.assign(kaohe, {
    card, colourOf, facts, h, heading, homeCrumb, inOrder, light, lightsOf, link, markOf, meta,
    notFound, number, route, stateChip, table,
  });
})(kaohe);
