import { describe, expect, it } from 'vitest';
import { type MeasureOptions, measureCase } from './measure';
import type { Verdict } from './work/checkOutputs';
import { type Competitor, type CompetitorEntry, type Implementation, LeftOut } from './work/competitor';

const RIGHT: Verdict = { maxRelativeError: 1e-7, checkedEntries: 4, outputEntries: 4 };

/** A clock that only work moves. */
function createClock() {
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

function setUp(changes: Partial<MeasureOptions> = {}) {
  const clock = createClock();
  const log: string[] = [];
  const options: MeasureOptions = {
    minSampleMs: 50,
    samples: 4,
    maxRuns: 1000,
    maxRunsPerWait: 8,
    maxWindowMs: 80,
    waitForDevice: async () => undefined,
    shouldStop: () => false,
    guard: (work) => work(),
    nowMs: clock.nowMs,
    ...changes,
  };
  const entry = (
    implementation: Implementation,
    msPerRun: number,
    competitor: Partial<Competitor> = {},
  ): CompetitorEntry => ({
    implementation,
    variant: '',
    open: async () => ({
      run: async (runs) => {
        log.push(`${implementation} ${runs}`);
        clock.pass(runs * msPerRun);
      },
      verify: async () => RIGHT,
      dispose: () => log.push(`${implementation} disposed`),
      ...competitor,
    }),
  });
  return { clock, log, options, entry };
}

describe('measureCase', () => {
  it('makes samples long enough and takes them in turn, every round beginning with another', async () => {
    const { entry, log, options } = setUp();
    const measurements = await measureCase([entry('weft', 30), entry('tfjs', 35), entry('jax-js', 40)], options);
    const [weft, tfjs] = measurements ?? [];
    expect(weft).toMatchObject({ status: 'ok', samples: 4, firstUseMs: 30, verdict: RIGHT });
    expect(weft?.wallMs).toEqual({ median: 30, p10: 30, p90: 30 });
    expect(tfjs).toMatchObject({ status: 'ok', runsPerSample: 2, wallMs: { median: 35 } });
    const turns = [...'wtj tjw jwt wtj'].filter((turn) => turn !== ' ');
    const names = { w: 'weft 2', t: 'tfjs 2', j: 'jax-js 2' } as const;
    expect(log.slice(-15, -3)).toEqual(turns.map((turn) => names[turn as keyof typeof names]));
    expect(log.slice(-3)).toEqual(['weft disposed', 'tfjs disposed', 'jax-js disposed']);
  });

  it('waits for the device after the same number of runs for everyone', async () => {
    const { entry, log, options } = setUp();
    const waiting = { ...options, waitForDevice: async () => void log.push('waited') };
    const measurements = await measureCase([entry('weft', 1), entry('tfjs', 15)], waiting);
    // tfjs does five runs in 80 ms; the window is the power of two below.
    expect(measurements?.map(({ runsPerWait }) => runsPerWait)).toEqual([4, 4]);
    expect(measurements?.map(({ runsPerSample }) => runsPerSample % 4)).toEqual([0, 0]);
    const sampled = log.slice(log.indexOf('tfjs 4') + 2);
    const rounds = sampled.filter((line) => line !== 'waited' && !line.endsWith('disposed'));
    expect(new Set(rounds)).toEqual(new Set(['weft 4', 'tfjs 4']));
    expect(sampled.filter((line) => line === 'waited')).toHaveLength(rounds.length);
  });

  it('has a probe of the adapter at its best, waited for once a sample, whatever the others’ rhythm', async () => {
    const { entry, options } = setUp();
    const [tfjs, probe] =
      (await measureCase([entry('tfjs', 50), { ...entry('weft', 1), isProbe: true }], options)) ?? [];
    expect(tfjs?.runsPerWait).toBe(1);
    expect(probe?.runsPerWait).toBe(probe?.runsPerSample);
    expect(probe?.runsPerSample).toBeGreaterThanOrEqual(50);
  });

  it('lets nobody wait on the processor, and nobody wait for those who compute on it', async () => {
    const { entry, options } = setUp();
    const slow = { ...entry('jax-js-wasm', 60), isCpu: true };
    const [weft, wasm] = (await measureCase([entry('weft', 1), slow], options)) ?? [];
    expect(weft?.runsPerWait).toBe(8);
    expect(wasm).toMatchObject({ runsPerWait: 1, runsPerSample: 1 });
  });

  it('sees a competitor that leaves its waiting for later as slow as it is', async () => {
    const { clock, entry, options } = setUp();
    let pendingMs = 0;
    const waitForDevice = async () => {
      clock.pass(pendingMs + 2);
      pendingMs = 0;
    };
    const submit = async (runs: number) => {
      pendingMs += 10 * runs;
    };
    // One waits by itself as well, as often as it likes; the other only hands its work over.
    const run = async (runs: number) => {
      await submit(runs);
      clock.pass(pendingMs);
      pendingMs = 0;
    };
    const entries = [entry('weft', 0, { run }), entry('tfjs', 0, { run: submit })];
    const [eager, lazy] = (await measureCase(entries, { ...options, waitForDevice })) ?? [];
    expect(lazy?.wallMs?.median).toBe(eager?.wallMs?.median);
    expect(lazy?.wallMs?.median).toBeGreaterThan(10);
  });

  it('ends long rounds after five', async () => {
    const { entry, options } = setUp({ samples: 10 });
    const [long] = (await measureCase([entry('weft', 20_000)], options)) ?? [];
    const [short] = (await measureCase([entry('weft', 2000)], options)) ?? [];
    expect([long?.samples, short?.samples]).toEqual([5, 10]);
    expect(long?.roundsMs).toEqual(Array.from({ length: 5 }, () => 20_000));
  });

  it('poisons after the warm-up, before the first sample', async () => {
    const { entry, log, options } = setUp();
    const poison = async () => {
      log.push('poisoned');
    };
    await measureCase([entry('weft', 60, { poison })], options);
    expect(log).toEqual(['weft 1', 'weft 1', 'poisoned', 'weft 1', 'weft 1', 'weft 1', 'weft 1', 'weft disposed']);
  });

  it('waits after the first run for what that began', async () => {
    const { entry, log, options } = setUp();
    const settle = async () => {
      log.push('settled');
    };
    await measureCase([entry('weft', 60, { settle })], options);
    expect(log.slice(0, 3)).toEqual(['weft 1', 'settled', 'weft 1']);
  });

  it('gives no times to wrong results', async () => {
    const { entry, options } = setUp();
    const verify = async () => ({ ...RIGHT, maxRelativeError: 0.5, fault: 'out[0] is 2, not 1' });
    const [wrong, right] = (await measureCase([entry('weft', 60, { verify }), entry('tfjs', 60)], options)) ?? [];
    expect(wrong).toMatchObject({ status: 'wrong', reason: 'out[0] is 2, not 1', samples: 0 });
    expect(wrong?.wallMs).toBeUndefined();
    expect(right?.status).toBe('ok');
  });

  it('shows a competitor that fails at any point as failed, and goes on with the others', async () => {
    const fail = async () => {
      throw new Error('out of luck');
    };
    const points: Partial<Competitor>[] = [{ run: fail }, { poison: fail }, { verify: fail }, { readGpuMs: fail }];
    for (const point of points) {
      const { entry, options, log } = setUp();
      const [failed, other] = (await measureCase([entry('jax-js', 60, point), entry('weft', 60)], options)) ?? [];
      expect(failed).toMatchObject({ status: 'failed', reason: 'out of luck', samples: 0 });
      expect(other).toMatchObject({ status: 'ok', samples: 4 });
      expect(log).toContain('jax-js disposed');
    }
    const { entry, options } = setUp();
    const [failed, other] =
      (await measureCase([{ ...entry('jax-js', 1), open: fail }, entry('weft', 60)], options)) ?? [];
    expect(failed).toMatchObject({ status: 'failed', reason: 'out of luck' });
    expect(other?.status).toBe('ok');
  });

  it('fails what its guard finds after the work', async () => {
    const { entry, options } = setUp({
      guard: async (work) => {
        await work();
        throw new Error('the device refused a command');
      },
    });
    const [failed] = (await measureCase([entry('weft', 60)], options)) ?? [];
    expect(failed).toMatchObject({ status: 'failed', reason: 'the device refused a command' });
  });

  it('leaves out who says so', async () => {
    const { entry, options } = setUp();
    const open = () => Promise.reject(new LeftOut('too large'));
    const [leftOut] = (await measureCase([{ ...entry('tfjs', 1), open }], options)) ?? [];
    expect(leftOut).toMatchObject({ status: 'left-out', reason: 'too large' });
  });

  it('reports GPU times where there are some, and no first use of what was compiled before', async () => {
    const { entry, options } = setUp();
    const timed = entry('weft', 60, { readGpuMs: async () => 40 });
    const [measurement] = (await measureCase([{ ...timed, isFirstUse: false }], options)) ?? [];
    expect(measurement?.gpuMedianMs).toBe(40);
    expect(measurement?.firstUseMs).toBeUndefined();
  });

  it('gives nothing when it is stopped, and cleans up', async () => {
    let samplesLeft = 5;
    const { entry, options, log } = setUp({ shouldStop: () => samplesLeft-- <= 0 });
    expect(await measureCase([entry('weft', 60)], options)).toBeUndefined();
    expect(log.at(-1)).toBe('weft disposed');
  });
});
