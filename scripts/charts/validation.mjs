// SPDX-License-Identifier: MIT
// Figures of docs/validation.md, drawn without a browser: the same bytes on every machine.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import * as echarts from "echarts";

const path = process.argv[2];
const report = JSON.parse(readFileSync(path, "utf-8"));
const folder = join(dirname(path), "figures");
const stem = basename(path, ".json");

// Colours that people with any colour vision tell apart (Okabe and Ito 2008).
const INK = "#222222", GREY = "#8a8a8a", BLUE = "#0072b2", ORANGE = "#d55e00", GREEN = "#009e73";
const FAINT = "#e4e4e4";
const TEXT = { fontFamily: "sans-serif", fontSize: 12, color: INK };
const thousands = value => Math.round(value).toLocaleString("en-US");
const percent = value => `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(Math.round(100 * value))} %`;

function draw(name, width, height, option) {
    const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
    chart.setOption({ animation: false, backgroundColor: "#ffffff", textStyle: TEXT, ...option });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${stem}-${name}.svg`), chart.renderToSVGString() + "\n");
    chart.dispose();
}

/** Places of `count` panels in rows of `columns`: grids and titles. */
function panels(titles, { columns, width, height, top = 60, left = 62, right = 16, gap = 56 }) {
    const wide = width / columns;
    const grids = [], heads = [];
    titles.forEach((text, k) => {
        const x = (k % columns) * wide, y = top + Math.floor(k / columns) * (height + gap);
        grids.push({ left: x + left, top: y, width: wide - left - right, height });
        heads.push({ text, left: x + left, top: y - 24, textStyle: { ...TEXT, fontWeight: "bold" } });
    });
    return { grids, heads };
}

const lineOf = color => ({ color, width: 2 });
const SPLIT = { lineStyle: { color: FAINT } };

function skill() {
    const shown = [["persistence", GREY], ["drift+half", GREEN], ["PPML", BLUE], ["simulation", ORANGE]];
    const names = { regions: "flows between regions", KAZ: "Kazakhstan's flows", pairs: "pairs of countries",
                    "outbound totals": "outbound totals of countries" };
    const sets = report.hindcast.sets.filter(set => set.name in names);
    const { grids, heads } = panels(sets.map(set => names[set.name]),
                                    { columns: 2, width: 800, height: 170, top: 70, gap: 84 });
    draw("skill", 800, 548, {
        title: heads,
        legend: { data: shown.map(([name]) => name), top: 8, left: 62, textStyle: TEXT, itemGap: 24 },
        grid: grids,
        xAxis: sets.map((set, k) => ({
            gridIndex: k, type: "category", name: "years ahead", nameLocation: "middle", nameGap: 24,
            data: set.forecasters[0].by_horizon.map((_, h) => `${h + 1}`), axisTick: { show: false },
        })),
        yAxis: sets.map((_, k) => ({
            gridIndex: k, min: 0.6, max: 1.2, interval: 0.1, splitLine: SPLIT,
            axisLabel: { formatter: value => value.toFixed(1) },
            name: k % 2 === 0 ? "error over persistence's" : "", nameLocation: "middle", nameGap: 38,
        })),
        series: sets.flatMap((set, k) => shown.map(([name, color]) => ({
            name, type: "line", xAxisIndex: k, yAxisIndex: k, color, lineStyle: lineOf(color),
            symbol: "circle", symbolSize: 6, clip: true,
            data: set.forecasters.find(one => one.name === name).by_horizon,
        }))),
    });
}

/** A filled band between two lines, as one polygon. */
function band(axis, name, color, opacity, points) {
    return {
        name, type: "custom", xAxisIndex: axis, yAxisIndex: axis, silent: true, clip: true, z: 1,
        color, data: [[points[0][0], points[0][1]]],
        renderItem: (_, api) => ({
            type: "polygon", style: { fill: color, opacity },
            shape: {
                points: [...points.map(([x, low]) => api.coord([x, low])),
                         ...points.slice().reverse().map(([x, , high]) => api.coord([x, high]))],
            },
        }),
    };
}

function fans(name, flow, bases, top) {
    const record = report.hindcast.records.find(one => one.flow === flow);
    const known = record.students.map((value, k) => [record.first + k, value]).filter(([year]) => year >= 2007);
    const chosen = bases.map(base => report.hindcast.fans.find(
        one => one.flow === flow && one.base === base && one.forecaster === "simulation"));
    const { grids, heads } = panels(bases.map(base => `as said in ${base}`),
                                    { columns: 2, width: 800, height: 180, top: 74, left: 70 });
    const legend = ["recorded", "simulation", "50 %", "80 %", "95 %"];
    draw(name, 800, 520, {
        title: heads,
        legend: { data: legend, top: 8, left: 70, textStyle: TEXT, itemGap: 24, selectedMode: false },
        grid: grids,
        xAxis: bases.map((_, k) => ({
            gridIndex: k, type: "value", min: 2007, max: 2017, interval: 2,
            axisLabel: { formatter: value => `${value}` }, splitLine: { show: false },
        })),
        yAxis: bases.map((_, k) => ({
            gridIndex: k, min: 0, max: top, splitLine: SPLIT, axisLabel: { formatter: thousands },
            name: k % 2 === 0 ? "students" : "", nameLocation: "end", nameTextStyle: { align: "right" },
        })),
        series: chosen.flatMap((fan, k) => {
            const start = known.find(([year]) => year === fan.base)?.[1]
                ?? known.filter(([year, value]) => year < fan.base && value !== null).pop()[1];
            const years = fan.median.map((_, h) => fan.base + 1 + h);
            const strip = share => [[fan.base, start, start],
                ...years.map((year, h) => [year, fan.low[share][h], fan.high[share][h]])];
            return [
                band(k, "95 %", "#f6d5bf", 1, strip("95")),
                band(k, "80 %", "#eeb08a", 1, strip("80")),
                band(k, "50 %", "#e38c57", 1, strip("50")),
                { name: "simulation", type: "line", xAxisIndex: k, yAxisIndex: k, color: ORANGE, symbol: "none",
                  lineStyle: lineOf(ORANGE), z: 3, clip: true,
                  data: [[fan.base, start], ...years.map((year, h) => [year, fan.median[h]])] },
                { name: "recorded", type: "line", xAxisIndex: k, yAxisIndex: k, color: INK, connectNulls: true,
                  lineStyle: { color: INK, width: 1.5 }, symbol: "circle", symbolSize: 6, z: 4, clip: true,
                  data: known.map(([year, value]) => [year, value]) },
            ];
        }),
    });
}

/** A waterfall: what adds up to the recorded growth. */
function attribution() {
    const own = report.attribution[0];
    const steps = [["momentum, drift", own.at_rest], ["other inputs", own.other_inputs],
                   ...own.mechanisms.map(one => [one.name, one.share])];
    const bars = [];
    let level = 0;
    for (const [label, value] of steps) {
        bars.push({ label, from: level, to: level + value, color: value < 0 ? BLUE : ORANGE });
        level += value;
    }
    bars.push({ label: "simulated", from: 0, to: own.simulated, color: INK });
    bars.push({ label: "unexplained", from: own.simulated, to: own.recorded, color: GREY });
    bars.push({ label: "recorded", from: 0, to: own.recorded, color: INK });
    draw("attribution", 800, 360, {
        grid: { left: 150, right: 70, top: 16, bottom: 46 },
        xAxis: { type: "value", name: `log growth ${own.base} to ${own.last}`, nameLocation: "middle", nameGap: 30,
                 splitLine: SPLIT, axisLabel: { formatter: value => value.toFixed(1).replace("-", "−") } },
        yAxis: { type: "category", inverse: true, data: bars.map(bar => bar.label), axisTick: { show: false } },
        series: [{
            type: "custom", data: bars.map((bar, k) => [bar.from, bar.to, k]), encode: { x: [0, 1], y: 2 },
            renderItem: (_, api) => {
                const bar = bars[api.value(2)];
                const [x0, y] = api.coord([bar.from, api.value(2)]), [x1] = api.coord([bar.to, api.value(2)]);
                const value = bar.to - bar.from;
                return { type: "group", children: [
                    { type: "rect", style: { fill: bar.color },
                      shape: { x: Math.min(x0, x1), y: y - 10, width: Math.max(Math.abs(x1 - x0), 1), height: 20 } },
                    { type: "text", style: { text: `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`, fill: INK,
                                             font: "12px sans-serif", x: Math.max(x0, x1) + 6, y,
                                             textVerticalAlign: "middle" } },
                ] };
            },
        }],
    });
}

function fees() {
    const rows = report.fees.filter(row => row.quantity === "paying");
    const hosts = { "baden-wuerttemberg-2017": "Baden-Württemberg", "denmark-2006": "Denmark", "sweden-2011": "Sweden" };
    const labels = rows.map(row => `${hosts[row.scenario] ?? row.scenario} ${row.since} to ${row.year}`);
    const points = (name, color, symbol, value) => ({
        name, type: "scatter", color, symbol, symbolSize: 11, z: 3,
        data: rows.map((row, k) => [value(row), k]),
    });
    draw("fees", 800, 330, {
        legend: { data: ["measured", "simulated", "weak to strong price", "simulated without the fee"], top: 6, left: 150,
                  textStyle: TEXT, itemGap: 32, selectedMode: false },
        grid: { left: 226, right: 34, top: 44, bottom: 46 },
        xAxis: { type: "value", name: "change of new students who have to pay", nameLocation: "middle", nameGap: 30,
                 min: -1, max: 0.4, interval: 0.2, splitLine: SPLIT, axisLabel: { formatter: percent } },
        yAxis: { type: "category", inverse: true, data: labels, axisTick: { show: false } },
        series: [
            { name: "weak to strong price", type: "custom", color: "#eeb08a", encode: { x: [0, 1], y: 2 },
              data: rows.map((row, k) => [row.strong_price, row.weak_price, k]),
              renderItem: (_, api) => {
                  const [x0, y] = api.coord([api.value(0), api.value(2)]), [x1] = api.coord([api.value(1), api.value(2)]);
                  return { type: "rect", style: { fill: "#eeb08a" }, shape: { x: x0, y: y - 7, width: x1 - x0, height: 14 } };
              } },
            points("simulated", ORANGE, "circle", row => row.simulated),
            points("measured", INK, "diamond", row => row.measured),
            points("simulated without the fee", GREY, "emptyCircle", row => row.free),
        ],
    });
}

/** A round number above the values. */
function above(values) {
    const most = Math.max(...values.filter(value => value !== null));
    const unit = 10 ** Math.floor(Math.log10(most));
    return Math.ceil(most / unit * 2) / 2 * unit;
}

skill();
for (const [name, flow] of [["russia", "KAZ-RUS"], ["total", "KAZ-*"]]) {
    const bases = [2008, 2010, 2012, 2014];
    const drawn = report.hindcast.fans.filter(one => one.flow === flow && bases.includes(one.base));
    fans(name, flow, bases, above(drawn.flatMap(one => one.high["95"])));
}
attribution();
fees();
