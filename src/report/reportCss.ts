import { chartCss } from '../charts/chartCss.ts';
import { COLORS, type ColorName, declareColors, lightDark } from '../charts/palette.ts';

const REPORT_COLORS: readonly ColorName[] = [
  'surface',
  'sunken',
  'ink',
  'muted',
  'line',
  'grid',
  'accent',
  'danger',
  'warning-ink',
  'warning-soft',
  'good',
];

/** A cell's heat in whole percent: as a class, since a document whose policy knows its styles has no style attributes. */
export function heatClass(strength: number): string {
  return `heat-${Math.round(100 * strength)}`;
}

const HEATS = Array.from({ length: 101 }, (_, percent) => `.heat-${percent}{--heat:${percent}%}`).join('');

/**
 * The report's styles, scoped to it. A module rather than a style sheet, since the command renders without a bundler.
 * Quotes, ampersands and angle brackets would be escaped within a `style` element: there are none.
 */
export const REPORT_CSS = `
.weft-report {
  color-scheme: light dark;
  ${declareColors(REPORT_COLORS).join('\n  ')}
  color: var(--ink);
  background: var(--surface);
  font: 16px/1.55 system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif;
  overflow-wrap: break-word;
}
.weft-report-page { background: ${lightDark(COLORS.surface)}; }
.weft-report h1, .weft-report h2, .weft-report h3, .weft-report h4 { line-height: 1.25; text-wrap: balance; }
.weft-report #report-title { font-size: 1.7rem; margin: 0 0 8px; }
.weft-report section[id] { margin-top: 44px; padding-top: 20px; border-top: 1px solid var(--line); scroll-margin-top: 12px; }
.weft-report section[id] > :is(h2, h3) { font-size: 1.3rem; margin: 0 0 12px; }
.weft-report #report-summary { font-size: 1.15rem; margin: 20px 0 10px; }
.weft-report .charts > :is(h3, h4), .weft-report .pictures > :is(h3, h4) { font-size: 1rem; margin: 0 0 8px; }
.weft-report p { margin: 0 0 10px; max-width: 74ch; }
.weft-report a { color: var(--accent); text-underline-offset: 3px; }
.weft-report ul, .weft-report ol { margin: 0; padding: 0; list-style: none; }
.weft-report .runs { color: var(--muted); font-size: .875rem; }
.weft-report .runs li + li { margin-top: 4px; }
.weft-report .notice { padding: 10px 14px; border-radius: 6px; background: var(--warning-soft); color: var(--warning-ink); font-size: .9rem; max-width: none; }
.weft-report .findings li { padding: 8px 0; border-top: 1px solid var(--line); }
.weft-report .findings li:first-child { border-top: 0; }
.weft-report .findings a, .weft-report .findings span { display: block; max-width: 80ch; }
.weft-report .findings a { font-size: .875rem; }
.weft-report .unanswered span { color: var(--muted); }
.weft-report .blocks { display: flex; flex-wrap: wrap; gap: 24px 44px; margin-top: 24px; container-type: inline-size; }
.weft-report :is(.charts, .pictures) { flex: 1 0 100%; }
.weft-report code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, Liberation Mono, monospace; font-size: .85em; background: var(--sunken); padding: 2px 6px; border-radius: 4px; overflow-wrap: anywhere; }
.weft-report .commands { font-size: .9rem; }
.weft-report .note { font-size: .8125rem; color: var(--muted); margin: 6px 0 0; max-width: 96ch; }
.weft-report .legend { display: flex; flex-wrap: wrap; gap: 4px 20px; font-size: .8125rem; margin-bottom: 8px; }
.weft-report .swatch { width: 26px; height: 12px; margin-right: 7px; vertical-align: -1px; flex: none; }
.weft-report .swatch-line { stroke-width: 2; }
.weft-report .chart-grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr)); gap: 16px 24px; }
.weft-report figure { margin: 0; max-width: 560px; }
.weft-report .chart-grid:has(> :only-child) { grid-template-columns: minmax(0, 560px); }
.weft-report figcaption { font-weight: 600; font-size: .875rem; margin-bottom: 2px; }
${chartCss('.weft-report')}
.weft-report { ${HEATS} }
.weft-report .table-block { min-width: 0; max-width: 100%; }
.weft-report .table-scroll { overflow-x: auto; border-radius: 6px; }
.weft-report .table-scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.weft-report table { border-collapse: collapse; font-size: .8125rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
.weft-report caption { text-align: left; font-weight: 600; font-size: .875rem; padding-bottom: 6px; }
.weft-report caption span { position: sticky; left: 0; display: inline-block; max-width: 100cqw; }
.weft-report :is(th, td) { padding: 5px 12px 5px 0; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--line); }
.weft-report :is(th, td) + :is(th, td) { padding-left: 12px; }
.weft-report thead th { color: var(--muted); font-weight: 500; vertical-align: bottom; }
.weft-report tbody th { font-weight: 500; white-space: nowrap; position: sticky; left: 0; background: var(--surface); }
.weft-report td:not(.numeric) { min-width: 9em; }
.weft-report .numeric { text-align: right; white-space: nowrap; }
.weft-report thead .numeric { white-space: normal; }
.weft-report .matrix :is(th, td) { padding: 5px 8px; }
.weft-report .matrix th:first-child { padding-left: 0; }
.weft-report .hit { background: color-mix(in srgb, var(--good) calc(var(--heat) * .4), var(--surface)); }
.weft-report .miss { background: color-mix(in srgb, var(--danger) min(40%, calc(var(--heat) * 1.6)), var(--surface)); }
.weft-report .pictures ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(112px, 1fr)); gap: 14px 12px; }
.weft-report .pictures img { display: block; image-rendering: pixelated; border-radius: 4px; background: #000; margin-bottom: 4px; }
.weft-report .pictures span { display: block; font-size: .78rem; line-height: 1.35; }
.weft-report .pictures span + span { color: var(--muted); }
@container (max-width: 600px) {
  .weft-report tbody th { white-space: normal; min-width: 8.5em; max-width: 11em; overflow-wrap: normal; }
}
@media (max-width: 480px) {
  .weft-report { font-size: 15px; }
  .weft-report #report-title { font-size: 1.4rem; }
}
@media print {
  .weft-report, .weft-report-page { color-scheme: only light; }
  .weft-report { font-size: 10.5pt; }
  .weft-report :is(.charts, .table-block, tr, .pictures li, .findings li) { break-inside: avoid; }
  .weft-report .blocks { display: block; container-type: normal; }
  .weft-report .blocks > * + * { margin-top: 20px; }
  .weft-report :is(h1, h2, h3, h4, caption) { break-after: avoid; }
  .weft-report .table-scroll { overflow: visible; }
  .weft-report tbody th { position: static; }
  .weft-report caption span { max-width: none; }
  .weft-report table, .weft-report .hit, .weft-report .miss, .weft-report .zone, .weft-report .notice { print-color-adjust: exact; }
  .weft-report a { color: inherit; text-decoration: none; }
  .weft-report .chart-grid { grid-template-columns: 1fr 1fr; }
  .weft-report table { font-size: 8pt; }
  .weft-report td:not(.numeric) { min-width: 5em; }
  .weft-report :is(th, td) { padding: 4px 6px 4px 0; }
  .weft-report :is(th, td) + :is(th, td) { padding-left: 6px; }
}
`;
