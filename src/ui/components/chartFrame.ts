import type * as Plot from '@observablehq/plot';

/** What the drawings over the epochs of a run have in common. */
export interface EpochChartOptions {
  readonly epochs: number;
  readonly width: number;
  /** Ids of the chart's title and of its text alternative. */
  readonly titleId: string;
  readonly textId: string;
}

export const MARGIN = { top: 26, right: 14, bottom: 38, left: 46 } as const;

export const TIP_STYLE = { fill: 'var(--surface)', stroke: 'var(--control-line)' } as const;

/** The axis of epochs, the margins and the style. */
export function epochFrame({ epochs, width }: EpochChartOptions, height: number, marginRight: number = MARGIN.right) {
  return {
    width,
    height,
    marginTop: MARGIN.top,
    marginRight,
    marginBottom: MARGIN.bottom,
    marginLeft: MARGIN.left,
    style: { fontSize: '12px', background: 'transparent', color: 'inherit' },
    x: { domain: [0, epochs], label: 'epoch →', labelArrow: 'none', ticks: wholeTicks(epochs, width), tickFormat: 'd' },
  } satisfies Plot.PlotOptions;
}

/** Makes a chart one image with one name: Plot's names for its parts ("line", "dot") would only be noise. */
export function nameChart(chart: Element, { titleId, textId }: EpochChartOptions): void {
  for (const part of chart.querySelectorAll('[aria-label]')) {
    part.removeAttribute('aria-label');
  }
  chart.setAttribute('role', 'img');
  chart.setAttribute('aria-labelledby', titleId);
  chart.setAttribute('aria-describedby', textId);
}

/** Whole epochs, no more than fit. */
function wholeTicks(epochs: number, width: number): number[] {
  const most = Math.max(2, Math.floor(width / 50));
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((candidate) => epochs / candidate <= most) ?? 1000;
  return Array.from({ length: Math.floor(epochs / step) + 1 }, (_, index) => index * step);
}
