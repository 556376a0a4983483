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
  it('makes samples long enough and takes them in turn', async () => {
    const { entry, log, options } = setUp();
    const measurements = await measureCase([entry('weft', 1), entry('tfjs', 30)], options);
    const [weft, tfjs] = measurements ?? [];
    expect(weft).toMatchObject({ status: 'ok', samples: 4, firstUseMs: 1, verdict: RIGHT });
    expect(weft?.wallMs).toEqual({ median: 1, p10: 1, p90: 1 });
    expect(weft?.runsPerSample).toBeGreaterThanOrEqual(50);
    expect(tfjs).toMatchObject({ status: 'ok', runsPerSample: 2, wallMs: { median: 30 } });
    const turns = log.slice(-10, -2);
    expect(turns).toEqual(Array.from({ length: 4 }, () => [`weft ${weft?.runsPerSample}`, 'tfjs 2']).flat());
    expect(log.slice(-2)).toEqual(['weft disposed', 'tfjs disposed']);
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
