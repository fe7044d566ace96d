/** The page's one style sheet; its hash stands in the Content-Security-Policy. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#f6f7f9;--card:#fff;--ink:#16202c;--soft:#5d6b7a;--line:#e3e7ec;--incident:#d5344a;--preventive:#e59a15;--normal:#8fb4d9;--good:#1f9d63;--zone:#d5344a12;--accent:#3164c8}
@media (prefers-color-scheme:dark){:root{--paper:#0f141a;--card:#171e27;--ink:#e6ebf1;--soft:#93a1b1;--line:#26303c;--incident:#f2606f;--preventive:#f3b64a;--normal:#3d638c;--good:#43c28a;--zone:#f2606f14;--accent:#7ea6f5}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main,header{max-width:1180px;margin:0 auto;padding:0 20px}
header{display:flex;flex-wrap:wrap;align-items:center;gap:8px 18px;padding-top:22px;padding-bottom:14px}
h1{font-size:21px;margin:0;letter-spacing:-.01em}
h2{font-size:12px;margin:0 0 10px;color:var(--soft);text-transform:uppercase;letter-spacing:.06em;font-weight:600}
.pill{padding:3px 11px;border-radius:99px;font-size:13px;font-weight:600;background:var(--card);border:1px solid var(--line)}
.pill.good{color:var(--good)}.pill.bad{color:var(--incident)}
nav{margin-left:auto;display:flex;gap:4px}
nav a{color:var(--soft);text-decoration:none;padding:3px 10px;border-radius:7px;font-size:13px}
nav a.current{background:var(--card);color:var(--ink);border:1px solid var(--line)}
nav a:focus-visible{outline:2px solid var(--accent)}
.grid-page{display:grid;grid-template-columns:repeat(12,1fr);gap:14px;padding-bottom:30px}
section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px 18px;grid-column:span 12;min-width:0}
@media (min-width:860px){.half{grid-column:span 6}.third{grid-column:span 4}.twothirds{grid-column:span 8}}
.numbers{display:flex;gap:34px;flex-wrap:wrap;margin-bottom:12px}
.number b{display:block;font-size:28px;line-height:1.1;font-variant-numeric:tabular-nums;letter-spacing:-.02em}
.number span{font-size:13px;color:var(--soft)}
.number b.incident{color:var(--incident)}.number b.preventive_action{color:var(--preventive)}
.chart{display:block;width:100%;height:150px}.chart.low{height:110px}
.incident-fill{fill:var(--incident)}.preventive_action-fill{fill:var(--preventive)}.normal-fill{fill:var(--normal)}
.grid{stroke:var(--line);stroke-width:1;vector-effect:non-scaling-stroke}
.limit{stroke:var(--incident);stroke-width:1;stroke-dasharray:4 4;vector-effect:non-scaling-stroke}
.zone{fill:var(--zone)}
.track{fill:none;stroke-width:1.8;vector-effect:non-scaling-stroke;stroke-linejoin:round}
.track-0{stroke:#3b7ddd}.track-1{stroke:#e07b39}.track-2{stroke:#2aa198}.track-3{stroke:#b356c9}.track-4{stroke:#7a8b2f}.track-5{stroke:#c2435f}
.key{display:flex;flex-wrap:wrap;gap:4px 16px;margin-top:8px;font-size:13px;color:var(--soft)}
.key i{display:inline-block;width:9px;height:9px;border-radius:2px;margin-right:6px}
.key .k0{background:#3b7ddd}.key .k1{background:#e07b39}.key .k2{background:#2aa198}.key .k3{background:#b356c9}.key .k4{background:#7a8b2f}.key .k5{background:#c2435f}
.axis{display:flex;justify-content:space-between;font-size:12px;color:var(--soft);margin-top:4px;font-variant-numeric:tabular-nums}
table{width:100%;border-collapse:collapse;font-size:14px}
td,th{text-align:left;padding:6px 8px 6px 0;border-top:1px solid var(--line);vertical-align:middle}
tr:first-child td,thead th{border-top:0}
th{font-size:12px;color:var(--soft);font-weight:500}
td.amount,th.amount{text-align:right;font-variant-numeric:tabular-nums;padding-right:14px;white-space:nowrap}
td.name{font-weight:600;white-space:nowrap}
.spark{width:120px;height:26px;display:block}.spark .volume{fill:var(--normal);opacity:.45}.spark .trouble{fill:var(--incident)}
.badge{display:inline-block;padding:1px 8px;border-radius:5px;font-size:12px;font-weight:600;white-space:nowrap;color:#fff;background:var(--soft)}
.badge.incident{background:var(--incident)}.badge.preventive_action{background:var(--preventive);color:#2b1c00}.badge.normal{background:var(--normal);color:#0b1b2c}
@media (prefers-color-scheme:dark){.badge.normal{color:#dbe8f6}}
ol.lines{list-style:none;margin:0;padding:0}
ol.lines li{display:grid;grid-template-columns:auto auto 1fr;gap:2px 12px;align-items:baseline;padding:7px 0;border-top:1px solid var(--line);font-size:14px}
ol.lines li:first-child{border-top:0}
time{color:var(--soft);font-size:13px;font-variant-numeric:tabular-nums;white-space:nowrap}
ol.lines .what{font:13px/1.5 ui-monospace,"SF Mono",Menlo,"DejaVu Sans Mono",monospace;grid-column:1/-1;overflow-wrap:anywhere;display:-webkit-box;-webkit-line-clamp:3;-webkit-box-orient:vertical;overflow:hidden}
.hot{color:var(--incident);font-weight:600}
.soft{color:var(--soft)}
.empty{color:var(--soft);margin:6px 0}
.stores+h2{margin-top:16px}
.stores{display:flex;flex-wrap:wrap;gap:6px 26px;font-size:14px}
.dot{display:inline-block;width:9px;height:9px;border-radius:50%;background:var(--good);margin-right:7px}.dot.bad{background:var(--incident)}
.warning{border-color:var(--incident)}
footer{grid-column:span 12;color:var(--soft);font-size:13px}
footer a{color:inherit}
`;
