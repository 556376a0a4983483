import type { Plugin } from 'vite';
import { chartCss, liveChartCss } from '../charts/chartCss.ts';
import { COLORS, type ColorName, declareColors } from '../charts/palette.ts';

const CHARTS = '.chart-frame';

/** The colours of the page and the styles of its charts, from where the report has them too. */
const PAGE_CSS = `:root {
  color-scheme: light dark;
  ${declareColors(Object.keys(COLORS) as ColorName[]).join('\n  ')}
}
@media print { :root { color-scheme: only light; } }
${chartCss(CHARTS)}
${liveChartCss(CHARTS)}
`;

const MODULE = 'virtual:page-styles.css';
const RESOLVED_MODULE = `\0${MODULE}`;

/** Gives them as a style sheet to import: a document whose policy allows no styles of its own can have no others. */
export function pageStyles(): Plugin {
  return {
    name: 'weft:page-styles',
    resolveId: (id) => (id === MODULE ? RESOLVED_MODULE : undefined),
    load: (id) => (id === RESOLVED_MODULE ? PAGE_CSS : undefined),
  };
}
