import { epochAxis, logTicks } from '../../charts/axes';
import { endLabelsThatFit } from '../../charts/lineFrame';
import type { Axis, LineChartModel, LineSeries, Mark } from '../../charts/model';
import { DASHES } from '../../charts/palette';
import { type FigurePoint, lineOf } from '../../run/curves';
import { GUESSING_LOSS } from '../../run/network';
import type { Words } from '../../words';
import {
  beyondMarks,
  type Curve,
  type CurveSet,
  describeCurves,
  type MemberMark,
  type Metric,
  metricFormat,
  restartsEachEpoch,
  valueDomain,
} from './curves';
import { seriesLabel } from './series';

/** The same height whatever there is to draw, in pixels: the page must not jump. */
export const CURVE_CHART_HEIGHT = 300;

/** The curves of a run as a chart: means over seeds with their bands, and the lines of members. */
export function curveChart(set: CurveSet, epochs: number, words: Words): LineChartModel {
  const isLoss = set.metric === 'loss';
  const y = valueAxis(set, words);
  const [low, high] = y.domain;
  const training = set.curves.filter(({ split }) => split === 'training');
  const validation = set.curves.filter(({ split }) => split === 'validation');
  const hasEndLabels = namesItsLines(set);
  return {
    kind: 'lines',
    id: `curves-${set.metric}`,
    title: words.curves.titles[set.metric],
    description: describeCurves(set, words),
    x: epochAxis(0, epochs, words),
    y,
    // Validation last, and so above all else.
    series: [
      ...[...training, ...validation].flatMap(memberLines),
      ...training.map((curve) => ({ ...trainingLine(curve), points: lineOf(drawn(curve.points, isLoss)) })),
      ...validation.map((curve) => ({
        ...validationLine(curve, set.metric, words),
        points: drawn(curve.points, isLoss),
        ...(hasEndLabels && {
          endLabel: curve.series.run ?? words.numbers.learningRate(curve.series.arm.learningRate),
        }),
      })),
    ],
    guides:
      isLoss && low <= GUESSING_LOSS && GUESSING_LOSS <= high ? [{ y: GUESSING_LOSS, label: words.guessing }] : [],
    marks: [
      ...set.stopped.map((mark) => memberMark(mark, 'bar')),
      ...set.diverged.map((mark) => memberMark(mark, 'cross')),
      ...beyondMarks(set, [low, high]).map((mark) => memberMark(mark, 'beyond')),
    ],
    zones: [],
  };
}

function valueAxis(set: CurveSet, words: Words): Axis {
  const domain = valueDomain(set);
  const format = words.numbers.tick;
  return set.metric === 'loss'
    ? { label: words.axes.loss, scale: 'log', domain, ticks: logTicks(domain), format }
    : { label: words.axes.accuracy, scale: 'linear', domain, format };
}

/** A logarithm of what is not positive would be drawn nowhere. */
function drawn<T extends FigurePoint>(points: readonly T[], isLoss: boolean): readonly T[] {
  return isLoss ? points.filter(({ y }) => y > 0) : points;
}

function validationLine({ series }: Curve, metric: Metric, words: Words) {
  const { curves } = words;
  const format = metricFormat(metric, words);
  return {
    group: series.index,
    look: series.look,
    shape: 'line',
    weight: 'bold',
    signs: 'points',
    describe: ({ x, y, low, high }) => [
      curves.validationOf(seriesLabel(series, words)),
      curves.atEpoch(x, format(y)),
      ...(series.members.length > 1 ? [curves.membersFrom(format(low), format(high))] : []),
    ],
  } as const satisfies Omit<LineSeries, 'points'>;
}

function trainingLine(curve: Curve) {
  const { series } = curve;
  return {
    group: series.index,
    look: { ...series.look, dash: DASHES.training },
    // A mean that starts anew in each epoch is not one line.
    shape: restartsEachEpoch(curve) ? 'pieces' : 'line',
    weight: 'thin',
    signs: 'none',
  } as const satisfies Omit<LineSeries, 'points'>;
}

function memberLines(curve: Curve): readonly LineSeries[] {
  const { series, split } = curve;
  return curve.memberLines.map((points) => ({
    group: series.index,
    isMember: true,
    look: split === 'training' ? trainingLine(curve).look : { ...series.look, dash: undefined },
    shape: restartsEachEpoch(curve) ? 'pieces' : 'line',
    weight: 'thin',
    signs: 'none',
    points: lineOf(points),
  }));
}

function memberMark({ series, x, y }: MemberMark, symbol: Mark['symbol']): Mark {
  return { symbol, group: series.index, look: series.look, x, y };
}

/**
 * Several learning rates are named at the right ends of the curves, if they fit: colour alone cannot tell them apart. So
 * are runs of one curve each.
 */
function namesItsLines({ curves }: CurveSet): boolean {
  const series = [...new Set(curves.map((curve) => curve.series))];
  const runs = new Set(series.flatMap(({ run }) => run ?? []));
  const rates = new Set(series.map(({ arm }) => arm.learningRate));
  const isTold = runs.size === 0 ? rates.size > 1 : runs.size > 1 && runs.size === series.length;
  return isTold && series.length <= endLabelsThatFit(CURVE_CHART_HEIGHT);
}
