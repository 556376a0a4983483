import { describe, expect, it } from 'vitest';
import { expandMembers } from '../run/members';
import { PRESET_DEFAULTS, type TrainOptions } from '../run/options';
import type { RunFile } from '../run/runFile';
import { summaryOf as summarize } from '../run/summary';
import { sampleRun } from '../run/testing/sampleRun';
import { WORDS } from '../words';
import { formatNotebookTime } from './trainRun';
import { formatSummary } from './trainSummary';

type Ending = Pick<RunFile['members'][number], 'status'> & { readonly epochs: number };

const EPOCH = { trainLoss: 0.5, trainAccuracy: 0.8, valLoss: 0.5, valAccuracy: 0.8, learningRate: 0.001 };
const FINISHED: Ending = { status: 'finished', epochs: 10 };

/** Of ten examples a class: how many there are is all that is asked of it here. */
const CONFUSION = Array.from({ length: 10 }, () => Array.from({ length: 10 }, () => 1));

/** A run whose members reach `accuracyOf`, and end as `endOf` says. */
function runOf(
  options: Partial<TrainOptions>,
  accuracyOf: (member: { readonly normalization: string; readonly seed: number }) => number,
  endOf: (index: number) => Ending = () => FINISHED,
  lossOf: (member: { readonly seed: number }) => number | null = () => 0.5,
): RunFile {
  const config = { ...PRESET_DEFAULTS.notebook, ...options };
  const members = expandMembers(config).map(({ index, ...member }): RunFile['members'][number] => {
    const { status, epochs } = endOf(index);
    const isTested = status === 'finished' || status === 'stopped-early';
    return {
      ...member,
      status,
      bestEpoch: 1,
      history: Array.from({ length: epochs }, (_, epoch) => ({ epoch: epoch + 1, ...EPOCH })),
      restoredEpoch: null,
      diagnostics: [],
      test: isTested ? { loss: lossOf(member), accuracy: accuracyOf(member), confusion: CONFUSION } : null,
    };
  });
  return {
    schema: 'weft.run/1',
    startedAt: '2026-01-02T03:04:05.678Z',
    commit: 'abc',
    status: members.some(({ status }) => status === 'stopped') ? 'stopped' : 'finished',
    adapter: {
      ...{ vendor: 'google', architecture: 'swiftshader', device: '', description: '', isFallback: true },
      ...{ runtime: 'browser', runtimeVersion: 'Chrome 156', features: [] },
    },
    config: { ...config, normalizations: [...config.normalizations], learningRates: [...config.learningRates] },
    members,
    summary: summarize(members),
    mistakes: [],
    throughput: {
      ...{ imagesPerSecond: 1_000, gflopPerSecond: 2, stepMs: { p10: 1, median: 2, p90: 3 } },
      ...{ dispatchesPerStep: 12, submitsPerStep: 1, uniformWritesPerStep: 0.01 },
      perNormalization: config.normalizations.map((normalization) => ({
        normalization,
        normalizeGbPerSecond: { raw: 1.5, scale: 2.5 }[String(normalization)] ?? 1,
      })),
    },
    memory: { allocatedBytes: 74_300_000, tensorsBefore: 6, tensorsAfter: 6 },
    wallMs: { setup: 100, train: 1_000, evaluate: 550 },
  };
}

const summaryOf = (run: RunFile, options: Parameters<typeof formatSummary>[2] = {}) =>
  formatSummary(run, WORDS.en, { width: 200, ...options }).split('\n');

/** The lines of the table below its head, cut at its gaps: cells, or one sentence. */
function tableOf(run: RunFile): string[][] {
  const lines = summaryOf(run);
  return lines
    .slice(
      0,
      lines.findIndex((line) => line.startsWith('All members')),
    )
    .filter((line) => !line.startsWith('─'))
    .map((line) => line.trim().split(/ {2,}/));
}

const verdictsOf = (run: RunFile) => {
  const lines = summaryOf(run);
  return lines.slice(lines.findIndex((line) => line.startsWith('All members')) + 1);
};

const spread = ({ normalization, seed }: { readonly normalization: string; readonly seed: number }) =>
  0.8 + (normalization === 'raw' ? 0 : 0.05) + 0.001 * Math.sin(seed * normalization.length);

describe('the table', () => {
  it('has a row for each normalization', () => {
    const rows = tableOf(runOf({ normalizations: ['raw', 'scale'] }, spread));
    expect(rows[0]).toEqual(['normalization', 'test accuracy', 'test loss', 'last validation', 'normalize GB/s']);
    expect(rows.slice(1).map((row) => [row[0], row[3], row[4]])).toEqual([
      ['raw', '0.8000', '1.50'],
      ['scale', '0.8000', '2.50'],
    ]);
  });

  it('has a row for each arm, and one speed a normalization', () => {
    const options = { normalizations: ['raw', 'scale'], reduceLrOnPlateau: 'compare', seeds: 2 } as const;
    const rows = tableOf(runOf(options, spread)).slice(1);
    expect(rows.map((row) => row[0])).toEqual([
      ...['raw · constant rate', 'raw · ReduceLROnPlateau'],
      ...['scale · constant rate', 'scale · ReduceLROnPlateau'],
    ]);
    expect(rows.map((row) => row[4])).toEqual(['1.50', undefined, '2.50', undefined]);
    expect(rows[0]?.[1]).toMatch(/^0\.\d{4} \(0\.\d{4} to 0\.\d{4}\)$/);
  });

  it('says how members ended where one did not simply finish', () => {
    const ends: readonly Ending[] = [
      FINISHED,
      { status: 'stopped-early', epochs: 9 },
      { status: 'stopped-early', epochs: 7 },
      { status: 'diverged', epochs: 1 },
      ...[FINISHED, FINISHED, FINISHED, FINISHED],
    ];
    const options = { normalizations: ['scale', 'raw'], earlyStopping: 'on', seeds: 4 } as const;
    const rows = tableOf(runOf(options, spread, (index) => ends[index] as Ending)).slice(1);
    expect(rows.map(([first]) => first)).toEqual([
      'scale',
      '1 finished; 2 stopped early, after 7 and 9 epochs; 1 diverged, after 1 epoch',
      'raw',
    ]);
  });

  it('says of which members the figures are not what learning gives, and of how many the means are', () => {
    const losses = [0.5, 1e11, null];
    const rows = tableOf(
      runOf(
        { normalizations: ['scale'], seeds: 3 },
        spread,
        () => FINISHED,
        ({ seed }) => losses[seed - 1] ?? null,
      ),
    );
    expect(rows[2]).toEqual(['1 finished; 2 blew up, after 10 epochs']);
    expect(rows[1]?.[1]).toMatch(/^0\.8\d+ \(.*\), 2 of 3$/);
  });

  it('says of a run that was stopped what it had reached, and after how many epochs', () => {
    const stoppedAfter = (epochs: number) =>
      tableOf(runOf({ normalizations: ['scale'] }, spread, () => ({ status: 'stopped', epochs }))).slice(1);
    expect(stoppedAfter(0).map((row) => row.slice(0, 4))).toEqual([
      ['scale', '–', '–', '–'],
      ['1 stopped by hand, after 0 epochs'],
    ]);
    expect(stoppedAfter(2)[0]?.[3]).toBe('0.8000');
  });

  it.each([80, 40])('fits %i columns, whatever is compared', (width) => {
    const options = { learningRates: [0.001, 0.0316], reduceLrOnPlateau: 'compare', seeds: 3 } as const;
    for (const run of [runOf({}, spread), runOf(options, spread, () => ({ status: 'stopped-early', epochs: 7 }))]) {
      const lines = summaryOf(run, { width });
      const table = lines.slice(
        0,
        lines.findIndex((line) => line.startsWith('All members')),
      );
      expect(Math.max(...table.map(({ length }) => length))).toBeLessThanOrEqual(width);
      expect(table.join(' ')).toContain('standardize');
      expect(table.join('\n')).toMatch(/0\.8\d{3}/);
    }
  });

  it('comes with what developers of kernels ask where that is asked for', () => {
    const run = runOf({}, spread);
    expect(summaryOf(run).join()).not.toMatch(/A step|GPU memory/);
    expect(summaryOf(run, { isVerbose: true, width: 40 }).join('\n')).toMatch(
      /normalize GB\/s.*A step: 2\.00 ms.*GPU memory: 74\.3 MB/s,
    );
  });
});

describe('the verdicts', () => {
  it('compare each two normalizations over the seeds', () => {
    const lines = verdictsOf(runOf({ seeds: 5 }, spread));
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(
      /^Between raw and scale, test accuracy is higher with scale by 0\.0\d{3} \(95\u00a0% interval .*, 5 seeds, corrected for 6 comparisons\), and .*test loss.*\.$/,
    );
    expect(lines[3]).toMatch(/^Between scale and center, no difference is shown in test accuracy \(/);
  });

  it('compare members with and without a callback', () => {
    const options = { normalizations: ['scale'], earlyStopping: 'compare', seeds: 3 } as const;
    expect(verdictsOf(runOf(options, spread))).toEqual([
      'Between scale · EarlyStopping and scale · all epochs, no difference is shown in test accuracy: it is 0.0000 for each of 3 seeds, so its spread is unknown, ' +
        'and no difference is shown in test loss: it is 0.0000 for each of 3 seeds, so its spread is unknown.',
    ]);
  });

  it('say nothing of two arms that both blew up', () => {
    const run = runOf({ normalizations: ['scale', 'raw'], learningRates: [0.001, 100], seeds: 3 }, spread);
    const members = run.members.map((member) =>
      member.learningRate === 100 && member.test !== null
        ? { ...member, test: { ...member.test, loss: 1e9 + member.seed } }
        : member,
    );
    const lines = verdictsOf({ ...run, members });
    expect(lines.some((line) => line.includes('scale · 0.001'))).toBe(true);
    expect(lines.join()).not.toContain('· 100');
  });

  it('are one sentence for one seed, and nothing where nothing was tested', () => {
    const [verdict] = verdictsOf(runOf({ normalizations: ['raw', 'scale'] }, spread));
    expect(verdict).toMatch(
      /^scale leads with a test accuracy of 0\.8\d{3}, but one seed may be luck: --seeds 5 or --preset study gives intervals\.$/,
    );
    expect(verdictsOf(runOf({ normalizations: ['raw'] }, spread))).toEqual([
      'One seed allows no interval, so no difference is shown: --seeds 5 or --preset study gives intervals.',
    ]);
    expect(verdictsOf(runOf({ seeds: 5 }, spread, () => ({ status: 'stopped', epochs: 2 })))).toEqual([]);
  });
});

describe('the time of the full run', () => {
  const quick = { ...PRESET_DEFAULTS.quick, normalizations: ['scale', 'raw'] } as const;

  it('is that of the preset itself, whatever smaller options the run had', () => {
    const run = runOf(quick, spread, () => ({ status: 'finished', epochs: 3 }));
    // 4 × 10 × 50,000 images at 1,000 a second; 4 × 110,000 images evaluated where 2 × 40,000 took 0.55 s.
    const expected = 'At this speed, --preset notebook would take about 33 min 23 s.';
    expect(formatNotebookTime(run, WORDS.en)).toBe(expected);
    const small = {
      ...quick,
      normalizations: ['scale'],
      epochs: 2,
      trainExamples: 3000,
      heldOutExamples: 1000,
    } as const;
    const same = runOf(small, spread, () => ({ status: 'finished', epochs: 2 }));
    // The same speeds: 2 × 11,000 + 10,000 images evaluated in 0.55 s.
    expect(formatNotebookTime(same, WORDS.en)).toBe('At this speed, --preset notebook would take about 33 min 28 s.');
  });

  it('takes what really was evaluated as done', () => {
    const run = runOf(quick, spread, () => ({ status: 'stopped-early', epochs: 1 }));
    // 4 × 110,000 images evaluated where 2 × 20,000 took 0.55 s.
    expect(formatNotebookTime(run, WORDS.en)).toBe('At this speed, --preset notebook would take about 33 min 26 s.');
  });

  it('is not known from the speed of other kernels', () => {
    const run = runOf({ ...quick, kernels: 'stock' }, spread, () => ({ status: 'finished', epochs: 3 }));
    expect(formatNotebookTime(run, WORDS.en)).toBeUndefined();
  });
});

it.each([
  ['en', 'Epoch 3 was left after 41 of 79 steps, with a training accuracy of 0.8296 to 0.8464.'],
  ['es', 'La época 3 se dejó tras 41 de 79 pasos, con una exactitud de entrenamiento de 0,8296 a 0,8464.'],
] as const)('tells in %s what there is of the epoch that a run was stopped in', (language, sentence) => {
  const stopped = sampleRun('quick', {}, { isStopped: true });
  expect(formatSummary(stopped, WORDS[language])).not.toContain(sentence.slice(0, 8));
  const members = [{ trainLoss: 0.5, trainAccuracy: 0.8296 }, null, { trainLoss: 0.4, trainAccuracy: 0.8464 }];
  const unfinished = { epoch: 3, steps: 41, stepsPerEpoch: 79, members };
  expect(formatSummary({ ...stopped, unfinished }, WORDS[language]).split('\n')).toContain(sentence);
});
