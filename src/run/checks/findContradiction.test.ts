import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../testing/refusal';
import { readRunFile } from '../readRunFile';
import type { RunFile } from '../runFile';
import { anyRun } from '../testing/anyRun';
import { sampleRun } from '../testing/sampleRun';
import { findContradiction } from './findContradiction';

// biome-ignore lint/suspicious/noExplicitAny: an edit may make anything of a run.
type Edit = (run: any) => void;

function refusalOfEdited(run: RunFile, edit: Edit): string {
  const edited = structuredClone(run);
  edit(edited);
  return refusalOf('bad-run', () => readRunFile(JSON.stringify(edited), 'run.json')).replace('File run.json: ', '');
}

const FINISHED = sampleRun('quick', { normalizations: ['raw', 'scale'], seeds: 2 });
const STOPPED = sampleRun('quick', { normalizations: ['raw', 'scale'] }, { isStopped: true });
/** Members without and with EarlyStopping; that with it stops after epoch 6 of 20. */
const EARLY = sampleRun('plateau', { reduceLrOnPlateau: 'off', earlyStopping: 'compare' });
/** Members without and with ReduceLROnPlateau. */
const PLATEAU = sampleRun('plateau');
/** One member each at a usual rate and at one that diverges. */
const DIVERGED = sampleRun('learning-rates', { learningRates: [0.001, 1] });

const early = EARLY.members[1];
if (early?.status !== 'stopped-early') {
  throw new Error('The sample must stop early.');
}
const stoppedAfter = early.history.length;

const REFUSED: readonly (readonly [what: string, run: RunFile, edit: Edit, refusal: string | RegExp])[] = [
  ['a member taken out', FINISHED, (run) => run.members.pop(), 'members has 3 entries; config gives 4.'],
  [
    'a member of another seed',
    FINISHED,
    (run) => {
      run.members[1].seed = 9;
    },
    'members.1.seed is 9; it must be 2, which config gives.',
  ],
  [
    'a best epoch that is not the best',
    FINISHED,
    (run) => {
      run.members[0].bestEpoch = 1;
    },
    /^members\.0\.bestEpoch is 1; it must be [23], which the validation losses of its history give\.$/,
  ],
  [
    'figures of examples held out where there are none',
    FINISHED,
    (run) => {
      run.members[0].history[0].heldOutLoss = 0.5;
    },
    'members.0.history.0.heldOutLoss is 0.5; it must be left out where config.heldOutExamples is 0.',
  ],
  [
    'diagnostics where they are off',
    FINISHED,
    (run) => {
      run.config.diagnostics = 'off';
    },
    'members.0.diagnostics has 4 entries; there must be none where config.diagnostics is "off".',
  ],
  [
    'members tested on different examples',
    FINISHED,
    (run) => {
      const { confusion } = run.members[2].test;
      confusion[0][0]++;
      confusion[1][1]--;
    },
    'members.2.test.confusion.0 counts 1001 examples; it must be 1000, as in members.0, since all are tested on the same.',
  ],
  [
    'a finished member that misses an epoch',
    FINISHED,
    (run) => {
      run.members[0].history.pop();
      run.members[0].diagnostics.pop();
      run.members[0].bestEpoch = 2;
    },
    'members.0.status is "finished"; it must be another, since its history has 2 of config.epochs, which is 3.',
  ],
  [
    'a stopped member of a finished run',
    FINISHED,
    (run) => {
      run.members[0].status = 'stopped';
    },
    'members.0.status is "stopped"; it must be another where the run\'s status is "finished".',
  ],
  [
    'a stopped member with all its epochs',
    STOPPED,
    (run) => {
      run.config.epochs = 2;
    },
    'members.0.status is "stopped"; it must be "finished", since its history has 2 of config.epochs, which is 2.',
  ],
  [
    'a finished member without a test',
    FINISHED,
    (run) => {
      run.members[0].test = null;
    },
    'members.0.test is null; it must be there for a member that is "finished" where the run\'s status is "finished".',
  ],
  [
    'a test of some in a stopped run',
    STOPPED,
    (run) => {
      run.members[1].test = FINISHED.members[0]?.test;
    },
    'members.0.test is null; it must be there for a member that is "stopped" where members.1 was tested.',
  ],
  [
    'a stopped member behind another',
    STOPPED,
    (run) => {
      run.members[1].history.pop();
      run.members[1].diagnostics.pop();
      run.members[1].bestEpoch = 1;
    },
    "members.1.history has 1 epochs; it must have 2, as many as another member's when the run was stopped.",
  ],
  [
    'a divergence that is not in the figures',
    FINISHED,
    (run) => {
      run.members[0].status = 'diverged';
    },
    'members.0.status is "diverged"; the losses of its last epoch must then be null, for not finite.',
  ],
  [
    'a divergence that is only in the figures',
    FINISHED,
    (run) => {
      run.members[0].history[2].trainLoss = null;
    },
    'members.0.status is "finished"; it must be "diverged", since a loss of epoch 3 is null.',
  ],
  [
    'epochs after a divergence',
    DIVERGED,
    (run) => {
      run.members[1].history.push({ ...run.members[0].history[1], learningRate: 1 });
      run.members[1].bestEpoch = 2;
    },
    'members.1.history has 2 epochs; it must end with epoch 1, in which the member diverged.',
  ],
  [
    'the test of a diverged member',
    DIVERGED,
    (run) => {
      run.members[1].test = run.members[0].test;
    },
    'members.1.test is there; it must be null for a member that diverged and has no weights restored.',
  ],
  [
    'an early stop of a member without EarlyStopping',
    EARLY,
    (run) => {
      run.members[0].status = 'stopped-early';
      run.members[0].history.pop();
      run.members[0].diagnostics.pop();
    },
    'members.0 has no EarlyStopping; its status must not be "stopped-early".',
  ],
  [
    'an early stop that the rule does not give',
    EARLY,
    (run) => {
      run.config.stoppingPatience = 19;
    },
    `members.1.status is "stopped-early" after ${stoppedAfter} epochs; by EarlyStopping's rule it must not stop early.`,
  ],
  [
    'restored weights that the rule does not give',
    EARLY,
    (run) => {
      run.members[1].restoredEpoch = 1;
    },
    `members.1.restoredEpoch is 1; it must be ${early.restoredEpoch}, which EarlyStopping's rule gives.`,
  ],
  [
    'restored weights where none are to be restored',
    EARLY,
    (run) => {
      run.config.restoreBestWeights = 'off';
    },
    `members.1.restoredEpoch is ${early.restoredEpoch}; it must be null where config.restoreBestWeights is "off".`,
  ],
  [
    'a rate that the rule does not give',
    PLATEAU,
    (run) => {
      run.members[1].history[1].learningRate = 0.0005;
    },
    "members.1.history.1.learningRate is 0.0005; it must be 0.001, which ReduceLROnPlateau's rule gives.",
  ],
  [
    'another rate than that of the member',
    PLATEAU,
    (run) => {
      run.members[0].history[7].learningRate = 0.0005;
    },
    "members.0.history.7.learningRate is 0.0005; it must be 0.001, which the member's gives.",
  ],
  [
    'a summary that was made better',
    FINISHED,
    (run) => {
      run.summary[0].testAccuracy.mean = 0.95;
    },
    /^summary\.0\.testAccuracy\.mean is 0\.95; it must be 0\.\d+, which the members give\.$/,
  ],
  [
    'an interval that was made narrower',
    FINISHED,
    (run) => {
      run.summary[1].testLoss.low += 1e-6;
    },
    /^summary\.1\.testLoss\.low is 0\.\d+; it must be 0\.\d+, which the members give\.$/,
  ],
  [
    'more seeds than there are',
    FINISHED,
    (run) => {
      run.summary[1].testLoss.n = 5;
    },
    'summary.1.testLoss.n is 5; it must be 2, which the members give.',
  ],
  ['a summary of some arms', FINISHED, (run) => run.summary.pop(), 'summary has 1 entries; the members give 2.'],
  [
    'a speed that the epochs and the time do not give',
    FINISHED,
    (run) => {
      run.throughput.imagesPerSecond *= 2;
    },
    /^throughput\.imagesPerSecond is 2846\.8; it must be 1423\.\d+, which the epochs of the members and wallMs\.train give\.$/,
  ],
  [
    'operations that the speed does not give',
    FINISHED,
    (run) => {
      run.throughput.gflopPerSecond = 99;
    },
    /^throughput\.gflopPerSecond is 99; it must be 4\.\d+, which throughput\.imagesPerSecond gives\.$/,
  ],
  [
    'shares that are not of the speed',
    FINISHED,
    (run) => {
      run.throughput.perNormalization[0].imagesPerSecond = 3;
    },
    'throughput.perNormalization sums to 3 images/s; it must be 1423.4, throughput.imagesPerSecond.',
  ],
  [
    'quantiles out of order',
    FINISHED,
    (run) => {
      run.throughput.stepMs.p10 = 1e6;
    },
    /^throughput\.stepMs is \{.*\}; p10, median and p90 must not decrease\.$/,
  ],
  [
    'mistakes of a member that was not tested',
    FINISHED,
    (run) => {
      run.mistakes[0].seed = 7;
    },
    'mistakes.0 is of raw, seed 7; it must be of a member that was tested.',
  ],
  [
    'mistakes of one arm twice',
    FINISHED,
    (run) => run.mistakes.push(run.mistakes[0]),
    'mistakes.2 is of raw, seed 1; there must be one entry an arm.',
  ],
  [
    'a mistake that is right',
    FINISHED,
    (run) => {
      run.mistakes[0].mistakes[0].predicted = run.mistakes[0].mistakes[0].label;
    },
    'mistakes.0.mistakes.0.predicted is 0; it must differ from its label.',
  ],
  [
    'mistakes out of order',
    FINISHED,
    (run) => {
      run.mistakes[0].mistakes[3].confidence = 1;
    },
    'mistakes.0.mistakes.3.confidence is 1; it must be at most that before it, since the surest come first.',
  ],
  [
    'a mistake that is not in the confusion matrix',
    FINISHED,
    (run) => {
      const { confusion } = run.members[0].test;
      confusion[0][2] += confusion[0][6];
      confusion[0][6] = 0;
    },
    "mistakes.0.mistakes.0 takes class 0 for 6; the member's confusion matrix counts 0 of these.",
  ],
  [
    'an example that there is not',
    FINISHED,
    (run) => {
      run.mistakes[0].mistakes[0].example = 10_000;
    },
    'mistakes.0.mistakes.0.example is 10000; it must be below 10000, the number of test examples.',
  ],
];

describe('what can be derived is not believed', () => {
  test.each([
    ['finished', FINISHED],
    ['stopped', STOPPED],
    ['stopped early', EARLY],
    ['reduced', PLATEAU],
    ['diverged', DIVERGED],
  ])('the sample that %s is accepted unedited', (_, run) => {
    expect(readRunFile(JSON.stringify(run), 'run.json')).toEqual(run);
  });

  test.each(REFUSED)('refuses %s', (_, run, edit, refusal) => {
    const said = refusalOfEdited(run, edit);
    if (typeof refusal === 'string') {
      expect(said).toBe(refusal);
    } else {
      expect(said).toMatch(refusal);
    }
  });

  test('no mean of any run can be moved by more than rounding', () => {
    fc.assert(
      fc.property(
        anyRun().filter(({ summary }) => summary.some(({ testLoss }) => testLoss.n > 0)),
        fc.constantFrom(1e-6, -1e-6, 0.5),
        (run, share) => {
          const said = refusalOfEdited(run, (edited) => {
            const row = edited.summary.find((one: RunFile['summary'][number]) => one.testLoss.n > 0);
            row.testLoss.mean = (row.testLoss.mean + 1) * (1 + share);
          });
          expect(said).toMatch(/^summary\.\d+\.testLoss\.mean is /);
        },
      ),
      { numRuns: 50 },
    );
  });
});

test('tens of thousands of mistakes are looked through in no time', () => {
  const [entry, ...others] = FINISHED.mistakes;
  const [mistake] = entry?.mistakes ?? [];
  if (entry === undefined || mistake === undefined) {
    throw new Error('The sample must have mistakes.');
  }
  const mistakes = Array.from({ length: 60_000 }, (_, example) => ({ ...mistake, example }));
  const startedAtMs = performance.now();
  expect(findContradiction({ ...FINISHED, mistakes: [{ ...entry, mistakes }, ...others] })).toMatch(
    /^mistakes\.0\.mistakes\.\d+ takes class 0 for 6; the member's confusion matrix counts \d+ of these$/,
  );
  expect(performance.now() - startedAtMs).toBeLessThan(1000);
});
