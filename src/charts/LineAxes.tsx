import type { LineFrame } from './lineFrame';
import type { LineChartModel } from './model';
import { round } from './scale';

const GUIDE_LABEL_HEIGHT = 18;

interface PartProps {
  readonly chart: LineChartModel;
  readonly frame: LineFrame;
}

/** Stretches of the x axis with their names above. */
export function Zones({ chart: { zones }, frame: { left, right, top, bottom, x } }: PartProps) {
  return (
    <>
      {zones.map(({ kind, from, to, label }) => {
        const start = Number.isFinite(from) ? x(from) : left;
        const end = Number.isFinite(to) ? x(to) : right;
        return (
          <g key={from}>
            <rect
              class={`zone zone-${kind}`}
              x={start}
              y={top}
              width={Math.max(0, end - start)}
              height={bottom - top}
            />
            <text class="zone-label" x={round((start + end) / 2)} y={top - 6} text-anchor="middle">
              {label}
            </text>
          </g>
        );
      })}
    </>
  );
}

/** Both axes with their names, the grid, and the lines to compare with. */
export function LineAxes({ chart, frame: { left, right, bottom, height, x, y } }: PartProps) {
  return (
    <>
      {y.ticks.map((tick) => (
        <g key={tick}>
          <path class="grid" d={`M${left} ${y(tick)}H${right}`} />
          <text x={left - 6} y={y(tick) + 4} text-anchor="end">
            {chart.y.format(tick)}
          </text>
        </g>
      ))}
      {x.ticks.map((tick) => (
        <g key={tick}>
          <path class="axis" d={`M${x(tick)} ${bottom}v4`} />
          <text x={x(tick)} y={bottom + 17} text-anchor="middle">
            {chart.x.format(tick)}
          </text>
        </g>
      ))}
      <path class="axis" d={`M${left} ${bottom}H${right}`} />
      <text class="axis-label" x={0} y={12}>
        {chart.y.label}
      </text>
      <text class="axis-label" x={right} y={height - 4} text-anchor="end">
        {chart.x.label} →
      </text>
    </>
  );
}

export function Guides({ chart: { guides }, frame: { left, right, top, y } }: PartProps) {
  return (
    <>
      {guides.map(({ y: value, label }) => (
        <g key={label}>
          <path class="guide" d={`M${left} ${y(value)}H${right}`} />
          {/* At the top it would stand among the labels of zones. */}
          {y(value) < top + GUIDE_LABEL_HEIGHT ? (
            <text class="guide-label" x={left + 4} y={y(value) + 14}>
              {label}
            </text>
          ) : (
            <text class="guide-label" x={right - 2} y={y(value) - 5} text-anchor="end">
              {label}
            </text>
          )}
        </g>
      ))}
    </>
  );
}
