import type { Series } from '../state/series';

/** The colour of a series, as `seriesColors` gives it to everything inside an element. */
export function seriesColor({ index }: Series): string {
  return `var(--arm-${index})`;
}

/**
 * Custom properties that hold the colours of the series: Plot takes a colour it cannot parse, such as `oklch(…)`, for
 * the name of a column, but knows `var(…)`.
 */
export function seriesColors(series: readonly Series[]): Record<string, string> {
  return Object.fromEntries(series.map(({ index, look }) => [`--arm-${index}`, look.color]));
}

/** The class of what belongs to a series. */
export function seriesClass({ index }: Series): string {
  return `series series-${index}`;
}

/** The class of the lines of its members, which only show while the series is looked at. */
export function membersClass({ index }: Series): string {
  return `members series-${index}`;
}

/** Lets one series stand out of the others, with the lines of its members; without one, all are alike. */
export function lookAt(chart: Element, focused: Series | undefined): void {
  chart.classList.toggle('is-focusing', focused !== undefined);
  for (const part of chart.querySelectorAll('.is-focused')) {
    part.classList.remove('is-focused');
  }
  if (focused !== undefined) {
    for (const part of chart.querySelectorAll(`.series-${focused.index}`)) {
      part.classList.add('is-focused');
    }
  }
}
