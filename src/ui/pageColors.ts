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

/** Writes them into the page's head: they are there before anything is drawn, and no script has to carry them. */
export function pageColors(): Plugin {
  return {
    name: 'weft-page-colors',
    transformIndexHtml: () => [{ tag: 'style', children: PAGE_CSS, injectTo: 'head' }],
  };
}
