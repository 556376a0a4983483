import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { armKey } from '../run/arms';
import { meanOf, trainedEpochs } from '../run/curves';
import { judgeTest } from '../run/outcome';
import type { RunFile, RunMember } from '../run/runFile';
import { anyRun } from '../run/testing/anyRun';
import { sampleRun } from '../run/testing/sampleRun';
import { armPairsOf, COMPARED_FIGURES, winnerOf } from '../run/verdicts';
import { LANGUAGES } from '../words';
import { buildReport } from './buildReport';
import type { Section } from './model';

// What every sentence must hold to, whatever became of the members of a run.

function section(run: RunFile, id: string, language: 'en' | 'es' = 'en'): Section {
  return buildReport([run], language).sections.find((candidate) => candidate.id === id) as Section;
}

const textOf = ({ finding, answer }: Section) => [finding ?? '', ...answer].join('\n');

const RUNS = { numRuns: 60 };

describe('any run', () => {
  test('has every sentence and cell in every language, and no value that is none', () => {
    fc.assert(
      fc.property(anyRun(), fc.constantFrom(...LANGUAGES), (run, language) => {
        const { sections, summary, runs } = buildReport([run], language);
        const texts = [
          ...runs,
          ...summary.notices,
          ...summary.findings.map(({ text }) => text),
          ...sections.flatMap(({ answer }) => answer),
          ...sections
            .flatMap(({ blocks }) =>
              blocks.flatMap((block) => (block.kind === 'table' ? block.rows.flatMap(({ cells }) => cells) : [])),
            )
            .map(({ text }) => text),
        ];
        for (const text of texts) {
          expect(text).not.toBe('');
          expect(text).not.toMatch(/NaN|Infinity|undefined|null|\[object/);
        }
      }),
      RUNS,
    );
  });

  test('names nobody the better one whom a comparison contradicts', () => {
    fc.assert(
      fc.property(anyRun({ normalizations: ['raw', 'scale', 'standardize'], learningRates: [0.001] }), (run) => {
        const { finding } = section(run, 'best');
        for (const figure of COMPARED_FIGURES) {
          const said = new RegExp(
            figure === 'testAccuracy'
              ? /(\S+) has the highest (?:mean )?test accuracy/
              : /(\S+) has the lowest (?:mean )?test loss/,
          ).exec(finding ?? '')?.[1];
          const beaten = armPairsOf(run)
            .filter(({ question }) => question === 'normalization')
            .flatMap(({ comparisons }) => comparisons.filter((entry) => entry.figure === figure))
            .flatMap((entry) => {
              const { first, second } = entry.comparison;
              const winner = winnerOf(entry);
              const [better, loser] = winner === 'first' ? [first, second] : [second, first];
              // The best is said to be so among those that learned.
              const isContradiction = winner !== undefined && hasLearned(run, better) && !armIsOther(run, loser);
              return isContradiction ? [loser.normalization] : [];
            });
          expect(beaten).not.toContain(said);
        }
      }),
      RUNS,
    );
  });

  test('counts as saved only the epochs of members that ended by themselves', () => {
    fc.assert(
      fc.property(
        anyRun({
          earlyStopping: 'on',
          reduceLrOnPlateau: 'off',
          normalizations: ['scale'],
          learningRates: [0.001],
        }),
        (run) => {
          const { finding } = section(run, 'stopping');
          const ended = run.members.filter(({ status }) => status === 'finished' || status === 'stopped-early');
          const said = /EarlyStopping stopped (\d+) of (\d+) members? .* saved ([\d.]+)\u00a0% of the epochs/.exec(
            finding ?? '',
          );
          if (said === null) {
            expect(finding === undefined || ended.length === 0).toBe(true);
            return;
          }
          const trained = ended.reduce((sum, { history }) => sum + history.length, 0);
          const stopped = ended.filter(({ status }) => status === 'stopped-early').length;
          const saved = 100 * (1 - trained / (ended.length * run.config.epochs));
          expect([Number(said[1]), Number(said[2])]).toEqual([stopped, ended.length]);
          expect(Number(said[3])).toBeCloseTo(saved, 0);
        },
      ),
      RUNS,
    );
  });

  test('speaks of no epoch that no member trained', () => {
    fc.assert(
      fc.property(anyRun(), (run) => {
        const last = trainedEpochs(run.members);
        for (const id of ['learning', 'learning-rates']) {
          const epochs = textOf(section(run, id)).matchAll(/\b(?:epoch|after) (\d+)(?: epochs?)?\b/g);
          for (const [, epoch] of epochs) {
            expect(Number(epoch)).toBeLessThanOrEqual(last + 1);
          }
        }
      }),
      RUNS,
    );
  });

  test('says of a cause only what the figures show: smaller steps settle where the loss moved less and ended lower', () => {
    fc.assert(
      fc.property(
        anyRun({ reduceLrOnPlateau: 'compare', normalizations: ['scale'], learningRates: [0.001] }),
        (run) => {
          const text = textOf(section(run, 'plateau'));
          if (!text.includes('smaller steps settle')) {
            return;
          }
          const said = /by ([^a-z]+) on average with the callback and by ([^a-z]+) at a constant rate/.exec(text);
          expect(readFigure(said?.[1])).toBeLessThanOrEqual(readFigure(said?.[2]));
          const end = (members: readonly RunMember[]) =>
            meanOf(members.map(({ history }) => history.at(-1)?.valLoss)) ?? Number.NaN;
          const having = (isOn: boolean) =>
            run.members.filter(
              ({ reduceLrOnPlateau, earlyStopping, history }) =>
                reduceLrOnPlateau === isOn &&
                (run.config.earlyStopping !== 'compare' || !earlyStopping) &&
                history.length > 0,
            );
          if (
            having(true).every(({ status }) => status === 'finished') &&
            having(false).every(({ status }) => status === 'finished')
          ) {
            expect(end(having(true))).toBeLessThanOrEqual(end(having(false)));
          }
        },
      ),
      RUNS,
    );
  });
});

/** The number that a figure such as "0.0123", "1.20 × 10⁻⁵" or "10⁻⁵" stands for. */
function readFigure(text = ''): number {
  const power = /^(?:([\d.]+)\u00a0×\u00a0)?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/.exec(text);
  if (power === null) {
    return Number(text.replaceAll(',', ''));
  }
  const exponent = [...(power[2] ?? '')].map((sign) => (sign === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(sign))).join('');
  return Number(power[1] ?? 1) * 10 ** Number(exponent);
}

/** Whether an arm is none of those a normalization stands for: it has a callback that another arm has not. */
function armIsOther(run: RunFile, arm: RunMember | Parameters<typeof armKey>[0]): boolean {
  const own = run.members.filter(({ normalization }) => normalization === arm.normalization);
  const fewest = Math.min(...own.map((one) => Number(one.reduceLrOnPlateau) + Number(one.earlyStopping)));
  return Number(arm.reduceLrOnPlateau) + Number(arm.earlyStopping) > fewest;
}

/** Whether all members of an arm did that were tested. */
function hasLearned(run: RunFile, arm: Parameters<typeof armKey>[0]): boolean {
  const members = run.members.filter((member) => armKey(member) === armKey(arm));
  return members.every(({ test }) => test === null || judgeTest(test) === 'learned');
}

/** The same run with the histories and tests of its two uses of a callback changed over. */
function swapped(run: RunFile, callback: 'reduceLrOnPlateau'): RunFile {
  const partner = (member: RunMember) =>
    run.members.find(
      (other) => other.seed === member.seed && armKey(other) === armKey({ ...member, [callback]: !member[callback] }),
    ) as RunMember;
  return {
    ...run,
    members: run.members.map((member) => {
      const { history, test } = partner(member);
      return {
        ...member,
        test,
        history: history.map((record, index) => ({
          ...record,
          learningRate: member.history[index]?.learningRate ?? record.learningRate,
        })),
      };
    }),
  };
}

describe('plateau', () => {
  const PLATEAU = sampleRun('plateau', { seeds: 3 });

  test.each([
    ['en', 'Why:'],
    ['es', 'Por qué:'],
  ] as const)('gives no reason where the loss moves more with the callback, or ends higher (%s)', (language, why) => {
    expect(textOf(section(PLATEAU, 'plateau', language))).toContain(why);
    const text = textOf(section(swapped(PLATEAU, 'reduceLrOnPlateau'), 'plateau', language));
    expect(text).not.toContain(why);
  });
});

describe('a reason for what ReduceLROnPlateau brings', () => {
  /** Ten epochs, at half the rate from epoch `reducedFrom` on, with these validation losses from epoch 6 on. */
  function saying(withIt: readonly number[], without: readonly number[], reducedFrom = 4): string {
    const run = sampleRun('plateau', { epochs: 10 });
    const members = run.members.map((member) => ({
      ...member,
      history: member.history.map((record, index) => ({
        ...record,
        learningRate: member.reduceLrOnPlateau && record.epoch >= reducedFrom ? 0.0005 : 0.001,
        valLoss: (member.reduceLrOnPlateau ? withIt : without)[index - 5] ?? 0.5,
      })),
    }));
    return textOf(section({ ...run, members }, 'plateau'));
  }
  const CALM = [0.32, 0.319, 0.318, 0.317, 0.316];
  const RESTLESS = [0.36, 0.42, 0.35, 0.43, 0.4];

  test('is given where the loss was calmer after a reduction and ended lower', () => {
    expect(saying(CALM, RESTLESS)).toContain('smaller steps settle');
  });

  test.each([
    ['the loss moves more with it, though it ends lower', [0.36, 0.42, 0.35, 0.43, 0.3], CALM, 4],
    ['the loss ends higher, though it moves less', CALM.map((loss) => loss + 0.2), RESTLESS, 4],
    ['the rate was reduced in the last epochs alone', CALM, RESTLESS, 9],
  ] as const)('is not given where %s', (_, withIt, without, reducedFrom) => {
    const text = saying(withIt, without, reducedFrom);
    expect(text).toContain('the validation loss moves from epoch to epoch by');
    expect(text).not.toContain('smaller steps settle');
  });
});

test('EarlyStopping saves nothing in a run that was stopped by hand', () => {
  const stopped = sampleRun('notebook', { epochs: 30, earlyStopping: 'on' });
  const byHand: RunFile = {
    ...stopped,
    status: 'stopped',
    members: stopped.members.map((member) => ({
      ...member,
      status: 'stopped',
      restoredEpoch: null,
      history: member.history.slice(0, 4),
      test: null,
    })),
  };
  expect(textOf(section(byHand, 'stopping'))).not.toMatch(/saved \d|\d\u00a0% of/);
});

test('which epoch was best is said only where there were several', () => {
  expect(textOf(section(sampleRun('quick'), 'stopping'))).toContain('lowest at epoch');
  expect(textOf(section(sampleRun('quick', { epochs: 1 }), 'stopping'))).not.toContain('lowest at epoch');
});

test('centring is said to leave the spread as it is only where it does', () => {
  const run = sampleRun('study');
  expect(textOf(section(run, 'why'))).toContain('Centring alone');
  const wider: RunFile = {
    ...run,
    members: run.members.map((member) => ({
      ...member,
      diagnostics: member.diagnostics.map((entry) => ({
        ...entry,
        layers: entry.layers.map((layer) => ({
          ...layer,
          preActivationStd:
            member.normalization === 'center' ? 5 * (layer.preActivationStd ?? 1) : layer.preActivationStd,
        })),
      })),
    })),
  };
  expect(textOf(section(wider, 'why'))).not.toContain('Centring alone');
});

describe('the set-up', () => {
  const run = sampleRun('quick');
  const setup = { validationExamples: 7000, testExamples: 3000, parts: 1 };
  const said = (changes: Partial<RunFile>, language: 'en' | 'es' = 'en') => {
    const changed = { ...run, ...changes };
    return `${buildReport([changed], language).title}\n${textOf(section(changed, 'method', language))}`;
  };

  test('is the run’s: its dataset and its counts', () => {
    const text = said({ config: { ...run.config, dataset: 'kmnist' }, setup });
    expect(text).toMatch(/^kmnist: /);
    expect(text).not.toContain('Fashion');
    expect(text).toMatch(/The first 7,000 training images validate, and the 3,000 test images/);
    expect(said({ setup }, 'es')).toMatch(/Las primeras 7.?000 imágenes .* las 3.?000 de test/);
  });

  test('has no count that the run does not tell', () => {
    const untested = run.members.map((member) => ({ ...member, test: null }));
    expect(said({ members: untested })).toMatch(/The first training images validate, and the test images are used/);
  });

  test('says that members train at once only where they do', () => {
    expect(said({ setup })).toContain('train at once');
    const parts = said({ setup: { ...setup, parts: 3 } });
    expect(parts).not.toContain('train at once');
    expect(parts).toContain('in 3 parts');
    const stock = said({ config: { ...run.config, kernels: 'stock' }, setup: { ...setup, parts: run.members.length } });
    expect(stock).not.toContain('train at once');
    expect(stock).toContain('one after another');
  });
});
