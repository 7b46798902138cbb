"use strict";
/* What stands around every page, and which page an address means. */
(({
  chinese, drawCharts, explainResult, explainValue, FONT, h, home, indicatorPage, indicatorsPage, label,
  link, notFound, overview, start, t, turnLanguage, unitPage,
}) => {
  let rendering = 0;

  function frame() {
    document.documentElement.lang = chinese() ? "zh-CN" : "en";
    document.getElementById("skip").textContent = t("app.skip");
    const here = location.hash.split("/")[1] || "";
    document.getElementById("header").replaceChildren(
      h("div", { class: "bar" }, h("a", { class: "name", href: "#/" }, label(home.project.title)),
        h("nav", { "aria-label": t("app.title") },
          link([], t("app.home"), { "aria-current": here === "" || here === "s" ? "page" : null }),
          link(["i"], t("app.indicators"), { "aria-current": here === "i" ? "page" : null })),
        h("div", { class: "tools" },
          h("button", { type: "button", id: "language", "aria-label": t("app.language.label"), lang: chinese() ? "en" : "zh-CN", onclick: () => { turnLanguage(); show(); } }, t("app.language")),
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
    start();
    window.addEventListener("hashchange", () => { window.scrollTo(0, 0); show(); });
    show();
  });
})(kaohe);
