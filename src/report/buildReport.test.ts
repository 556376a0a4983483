import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LineChartModel } from '../charts/model';
import { NORMALIZATIONS } from '../data/normalization';
import { PRESETS, type TrainOptions } from '../run/options';
import type { RunFile } from '../run/runFile';
import { sampleRun } from '../run/testing/sampleRun';
import { LANGUAGES } from '../words';
import { buildReport } from './buildReport';
import type { Block, ChartsBlock, Section, TableBlock } from './model';
import { renderReportHtml } from './renderReportHtml';

const QUESTIONS = [
  'why',
  'improved',
  'learning',
  'best',
  'learning-rates',
  'plateau',
  'stopping',
  'classes',
  'method',
] as const;
type Question = (typeof QUESTIONS)[number];

function section(runs: readonly RunFile[], id: Question, language: 'en' | 'es' = 'en'): Section {
  const found = buildReport(runs, language).sections.find((candidate) => candidate.id === id);
  if (found === undefined) {
    throw new Error(`There is no section ${id}.`);
  }
  return found;
}

function textOf({ answer }: Section): string {
  return answer.join('\n');
}

function lineChart(blocks: readonly Block[], id: string): LineChartModel {
  const chart = blocks
    .filter((block): block is ChartsBlock => block.kind === 'charts')
    .flatMap(({ charts }) => charts)
    .find((candidate) => candidate.id === id);
  if (chart?.kind !== 'lines') {
    throw new Error(`There is no line chart ${id}.`);
  }
  return chart;
}

function table(blocks: readonly Block[], caption: string): TableBlock {
  const found = blocks.find((block) => block.kind === 'table' && block.caption.includes(caption));
  if (found?.kind !== 'table') {
    throw new Error(`There is no table "${caption}".`);
  }
  return found;
}

const STUDY = sampleRun('study');
const ONE_SEED = sampleRun('notebook');
const RATES = sampleRun('learning-rates');
const PLATEAU = sampleRun('plateau', { seeds: 3 });
const STOPPING = sampleRun('notebook', { epochs: 30, earlyStopping: 'compare', seeds: 3 });

test('the questions stand in the notebook’s order, in every language', () => {
  for (const language of LANGUAGES) {
    const { sections, summary } = buildReport([STUDY], language);
    expect(sections.map(({ id }) => id)).toEqual(QUESTIONS);
    expect(summary.findings.map(({ sectionId }) => sectionId)).toEqual(QUESTIONS);
  }
});

test('what the runs do not answer says so, and which command does', () => {
  const { sections, summary } = buildReport([STUDY], 'en');
  const open = sections.filter(({ finding }) => finding === undefined);
  expect(open.map(({ id }) => id)).toEqual(['learning-rates', 'plateau', 'stopping']);
  expect(open.flatMap(({ commands }) => commands)).toEqual([
    expect.stringContaining('--preset learning-rates'),
    expect.stringContaining('--preset plateau'),
    expect.stringContaining('--early-stopping compare'),
  ]);
  expect(open.flatMap(({ blocks }) => blocks)).toEqual([]);
  expect(summary.findings.filter(({ isAnswered }) => !isAnswered)).toHaveLength(3);
});

test('several runs answer together, each section naming its run', () => {
  const { sections, runs } = buildReport([STUDY, RATES, PLATEAU, STOPPING], 'en');
  expect(runs).toHaveLength(4);
  expect(sections.every(({ finding }) => finding !== undefined)).toBe(true);
  expect(sections.find(({ id }) => id === 'plateau')?.source).toContain('plateau');
  expect(section([STUDY], 'why').source).toBeUndefined();
});

test('a run that was stopped before anything was recorded still makes a report', () => {
  const empty: RunFile = {
    ...sampleRun('quick', { diagnostics: 'off' }, { isStopped: true }),
    members: sampleRun('quick', { diagnostics: 'off' }, { isStopped: true }).members.map((member) => ({
      ...member,
      history: [],
      bestEpoch: 0,
    })),
    summary: [],
  };
  const { sections, summary } = buildReport([empty], 'en');
  expect(sections.filter(({ finding }) => finding !== undefined).map(({ id }) => id)).toEqual(['method']);
  expect(summary.notices.some((notice) => notice.includes('stopped by hand'))).toBe(true);
});

test.each([
  ['en', /over the seeds|bands?\b/i],
  ['es', /de las semillas|bandas?\b/i],
] as const)('captions speak of means over seeds only where there are several (%s)', (language, aboutSeeds) => {
  const captions = (run: RunFile, id: Question) =>
    section([run], id, language)
      .blocks.flatMap((block) => ('caption' in block ? [block.caption] : []))
      .join('\n');
  for (const [id, several, one] of [
    ['why', STUDY, ONE_SEED],
    ['learning', STUDY, ONE_SEED],
    ['learning-rates', sampleRun('learning-rates', { seeds: 2 }), RATES],
    ['plateau', PLATEAU, sampleRun('plateau')],
  ] as const) {
    expect(captions(several, id), id).toMatch(aboutSeeds);
    expect(captions(one, id), id).not.toMatch(aboutSeeds);
  }
});

describe('why', () => {
  test('explains with the run’s numbers why raw and centred inputs learn badly', () => {
    const text = textOf(section([STUDY], 'why'));
    expect(text).toMatch(
      /With raw, .* standard deviation of 6\d\.\d before training, (8|9)\d times that with standardize/,
    );
    expect(text).toMatch(/With center, .* times that with standardize/);
    expect(text).toMatch(/guessing has ln 10 = 2\.30/);
    expect(text).toMatch(/With scale the first layer’s pre-activations are of the same size/);
    expect(text).toMatch(/21\.\d\u00a0% with raw/);
  });

  test('claims no difference in size where there is none', () => {
    const { finding, answer } = section([sampleRun('quick', { normalizations: ['scale', 'standardize'] })], 'why');
    expect(finding).toMatch(/^Before training, no normalization’s first layer/);
    expect(answer.join()).not.toContain('Centring');
  });

  test('has nothing to compare a single normalization with', () => {
    expect(section([PLATEAU], 'why').finding).toMatch(/no second normalization/);
  });
});

describe('results', () => {
  test('with several seeds: shown differences with corrected intervals, and those not shown', () => {
    const improved = section([STUDY], 'improved');
    expect(improved.finding).toBe(
      'Test accuracy is higher than with raw for scale, center and standardize; test loss is lower than with raw for scale, center and standardize.',
    );
    expect(textOf(improved)).toMatch(
      /Between raw and scale, test accuracy is higher with scale by 0\.0\d{3} \(95\u00a0% interval 0\.0\d{3} to 0\.0\d{3}, 5 seeds, corrected for 6 comparisons\), and test loss is lower with scale by/,
    );
    const best = section([STUDY], 'best');
    expect(best.finding).toMatch(
      /^scale has the highest mean test accuracy, [^;]* with no difference shown to standardize; scale has the lowest mean test loss, [^;]*\.$/,
    );
    expect(best.commands).toEqual([]);
  });

  test('with one seed nothing is claimed, and how to get intervals is said', () => {
    const improved = section([ONE_SEED], 'improved');
    expect(improved.finding).toMatch(/^Nothing is shown/);
    expect(textOf(improved)).not.toMatch(/ has a (higher|lower) /);
    expect(textOf(improved)).toMatch(/one seed allows no interval/);
    expect(improved.commands).toEqual([expect.stringContaining('--preset study')]);
    const best = section([ONE_SEED], 'best');
    expect(best.finding).toMatch(
      /^scale has the highest test accuracy of this run, .*; scale has the lowest test loss .*; without several seeds none is shown to differ/,
    );
    const verdicts = table(best.blocks, 'Differences in test accuracy').rows.map(({ cells }) => cells.at(-1)?.text);
    expect(new Set(verdicts)).toEqual(new Set(['too few seeds for an interval']));
  });

  test('a loss is better where it is lower, in the sentence and in the table', () => {
    const { blocks } = section([STUDY], 'best');
    const row = table(blocks, 'Differences in test loss').rows.find(({ cells }) => cells[0]?.text === 'raw − scale');
    expect(row?.cells[1]?.text).toMatch(/^\+/);
    expect(row?.cells.at(-1)?.text).toBe('scale is lower');
  });

  test('members with callbacks stay out of the comparisons, which say so', () => {
    const { finding, answer, source, blocks } = section([STOPPING], 'best');
    expect([finding, ...answer].join()).not.toContain('all epochs');
    expect(source).toBe('Of each normalization, the members “all epochs”.');
    expect(table(blocks, 'between normalizations').rows).toHaveLength(6);
    expect(table(section([STOPPING], 'improved').blocks, 'Test accuracy').rows).toHaveLength(8);
  });

  test('losses that are far apart share a logarithmic axis', () => {
    const run = structuredClone(STUDY);
    for (const row of run.summary.filter(({ normalization }) => normalization === 'raw')) {
      row.testLoss = { mean: 8, low: -4, high: 20, n: 5 };
    }
    const [charts] = section([run], 'improved').blocks;
    const loss = charts?.kind === 'charts' ? charts.charts[1] : undefined;
    expect(loss?.x.scale).toBe('log');
    expect(loss?.kind === 'intervals' ? loss.rows : []).toHaveLength(4);
  });

  test('without raw there is a result and nothing to compare it with', () => {
    const { finding, answer } = section([sampleRun('study', { normalizations: ['scale', 'standardize'] })], 'improved');
    expect(finding).toMatch(/no members on raw pixels/);
    expect(answer).toHaveLength(1);
  });

  test('members that diverged are counted and have no figures', () => {
    const run = sampleRun('notebook', { learningRates: [1] });
    const rows = table(section([{ ...run, summary: run.summary }, STUDY], 'improved').blocks, 'Test accuracy').rows;
    expect(rows[0]?.cells.at(-1)?.text).toBe('5 finished');
    expect(section([run], 'learning').answer.join()).toMatch(/raw: 1 of 1 member diverged/);
  });
});

describe('learning', () => {
  test('has a bold curve with a band for validation and a thin one for training', () => {
    const { series } = lineChart(section([STUDY], 'learning').blocks, 'learning-loss');
    const bold = series.filter(({ weight }) => weight === 'bold');
    expect(bold).toHaveLength(4);
    expect(bold.every(({ points }) => points.length === 10)).toBe(true);
    expect(bold.some(({ points }) => points.some(({ low, high }) => high > low))).toBe(true);
    expect(series.filter(({ look }) => look.dash !== undefined)).toHaveLength(4);
  });

  test('curves of one seed are its figures', () => {
    const { series } = lineChart(section([ONE_SEED], 'learning').blocks, 'learning-accuracy');
    const raw = series.find(({ weight, look }) => weight === 'bold' && look.sign === 'raw');
    expect(raw?.points.map(({ y }) => y)).toEqual(ONE_SEED.members[0]?.history.map(({ valAccuracy }) => valAccuracy));
  });
});

describe('learning rates', () => {
  test('are judged by the rule that is written beside them', () => {
    const { finding, answer, blocks } = section([RATES], 'learning-rates');
    expect(finding).toMatch(/^With standardize, learning rates from 3\.16\u00a0×\u00a010⁻⁴ to 0\.00316 are good/);
    expect(answer.join()).toMatch(/within 10\s% of that loss/);
    expect(answer.join()).toMatch(/Too low with standardize: 10⁻⁵/);
    expect(answer.join()).toMatch(/Worse than guessing: 0\.0316/);
    expect(answer.join()).toMatch(/Diverged with standardize: 1\./);
    const verdicts = table(blocks, 'by learning rate').rows.map(({ cells }) => cells.at(-1)?.text);
    expect(verdicts.at(0)).toBe('too low');
    expect(verdicts.at(-1)).toBe('too high: diverged');
  });

  test('zones cover the axis without gaps, and what diverged is marked at its edge', () => {
    const { zones, marks, y } = lineChart(section([RATES], 'learning-rates').blocks, 'learning-rates-loss');
    expect(zones.map(({ kind }) => kind)).toEqual(['low', 'good', 'high']);
    expect(zones[0]?.from).toBe(Number.NEGATIVE_INFINITY);
    expect(zones.slice(1).every(({ from }, index) => from === zones[index]?.to)).toBe(true);
    expect(marks).toEqual([expect.objectContaining({ symbol: 'cross', x: 1, y: y.domain[1] })]);
  });

  test('an absurd loss is an arrow at the edge, not the measure of the axis', () => {
    const absurd = structuredClone(RATES);
    const record = absurd.members.find(({ learningRate }) => learningRate === 0.1)?.history.at(-1);
    if (record !== undefined) {
      record.valLoss = 1e12;
    }
    const { y, marks } = lineChart(section([absurd], 'learning-rates').blocks, 'learning-rates-loss');
    expect(y.domain[1]).toBeLessThan(20);
    expect(marks).toContainEqual(expect.objectContaining({ symbol: 'beyond', x: 0.1 }));
  });
});

describe('plateau', () => {
  test('draws the steps of each member’s rate and says what they bring', () => {
    const { finding, answer, blocks } = section([PLATEAU], 'plateau');
    expect(finding).toMatch(
      /reduced the rate [\d.]+ times on average; test accuracy \(\+0\.\d+\) is higher with it; test loss \(−0\.\d+\) is lower with it\.$/,
    );
    expect(answer[0]).toBe(
      'After each epoch the callback looks at val_loss. When it has not improved by more than 0.0001 for 2 epochs, the learning rate is multiplied by 0.5.',
    );
    const { series } = lineChart(blocks, 'plateau-rate');
    expect(series).toHaveLength(6);
    const reduced = series.filter(({ look }) => look.dash === undefined);
    for (const { points, shape } of reduced) {
      expect(shape).toBe('step');
      expect(points[0]?.y).toBe(0.001);
      expect(points.at(-1)?.y).toBeLessThan(0.001);
    }
  });

  test('without members at a constant rate claims nothing', () => {
    const { finding, commands } = section([sampleRun('plateau', { reduceLrOnPlateau: 'on' })], 'plateau');
    expect(finding).toMatch(/without members at a constant rate it cannot be said/);
    expect(commands).toHaveLength(1);
  });

  test('with one seed shows no difference', () => {
    expect(section([sampleRun('plateau')], 'plateau').finding).toMatch(
      /there is no interval that could show a difference in test accuracy .* or test loss/,
    );
  });
});

describe('stopping', () => {
  test('says who stopped, what was restored and what was saved', () => {
    const { finding, blocks } = section([STOPPING], 'stopping');
    expect(finding).toMatch(
      /^EarlyStopping stopped 12 of 12 members before epoch 30 and saved 6\d\.\d\u00a0% of the epochs\.$/,
    );
    const { marks } = lineChart(blocks, 'stopping-loss');
    expect(marks).toHaveLength(12);
    const restored = STOPPING.members
      .filter(({ earlyStopping }) => earlyStopping)
      .map((member) => member.restoredEpoch);
    expect(marks.map(({ x }) => x)).toEqual(restored);
  });

  test('without the callback says where the loss was lowest, and nothing more', () => {
    const { finding, answer } = section([STUDY], 'stopping');
    expect(finding).toBeUndefined();
    expect(answer.join()).toMatch(/the validation loss was lowest at epoch [\d.]+ with raw/);
  });
});

describe('classes', () => {
  test('counts all seeds, by class and by pair', () => {
    const { finding, blocks } = section([STUDY], 'classes');
    expect(finding).toMatch(/^Shirt is the hardest class, with an F1 of 0\.\d{4} to 0\.\d{4}\.$/);
    const confusion = table(blocks, 'Confusion matrix, raw');
    const counts = confusion.rows.map(({ cells }) => cells.slice(1).map(({ text }) => Number(text.replace(',', ''))));
    expect(counts.map((row) => row.reduce((sum, count) => sum + count, 0))).toEqual(new Array(10).fill(5000));
    expect(confusion.rows[6]?.cells[0]?.text).toBe('Shirt');
  });

  test('shows the surest mistakes as pictures with their classes', () => {
    const pictures = section([STUDY], 'classes', 'es').blocks.filter((block) => block.kind === 'pictures');
    expect(pictures).toHaveLength(4);
    const [first] = pictures.flatMap((block) => block.pictures);
    expect(first?.source).toMatch(/^data:image\/png;base64,iVBOR/);
    expect(first?.alternative).toBe('Imagen de test 0: Camiseta, tomada por Camisa');
  });
});

test('how it was measured lists every option that meant something, by its name', () => {
  const { blocks } = section([PLATEAU], 'method');
  const options = table(blocks, 'Configuration').rows.map(({ cells }) => cells[0]?.text);
  expect(options).toContain('plateau-patience');
  expect(options).not.toContain('stopping-patience');
  expect(table(blocks, 'The run plateau').rows.map(({ cells }) => cells[1]?.text)).toContain('abc1234');
});

test('the languages differ in words and not in what they show', () => {
  const [english, spanish] = LANGUAGES.map((language) => buildReport([STUDY, RATES, PLATEAU, STOPPING], language));
  const shape = (report: typeof english) =>
    report?.sections.map(({ id, answer, commands, blocks }) => ({
      id,
      answer: answer.length,
      commands,
      blocks: blocks.map((block) => (block.kind === 'table' ? block.rows.length : block.kind)),
    }));
  expect(shape(spanish)).toEqual(shape(english));
  const texts = (report: typeof english) => report?.sections.flatMap(({ question, answer }) => [question, ...answer]);
  expect(texts(spanish)?.filter((text) => texts(english)?.includes(text))).toEqual([]);
});

test('whatever was trained, no report says undefined, NaN or Infinity', async () => {
  const options = fc.record({
    normalizations: fc.uniqueArray(fc.constantFrom(...NORMALIZATIONS), { minLength: 1, maxLength: 4 }),
    seeds: fc.integer({ min: 1, max: 3 }),
    learningRates: fc.uniqueArray(fc.constantFrom(1e-5, 1e-3, 0.05, 1), { minLength: 1 }),
    epochs: fc.integer({ min: 1, max: 6 }),
    reduceLrOnPlateau: fc.constantFrom('off', 'on', 'compare'),
    earlyStopping: fc.constantFrom('off', 'on', 'compare'),
    restoreBestWeights: fc.constantFrom('off', 'on'),
    diagnostics: fc.constantFrom('off', 'on'),
  }) satisfies fc.Arbitrary<Partial<TrainOptions>>;
  const run = fc
    .tuple(fc.constantFrom(...PRESETS), options, fc.boolean())
    .map(([preset, changes, isStopped]) => sampleRun(preset, changes, { isStopped }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(run, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...LANGUAGES),
      async (runs, language) => {
        const html = await renderReportHtml(runs, language);
        expect(html).not.toMatch(/undefined|NaN|Infinity|\[object/);
        const ids = [...html.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id);
        expect(new Set(ids).size).toBe(ids.length);
      },
    ),
    { numRuns: 60 },
  );
});
