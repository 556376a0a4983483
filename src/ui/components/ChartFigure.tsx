import type { ComponentChildren } from 'preact';
import type { Chart } from '../../charts/model';

interface ChartFigureProps {
  /** Its title and its words are those of the image within. */
  readonly chart: Pick<Chart, 'id' | 'title' | 'description'>;
  readonly testId: string;
  readonly note?: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A chart with its title and, for those who do not see it, its text alternative. */
export function ChartFigure({ chart, testId, note, class: className, children }: ChartFigureProps) {
  return (
    <figure class={className === undefined ? 'chart-figure' : `chart-figure ${className}`} data-testid={testId}>
      <figcaption>
        <h3 id={`${chart.id}-title`}>{chart.title}</h3>
      </figcaption>
      {children}
      {note !== undefined && <p class="chart-note">{note}</p>}
      <p class="visually-hidden" id={`${chart.id}-text`}>
        {chart.description}
      </p>
    </figure>
  );
}
