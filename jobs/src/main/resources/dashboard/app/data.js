"use strict";
/*
 * Data arrive as classic scripts that call kaohe.put(name, value). The other scripts of the page are
 * read after this one and add what they offer to the same namespace.
 */
(() => {
  const store = new Map();
  const home = {}; // data/overview.js, once it is there
  const unitByCode = new Map();
  const children = new Map();

  const put = (name, value) => store.set(name, value);

  /** Takes the overview, which stands beside the scripts in the page itself. */
  function start() {
    Object.assign(home, store.get("overview"));
    rows(home.units).forEach((u) => {
      unitByCode.set(u.code, u);
      if (u.parent) { if (!children.has(u.parent)) children.set(u.parent, []); children.get(u.parent).push(u); }
    });
  }

  /** Loads data/<name>.js once. */
  function load(name) {
    if (store.has(name)) return Promise.resolve(store.get(name));
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const file = "data/" + name + ".js";
      const fail = () => reject(new Error(kaohe.t("app.unloadable", { file })));
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

  function below(code) {
    const all = new Set([code]);
    const open = [code];
    while (open.length) for (const c of children.get(open.pop()) || []) if (!all.has(c.code)) { all.add(c.code); open.push(c.code); }
    return all;
  }

  window.kaohe = { put, start, below, children, distinct, home, load, rows, unitByCode };
})();
