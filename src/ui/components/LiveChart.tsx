import { useMemo, useRef, useState } from 'preact/hooks';
import { ChartImage } from '../../charts/ChartImage';
import { lineFrame } from '../../charts/lineFrame';
import type { Chart } from '../../charts/model';
import { nearestGroup, nearestPoint } from '../../charts/nearest';
import { useWidth } from './useWidth';

interface LiveChartProps {
  readonly chart: Chart;
  /** In pixels, of charts whose height is not given by their rows. */
  readonly height?: number;
  readonly focused?: number | undefined;
  /** The pointer came near a group, or left it. */
  readonly onPoint?: (group: number | undefined) => void;
}

/** How near to a line, and how near to a point, the pointer has to be. */
const NEAR_LINE_PX = 24;
const NEAR_POINT_PX = 30;

interface Pointer {
  readonly x: number;
  readonly y: number;
}

/** A chart as wide as its place, that says what the pointer is near. The title and the words stand beside it. */
export function LiveChart({ chart, height, focused, onPoint }: LiveChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const [pointer, setPointer] = useState<Pointer | undefined>(undefined);
  const size = useMemo(() => ({ width, ...(height !== undefined && { height }) }), [width, height]);
  // Kept while a pointer moves: only what is near it changes.
  const image = useMemo(
    () => width > 0 && <ChartImage chart={chart} {...size} focused={focused} isNamedOutside />,
    [chart, size, width, focused],
  );
  const lines = chart.kind === 'lines' ? chart : undefined;
  const frame = useMemo(() => (lines === undefined ? undefined : lineFrame(lines, size)), [lines, size]);

  const point = ({ clientX, clientY, currentTarget }: PointerEvent) => {
    const { left, top } = (currentTarget as HTMLElement).getBoundingClientRect();
    const at = { x: clientX - left, y: clientY - top };
    setPointer(at);
    if (lines !== undefined && frame !== undefined) {
      onPoint?.(nearestGroup(lines, frame, at, NEAR_LINE_PX));
    }
  };
  const leave = () => {
    setPointer(undefined);
    onPoint?.(undefined);
  };

  const near =
    lines === undefined || frame === undefined || pointer === undefined
      ? undefined
      : nearestPoint(lines, frame, pointer, NEAR_POINT_PX);
  return (
    <div class="chart-frame" ref={place} onPointerMove={point} onPointerLeave={leave}>
      {image}
      {near !== undefined && <Tip x={near.x} y={near.y} lines={near.lines} isRight={near.x > width / 2} />}
    </div>
  );
}

interface TipProps extends Pointer {
  readonly lines: readonly string[];
  /** Whether the point is in the right half, where the tip stands to its left. */
  readonly isRight: boolean;
}

/** The figures of a point beside it; the tables have them for those who do not point. */
function Tip({ x, y, lines, isRight }: TipProps) {
  return (
    <div
      class={isRight ? 'chart-tip is-right' : 'chart-tip'}
      style={{ left: `${x}px`, top: `${y}px` }}
      aria-hidden="true"
    >
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  );
}
