"use strict";
/* Charts, drawn when what they stand in is in the document. */
(({ h, t }) => {
  const options = new WeakMap();
  let charts = [];

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
    charts.forEach((c) => c.instance.dispose());
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

  Object.assign(kaohe, {
    alternative, BRAND, chart, drawCharts, FONT, INK, labelWidth, nameAxis, narrow, PALETTE, SHAPES,
    SOFT, tip, valueAxis,
  });
})(kaohe);
