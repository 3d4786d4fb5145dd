#include "report_style.hpp"

namespace tonus::journal {

const std::string_view kReportStyle = R"css(
:root {
  color-scheme: light dark;
  --page: #f3f5f7; --card: #ffffff; --ink: #1a2129; --soft: #56616d; --rule: #dde2e8;
  --heart: #c02c4c; --band: #1f7a5a; --ceiling: #a1480a; --dose: #2a62a8; --pin: #1a2129; --pin-ink: #ffffff;
  --phase: #e8ecf1; --work: #dbe6f4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1419; --card: #171d25; --ink: #e7ecf2; --soft: #9eabb9; --rule: #2b3541;
    --heart: #ff8098; --band: #57c99d; --ceiling: #f3b266; --dose: #74b1f5; --pin: #e7ecf2; --pin-ink: #10151b;
    --phase: #212a35; --work: #22344b;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 40px 24px 64px; background: var(--page); color: var(--ink);
  font: 18px/1.55 Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main { max-width: 1128px; margin: 0 auto; display: grid; gap: 24px; grid-template-columns: minmax(0, 1fr); }
h1 { font-size: 40px; line-height: 1.15; letter-spacing: -0.02em; margin: 0; font-weight: 650; }
h2 { font-size: 24px; line-height: 1.25; margin: 0 0 6px; font-weight: 620; letter-spacing: -0.01em; }
header p, .lead { margin: 6px 0 0; color: var(--soft); }
section { background: var(--card); border: 1px solid var(--rule); border-radius: 16px; padding: 26px 28px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 16px; margin: 0; }
.tiles div { background: var(--card); border: 1px solid var(--rule); border-radius: 16px; padding: 18px 22px; }
.tiles dt { color: var(--soft); font-size: 17px; }
.tiles dd {
  margin: 2px 0 0; font-size: 31px; line-height: 1.25; font-weight: 640; white-space: nowrap;
  letter-spacing: -0.02em; font-variant-numeric: tabular-nums;
}
.tiles dd small {
  display: block; white-space: normal; line-height: 1.4; font-size: 17px; font-weight: 420; letter-spacing: 0;
  color: var(--soft); margin-top: 4px;
}
.scroll { overflow-x: auto; }
svg { display: block; width: 100%; min-width: 720px; height: auto; font: inherit; margin-top: 14px; }
svg text { fill: var(--ink); font-variant-numeric: tabular-nums; }
svg .title { font-size: 17px; font-weight: 600; }
svg .tick { font-size: 16px; fill: var(--soft); }
svg .label { font-size: 16px; }
svg .word { font-size: 16px; font-weight: 600; }
svg .over { fill: var(--ceiling); }
svg .grid { stroke: var(--rule); }
svg .notch { stroke: var(--soft); }
svg .seam { stroke: var(--rule); stroke-dasharray: 2 5; stroke-width: 1.5; }
svg .phase { fill: var(--phase); }
svg .work { fill: var(--work); }
svg .band { fill: var(--band); fill-opacity: 0.17; }
svg .edge { fill: none; stroke: var(--band); stroke-opacity: 0.75; stroke-width: 1.5; }
svg .ceiling { stroke: var(--ceiling); stroke-width: 2; stroke-dasharray: 9 6; }
svg .heart { fill: none; stroke: var(--heart); stroke-width: 2.75; stroke-linejoin: round; stroke-linecap: round; }
svg .dose { fill: var(--dose); fill-opacity: 0.2; }
svg .dose-line { fill: none; stroke: var(--dose); stroke-width: 2.25; stroke-linejoin: round; }
svg .none { fill: none; stroke: var(--rule); }
svg .q3 { fill: var(--band); fill-opacity: 0.8; }
svg .q2 { fill: url(#hatch2); }
svg .q1 { fill: url(#hatch1); }
svg .gap { fill: url(#hatch1); stroke: var(--ceiling); }
svg .ink1 { fill: var(--ceiling); }
svg .ink2 { fill: var(--band); }
svg .stem { stroke: var(--pin); stroke-opacity: 0.28; stroke-width: 1.25; stroke-dasharray: 3 4; }
svg .pin { fill: var(--pin); }
svg .pin-text { font-size: 15px; font-weight: 650; fill: var(--pin-ink); }
.key {
  display: flex; flex-wrap: wrap; gap: 8px 26px; list-style: none; margin: 16px 0 0; padding: 0;
  color: var(--soft); font-size: 17px;
}
.key svg { display: inline-block; width: 34px; min-width: 0; height: 16px; margin: 0 9px 0 0; vertical-align: -2px; }
.key .mark { margin-right: 9px; }
table { width: 100%; min-width: 680px; border-collapse: collapse; margin-top: 14px; }
th {
  text-align: left; white-space: nowrap; font-weight: 600; font-size: 17px; color: var(--soft);
  padding: 8px 14px 8px 0; border-bottom: 1.5px solid var(--rule);
}
td { padding: 10px 14px 10px 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
tbody tr:last-child td { border-bottom: 0; }
td.t { white-space: nowrap; font-variant-numeric: tabular-nums; }
td.n { width: 44px; }
tr.quiet td { color: var(--soft); }
.mark {
  display: inline-block; min-width: 27px; padding: 0 7px; border-radius: 14px; background: var(--pin);
  color: var(--pin-ink);
  font-size: 15px; line-height: 27px; font-weight: 650; text-align: center; font-variant-numeric: tabular-nums;
}
details { margin-top: 18px; }
summary { cursor: pointer; font-weight: 600; padding: 6px 0; }
table.all { font-size: 17px; }
ul.notes { margin: 8px 0 0; padding-left: 22px; }
ul.notes li { margin: 6px 0; }
footer { color: var(--soft); font-size: 16px; overflow-wrap: anywhere; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 640px) {
  body { padding: 24px 12px 48px; }
  h1 { font-size: 32px; }
  section { padding: 20px 16px; }
}
@media print {
  :root {
    color-scheme: light;
    --page: #ffffff; --card: #ffffff; --ink: #000000; --soft: #3d4650; --rule: #b9c0c8;
    --heart: #b0213f; --band: #14684a; --ceiling: #8a3b05; --dose: #1f5593; --pin: #000000; --pin-ink: #ffffff;
    --phase: #eceff3; --work: #dde6f1;
  }
  body { padding: 0; font-size: 10.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main { gap: 14px; }
  section, .tiles div { border-radius: 8px; padding: 14px 16px; }
  .tiles { grid-template-columns: repeat(5, 1fr); gap: 8px; }
  .tiles dd { font-size: 20pt; }
  .tiles dt, .tiles dd small, th, .key { font-size: 9.5pt; }
  h1 { font-size: 24pt; }
  h2 { font-size: 14pt; break-after: avoid; }
  td { padding: 5px 12px 5px 0; }
  svg, table { min-width: 0; }
  section.chart, section.notes, tr, thead, .tiles { break-inside: avoid; }
  details:not([open]) { display: none; }
}
)css";

}  // namespace tonus::journal
