/**
 * The styles of charts within `scope`, a selector. A module rather than a style sheet, since a report is rendered
 * without a bundler; as in its styles, there are no quotes, ampersands and opening angle brackets.
 */
export function chartCss(scope: string): string {
  return `${scope} .chart { display: block; width: 100%; height: auto; font-size: 12.5px; overflow: visible; }
${scope} .chart text { fill: var(--muted); }
${scope} .chart .row-label { fill: var(--ink); }
${scope} .chart path, ${scope} .chart circle { vector-effect: non-scaling-stroke; }
${scope} .grid { stroke: var(--grid); fill: none; }
${scope} .axis { stroke: var(--muted); fill: none; }
${scope} .guide { stroke: var(--muted); stroke-dasharray: 1 3; fill: none; }
${scope} .zero { stroke: var(--muted); fill: none; }
${scope} .chart :is(.guide-label, .zone-label) { paint-order: stroke; stroke: var(--surface); stroke-width: 3px; stroke-linejoin: round; }
${scope} .line { fill: none; stroke-linejoin: round; }
${scope} .line-bold { stroke-width: 2; }
${scope} .line-thin { stroke-width: 1.2; stroke-opacity: .85; }
${scope} .band { fill-opacity: .15; }
${scope} .interval { fill: none; stroke-width: 2; }
${scope} :is(.dot, .signs path) { stroke: var(--surface); stroke-width: 1; }
${scope} .mark { fill: none; stroke-width: 2.5; }
${scope} .zone { fill: var(--muted); fill-opacity: .07; }
${scope} .zone-good { fill: var(--good); fill-opacity: .14; }
${scope} .zone-high { fill: var(--danger); fill-opacity: .09; }`;
}

/** The styles of what only the page's charts have. */
export function liveChartCss(scope: string): string {
  return `${scope} .chart :is(.end-label, .bar-label) { fill: var(--ink); }
${scope} .chart :is(.bar-label, .group-label) { paint-order: stroke; stroke: var(--surface); stroke-width: 3px; stroke-linejoin: round; }
${scope} .bar { fill-opacity: .75; }
${scope} .signs[stroke] path { stroke: inherit; stroke-width: 1.5; }
${scope} .members { visibility: hidden; }
${scope} .members.is-focused { visibility: visible; }
${scope} .is-focusing .series:not(.is-focused) { opacity: .18; }`;
}
