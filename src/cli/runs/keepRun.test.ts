import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WeftError } from '../../errors';
import { PRESET_DEFAULTS, type TrainOptions } from '../../run/options';
import type { RunFile } from '../../run/runFile';
import type { KeepingOptions } from '../../training/keeping';
import { WORDS } from '../../words';
import { findResumed, type KeepingCommand, RunKeeper, type Train } from './keepRun';
import { RunFolder } from './runFolder';

const CONFIG = PRESET_DEFAULTS.quick;
const FINISHED = { status: 'finished' } as RunFile;
const STOPPED = { status: 'stopped' } as RunFile;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-runs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly said: readonly string[];
  readonly given: readonly KeepingOptions[];
}

/** Runs a command whose trainer writes one checkpoint and then does as `train` says. */
async function run(
  train: () => RunFile,
  command: Partial<KeepingCommand> = {},
  config: TrainOptions = CONFIG,
): Promise<Ended> {
  const said: string[] = [];
  const given: KeepingOptions[] = [];
  const keeping = { folder, resume: undefined, isFresh: false, everySeconds: undefined, ...command };
  const carryOut: Train = async (keep, options) => {
    given.push(options);
    await keep?.(Uint8Array.of(7));
    return train();
  };
  const asked = findResumed(keeping, WORDS.en);
  const keeper = new RunKeeper(keeping, WORDS.en, (line) => said.push(line));
  await keeper.run(asked?.config ?? config, 'dawn', asked, carryOut).catch((error) => said.push(`${error.code}`));
  return { said, given };
}

const fail = (code: 'device-lost' | 'bad-checkpoint') => () => {
  throw new WeftError(code, 'No.');
};
const states = () =>
  new RunFolder(folder)
    .list()
    .map(({ state }) => state)
    .sort();

describe('a run that was stopped, or failed', () => {
  it.each([
    ['stopped', () => STOPPED],
    ['failed', fail('device-lost')],
  ])('is kept as %s, and goes on when the same command is given again', async (state, end) => {
    await run(end);
    expect(states()).toEqual([state]);
    const { said, given } = await run(() => FINISHED);
    expect(said).toEqual([expect.stringMatching(/^Going on with run /)]);
    expect(given).toEqual([{ resumeFrom: { name: expect.any(String), file: Uint8Array.of(7) } }]);
    expect(states()).toEqual(['finished']);
  });

  it.each<[string, Partial<KeepingCommand>, TrainOptions]>([
    ['other options', {}, { ...CONFIG, epochs: 7 }],
    ['--fresh', { isFresh: true }, CONFIG],
  ])('is left alone by a command with %s, which makes another', async (_, command, config) => {
    await run(() => STOPPED);
    const { said, given } = await run(() => FINISHED, command, config);
    expect([said, given]).toEqual([[], [{}]]);
    expect(states()).toEqual(['finished', 'stopped']);
  });

  it('goes on by its name, or as the newest, with its own options', async () => {
    await run(() => STOPPED);
    const [kept] = new RunFolder(folder).list();
    const { given } = await run(() => STOPPED, { resume: kept?.id ?? '' }, { ...CONFIG, epochs: 7 });
    expect(given[0]?.resumeFrom?.name).toBe(kept?.id);
    expect((await run(() => FINISHED, { resume: true })).given[0]?.resumeFrom?.name).toBe(kept?.id);
    await expect(run(() => FINISHED, { resume: true })).rejects.toThrow('No run that was interrupted is kept');
  });

  it('is started anew where its checkpoint cannot be used, and keeps it', async () => {
    await run(() => STOPPED);
    const ends = [fail('bad-checkpoint'), () => FINISHED];
    const { said } = await run(() => (ends.shift() ?? fail('device-lost'))());
    expect(said[1]).toBe('It cannot go on: No. A new run starts.');
    expect(states()).toEqual(['finished', 'stopped']);
  });

  it('is tested as it is where that was asked for, and can still go on', async () => {
    await run(() => STOPPED);
    const { given } = await run(() => STOPPED, { resume: true, isOver: true });
    expect(given).toEqual([{ resumeFrom: expect.anything(), isOver: true }]);
    expect(states()).toEqual(['stopped']);
    expect((await run(() => FINISHED, { resume: true })).given).toEqual([{ resumeFrom: expect.anything() }]);
  });

  it('is refused where --resume asked for it and its checkpoint cannot be used', async () => {
    await run(() => STOPPED);
    const { said } = await run(fail('bad-checkpoint'), { resume: true });
    expect(said.at(-1)).toBe('bad-checkpoint');
    expect(states()).toEqual(['stopped']);
  });
});

it('goes on without being kept where there is no place for it, and says so', async () => {
  writeFileSync(join(folder, 'file'), '');
  const { said, given } = await run(() => FINISHED, { folder: join(folder, 'file') });
  expect(said).toEqual([expect.stringMatching(/^The run goes on and is not being kept: /)]);
  expect(given).toEqual([{}]);
});

it('has a run of its own where another command is at the same one', async () => {
  await run(() => STOPPED);
  const [kept] = new RunFolder(folder).list();
  const held = kept && (await new RunFolder(folder).hold(kept));
  const { given } = await run(() => FINISHED);
  expect(given).toEqual([{}]);
  await held?.release();
  expect(states()).toEqual(['finished', 'stopped']);
});

it('takes the room of the same run that was killed before anything of it was kept', async () => {
  const killed = await new RunFolder(folder).create({ config: CONFIG, runtime: 'dawn' });
  writeFileSync(join(folder, killed.about.id, 'lock'), '4194305');
  const { said, given } = await run(() => FINISHED);
  expect([said, given, states()]).toEqual([[], [{}], ['finished']]);
});
