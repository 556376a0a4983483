import type { ComponentChildren } from 'preact';
import type { Chart } from './model';

/** Charts of a report are drawn at this width and scaled: two fit beside each other on a page, one on a telephone. */
export const REPORT_WIDTH = 420;

/** How a chart is drawn where it is. */
export interface ChartView {
  /** In pixels; a report's charts are scaled to their cell. */
  readonly width?: number;
  /** In pixels, of charts whose height is not given by their rows. */
  readonly height?: number;
  /** Whether title and text alternative stand beside the image, as elements with the ids `ID-title` and `ID-text`. */
  readonly isNamedOutside?: boolean;
  /** The group that is brought out. */
  readonly focused?: number | undefined;
}

interface ChartFrameProps extends ChartView {
  readonly chart: Chart;
  readonly width: number;
  readonly height: number;
  readonly children: ComponentChildren;
}

/** One image with one name and its text alternative. */
export function ChartFrame({ chart, width, height, isNamedOutside = false, focused, children }: ChartFrameProps) {
  const [titleId, textId] = [`${chart.id}-title`, `${chart.id}-text`];
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: its title stands within it or beside it.
    <svg
      class={focused === undefined ? 'chart' : 'chart is-focusing'}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby={titleId}
      aria-describedby={textId}
    >
      {!isNamedOutside && (
        <>
          <title id={titleId}>{chart.title}</title>
          <desc id={textId}>{chart.description}</desc>
        </>
      )}
      {children}
    </svg>
  );
}
