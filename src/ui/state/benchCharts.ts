import {
  describeRoofline,
  describeScaling,
  describeSpeedups,
  type RooflinePoint,
  roofOf,
  type ScalingPoint,
  type SpeedupBar,
  scalingLines,
} from '../../bench/benchCharts';
import type { Peaks } from '../../bench/benchFile';
import { ratioText } from '../../bench/benchTable';
import { IMPLEMENTATIONS, type Implementation } from '../../bench/work/competitor';
import { logAxis, logTicks } from '../../charts/axes';
import type { BarChartModel, Chart, LineChartModel, SeriesLook, SignLook } from '../../charts/model';
import { IMPLEMENTATION_LOOKS } from '../../charts/palette';
import { lineOf } from '../../run/curves';
import type { Words } from '../../words';

export function implementationLook(implementation: Implementation): SignLook {
  return IMPLEMENTATION_LOOKS[implementation];
}

/** What a chart is called, whether there is anything to draw or not. */
type Names = Pick<Chart, 'id' | 'title' | 'description'>;

export function rooflineNames(points: readonly RooflinePoint[], peaks: Peaks | undefined, words: Words): Names {
  const { roofline } = words.kernelsView.charts;
  return { id: 'bench-roofline', title: roofline, description: describeRoofline(points, peaks, words) };
}

export function speedupNames(bars: readonly SpeedupBar[], words: Words): Names {
  const { speedups } = words.kernelsView.charts;
  return { id: 'bench-speedups', title: speedups, description: describeSpeedups(bars, words) };
}

export function scalingNames(points: readonly ScalingPoint[], words: Words): Names {
  const { scaling } = words.kernelsView.charts;
  const description = describeScaling(points, words).join(' ') || words.kernels.noScaling;
  return { id: 'bench-scaling', title: scaling, description };
}

/** Member-images a second against members trained at once, both logarithmic, a line for each who can. @param points at least one. */
export function scalingChart(points: readonly ScalingPoint[], words: Words): LineChartModel {
  const { charts } = words.kernelsView;
  const members = [...new Set(points.map((point) => point.members))];
  const xDomain = [Math.min(...members), Math.max(2 * Math.min(...members), ...members)] as const;
  const rates = points.map(({ imagesPerSecond }) => imagesPerSecond);
  return {
    kind: 'lines',
    ...scalingNames(points, words),
    x: { label: charts.membersAxis, scale: 'log', domain: xDomain, ticks: members, format: words.numbers.count },
    y: logAxis(words.axes.logarithmic(charts.imagesAxis), rates, words.numbers.tick),
    series: scalingLines(points).map((line) => {
      const implementation = line[0]?.implementation ?? 'weft';
      const figures = lineOf(line.map(({ members: x, imagesPerSecond: y }) => ({ x, y })));
      return {
        look: implementationLook(implementation),
        shape: 'line',
        weight: 'bold',
        signs: 'points',
        points: figures,
        endLabel: implementation,
        describe: (figure) => {
          const point = line[figures.indexOf(figure)];
          return point === undefined
            ? []
            : [
                `${implementation}, ${point.variant}`,
                `${words.numbers.rate(point.imagesPerSecond)} ${charts.imagesAxis}`,
              ];
        },
      } as const satisfies LineChartModel['series'][number];
    }),
    guides: [],
    marks: [],
    zones: [],
  };
}

const ROOF_LOOK: SeriesLook = { color: 'var(--ink)', sign: undefined, dash: undefined };

/** GFLOP/s against operations a byte, both logarithmic, under the measured roofs. @param points at least one. */
export function rooflineChart(points: readonly RooflinePoint[], peaks: Peaks, words: Words): LineChartModel {
  const roof = roofOf(peaks, points).map(({ intensity, gflopPerSecond }) => ({ x: intensity, y: gflopPerSecond }));
  const intensities = roof.map(({ x }) => x);
  const xDomain = [Math.min(...intensities), Math.max(...intensities)] as const;
  const rates = [...roof.map(({ y }) => y), ...points.map(({ gflopPerSecond }) => gflopPerSecond)];
  const yDomain = [Math.min(...rates) / 2, 2 * peaks.fmaGflopPerSecond] as const;
  const format = words.numbers.tick;
  return {
    kind: 'lines',
    ...rooflineNames(points, peaks, words),
    x: {
      label: words.kernelsView.charts.intensityAxis,
      scale: 'log',
      domain: xDomain,
      ticks: logTicks(xDomain),
      format,
    },
    y: { label: words.axes.logarithmic('GFLOP/s'), scale: 'log', domain: yDomain, ticks: logTicks(yDomain), format },
    series: [
      { look: ROOF_LOOK, shape: 'line', weight: 'bold', signs: 'none', points: lineOf(roof) },
      ...IMPLEMENTATIONS.map((implementation) => {
        const own = points.filter((point) => point.implementation === implementation);
        const figures = lineOf(own.map(({ intensity, gflopPerSecond }) => ({ x: intensity, y: gflopPerSecond })));
        return {
          look: implementationLook(implementation),
          shape: 'dots',
          weight: 'bold',
          signs: 'points',
          points: figures,
          describe: (figure) => own[figures.indexOf(figure)]?.lines ?? [],
        } as const satisfies LineChartModel['series'][number];
      }),
    ],
    guides: [
      {
        y: peaks.fmaGflopPerSecond,
        label: `${words.numbers.rate(peaks.fmaGflopPerSecond)} GFLOP/s · ${words.numbers.rate(peaks.copyGbPerSecond)} GB/s`,
      },
    ],
    marks: [],
    zones: [],
  };
}

/** How many times as fast Weft is, a bar for each case and peer, logarithmic from 1. @param bars at least one. */
export function speedupChart(bars: readonly SpeedupBar[], words: Words): BarChartModel {
  const speedups = bars.map(({ ratio }) => ratio.weftSpeedup);
  const domain = [Math.min(0.9, ...speedups) / 1.05, Math.max(10, ...speedups)] as const;
  return {
    kind: 'bars',
    ...speedupNames(bars, words),
    x: {
      label: words.kernelsView.charts.ratioAxis,
      scale: 'log',
      domain,
      ticks: logTicks([1, domain[1]]),
      format: words.numbers.tick,
    },
    from: 1,
    groups: [...new Set(bars.map(({ caseId }) => caseId))].map((caseId) => ({
      label: caseId,
      bars: bars
        .filter((bar) => bar.caseId === caseId)
        .map(({ implementation, against, ratio }) => ({
          look: implementationLook(implementation),
          value: ratio.weftSpeedup,
          name: against,
          label: ratioText(ratio, words),
        })),
    })),
  };
}
