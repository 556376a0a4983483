import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleBench } from '../../bench/testing/sampleBench';
import { sampleRun } from '../../run/testing/sampleRun';
import { SAMPLE_ADAPTER } from '../../testing/sampleAdapter';
import { parseCheckCommand } from './checkCommand';
import { checkFileSchema } from './checkFile';
import { runCheck } from './checkRun';
import type { CheckPlace } from './stages';

let folder: string;
/** What Ctrl-C does. */
let interrupt: () => Promise<void>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-check-test-'));
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const path = (name: string) => join(folder, name);
const readJson = () => v.parse(checkFileSchema, JSON.parse(readFileSync(path('c.json'), 'utf8')));

function createPlace(changes: Partial<CheckPlace> = {}): CheckPlace {
  return {
    describeAdapter: async () => SAMPLE_ADAPTER,
    resolveOptions: () => Promise.reject(new Error('not asked')),
    bench: async () => sampleBench(),
    stopBench: async () => undefined,
    train: async () => sampleRun('quick'),
    stop: async () => undefined,
    ...changes,
  };
}

/** A script in place of the one that needs Python and PyTorch. */
function script(text: string): string {
  writeFileSync(path('script.mjs'), text);
  return path('script.mjs');
}

async function check(place: CheckPlace | Error, argv: readonly string[] = [], torchScript = path('none.mjs')) {
  const command = parseCheckCommand(['--json', path('c.json'), '--text', path('c.txt'), ...argv], {});
  const isGood = await runCheck(
    command,
    {
      open: async (work) => (place instanceof Error ? Promise.reject(place) : work(place)),
      torch: { script: torchScript, dataset: folder, pythons: [path('no-python'), process.execPath] },
    },
    {
      exitCode: 0,
      onInterrupt: (stop) => {
        interrupt = stop;
        return () => undefined;
      },
    },
  );
  return { isGood, file: readJson(), text: readFileSync(path('c.txt'), 'utf8') };
}

const statuses = (file: ReturnType<typeof readJson>) => file.stages.map(({ stage, status }) => `${stage} ${status}`);
const ALL = ['adapter', 'kernels', 'peers', 'scaling', 'notebook', 'study'].map((stage) => `${stage} finished`);

describe('runCheck', () => {
  it('does stage after stage, and writes both files', async () => {
    const { isGood, file, text } = await check(createPlace());
    expect(isGood).toBe(true);
    expect(statuses(file)).toEqual(ALL);
    expect(file.status).toBe('finished');
    expect(file.commit).toBe(sampleBench().commit);
    expect(text).toMatch(/^Weft check, begun .*\n\nAdapter: done/);
    expect(text).toContain('Everything that was done is right.');
  });

  it('goes on after a stage that fails, says which, and is not good', async () => {
    const train = vi.fn<CheckPlace['train']>(async () => sampleRun('quick'));
    train.mockRejectedValueOnce(new Error('the device was lost'));
    const { isGood, file, text } = await check(createPlace({ train }));
    expect(isGood).toBe(false);
    expect(statuses(file)).toEqual(ALL.map((line) => line.replace('notebook finished', 'notebook failed')));
    expect(text).toContain('(the device was lost)');
  });

  it('names a kernel that is wrong', async () => {
    const file = sampleBench();
    const [first, ...rest] = file.rows;
    const rows = [{ ...first, status: 'wrong', reason: 'out[0] is 1, not 2' }, ...rest];
    const result = await check(createPlace({ bench: async () => ({ ...file, rows }) }));
    expect(result.isGood).toBe(false);
    expect(result.text).toMatch(/wrong, out\[0\] is 1, not 2/);
  });

  it('has written the earlier stages while a later one is under way', async () => {
    let seen: ReturnType<typeof readJson> | undefined;
    const train = async () => {
      seen ??= readJson();
      return sampleRun('quick');
    };
    await check(createPlace({ train }));
    expect(seen?.status).toBe('running');
    expect(seen && statuses(seen)).toEqual(ALL.slice(0, 4));
  });

  it('stops a stage that takes too long, and takes what it has', async () => {
    let end = () => {};
    const bench = async () => {
      await new Promise<void>((resolve) => {
        end = resolve;
      });
      return { ...sampleBench(), status: 'stopped' };
    };
    const { file } = await check(createPlace({ bench, stopBench: async () => end() }), ['--budget', '1']);
    expect(statuses(file).slice(1, 4)).toEqual(['kernels stopped', 'peers stopped', 'scaling stopped']);
    expect(file.stages[1]?.result).toMatchObject({ status: 'stopped' });
  });

  it('does every stage though a file cannot be written, and says so at the end', async () => {
    const train = async () => {
      rmSync(path('c.txt'), { recursive: true });
      mkdirSync(join(path('c.txt'), 'in the way'), { recursive: true });
      return sampleRun('quick');
    };
    await expect(check(createPlace({ train }))).rejects.toMatchObject({ code: 'file-not-written' });
    expect(statuses(readJson())).toEqual(ALL);
  });

  it('ends with what it has when it is interrupted', async () => {
    const bench = async () => {
      await interrupt();
      return sampleBench({ status: 'stopped' });
    };
    const { file, text } = await check(createPlace({ bench }), ['--torch']);
    expect(file.status).toBe('stopped');
    expect(file.stages.at(-1)).toMatchObject({ stage: 'kernels', status: 'stopped', reason: 'interrupted' });
    expect(text).toContain('Every kernel against float64: stopped');
  });

  it('says why there is no adapter, and still asks PyTorch', async () => {
    const lines = `console.log('{"torch": "2", "device": "card", "cuda": null}');
console.log('{"way": "eager", "members": 1, "imagesPerSecond": 5000, "firstLoss": 2.3, "lastLoss": 0.5, "reason": null}');
process.stdout.write('{"half a li');`;
    const { isGood, file, text } = await check(new Error('WebGPU found no adapter'), ['--torch'], script(lines));
    expect(isGood).toBe(false);
    expect(statuses(file)).toEqual(['adapter failed', 'torch finished']);
    expect(text).toContain('eager, 1 member: 5,000 images/s');
  });

  it.each([
    ['fails', 'console.error("There is no PyTorch here."); process.exit(1);', /There is no PyTorch here/],
    ['says nothing', '', /ended with 0/],
  ])('is good where a script %s', async (_, text, reason) => {
    const { isGood, file } = await check(createPlace(), ['--torch'], script(text));
    expect(isGood).toBe(true);
    expect(file.stages.at(-1)).toMatchObject({
      stage: 'torch',
      status: 'failed',
      reason: expect.stringMatching(reason),
    });
  });
});

describe('parseCheckCommand', () => {
  it.each([['0'], ['1.5'], ['soon']])('refuses a budget of %s', (budget) => {
    expect(() => parseCheckCommand(['--budget', budget], {})).toThrow(`Option budget is "${budget}"`);
  });
});
