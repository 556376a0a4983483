import { expect, it } from 'vitest';
import { defineKernel, launch } from '../gpu/kernel';
import { useGpu } from '../testing/gpuTest';
import { type MeasureOptions, measureCase } from './measure';
import type { CompetitorEntry } from './work/competitor';
import { withErrorScopes } from './work/deviceGuard';
import { comparedWith, type KernelWork, openKernel, openStateful } from './work/kernelCompetitor';

const lab = useGpu();
const COUNT = 256;

interface Buffers {
  readonly input: GPUBuffer;
  readonly out: GPUBuffer;
}

function optionsFor(): MeasureOptions {
  return {
    minSampleMs: 2,
    samples: 2,
    maxRuns: 64,
    maxRunsPerWait: 8,
    maxWindowMs: 500,
    waitForDevice: async () => {
      await lab.gpu.device.queue.onSubmittedWorkDone();
    },
    shouldStop: () => false,
    guard: (work) => withErrorScopes(lab.gpu.device, work),
    nowMs: () => performance.now(),
  };
}

/** Doubles 256 numbers, or does what `statement` says instead. */
function doubling(statement: string, changes: Partial<KernelWork<Buffers>> = {}): CompetitorEntry {
  const code = `
    @group(0) @binding(0) var<storage, read> input: array<f32, ${COUNT}>;
    @group(0) @binding(1) var<storage, read_write> out: array<f32, ${COUNT}>;
    @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) { let i = id.x; ${statement} }`;
  const kernel = defineKernel('test.doubling', code, { input: 'read', out: 'read-write' });
  const input = Float32Array.from({ length: COUNT }, (_, i) => i + 1);
  return {
    implementation: 'weft',
    variant: statement,
    open: () =>
      openKernel<Buffers>(lab.gpu, {
        inputs: { input },
        outputs: { out: { bytes: 4 * COUNT } },
        record: (recorder, buffers) =>
          launch(recorder, { program: kernel.program(), grid: [COUNT / 64, 1, 1] }, buffers),
        verify: comparedWith(() => {
          const indices = Uint32Array.from({ length: COUNT }, (_, i) => i);
          const values = Float64Array.from(input, (value) => 2 * value);
          return [{ name: 'out', length: COUNT, indices, values, tolerance: 1e-6 }];
        }),
        ...changes,
      }),
  };
}

const RIGHT = 'out[i] = 2.0 * input[i];';

it('measures a right kernel, and catches a wrong one and one that does nothing', async () => {
  const nothing = 'if (input[i] < 0.0) { out[i] = 0.0; }';
  const oneOff = 'out[i] = select(2.0, 3.0, i == 200u) * input[i];';
  const measurements = await measureCase([doubling(RIGHT), doubling(oneOff), doubling(nothing)], optionsFor());
  const [right, wrong, idle] = measurements ?? [];
  expect(right).toMatchObject({ status: 'ok', samples: 2, verdict: { maxRelativeError: 0 } });
  expect(right?.wallMs?.median).toBeGreaterThan(0);
  if (lab.gpu.device.features.has('timestamp-query')) {
    expect(right?.gpuMedianMs).toBeGreaterThan(0);
    expect(right?.gpuMedianMs).toBeLessThan(1.1 * (right?.wallMs?.p90 ?? 0));
  }
  expect(wrong).toMatchObject({ status: 'wrong', reason: expect.stringMatching(/^out\[200\] is 603, not 402/) });
  expect(idle).toMatchObject({ status: 'wrong', reason: 'out[0] is NaN' });
  expect([wrong?.wallMs, idle?.wallMs]).toEqual([undefined, undefined]);
});

it('has GPU times finer than the tenth of a millisecond to which browsers round them', async () => {
  const competitor = await doubling(RIGHT).open();
  const times: (number | undefined)[] = [];
  for (let sample = 0; sample < 5; sample++) {
    await competitor.run(1);
    times.push(await competitor.readGpuMs?.());
  }
  competitor.dispose();
  const hasClock = lab.gpu.device.features.has('timestamp-query');
  expect(times.filter((gpuMs) => gpuMs !== undefined)).toHaveLength(hasClock ? 5 : 0);
  expect(times.some((gpuMs) => gpuMs !== undefined && Math.round(1e6 * gpuMs) % 100_000 !== 0)).toBe(hasClock);
});

it('adds up the GPU times of all windows of a sample', async () => {
  const competitor = await doubling(RIGHT).open();
  const timeOf = async (windows: number) => {
    for (let window = 0; window < windows; window++) {
      await competitor.run(8);
    }
    return competitor.readGpuMs?.();
  };
  // The quickest: anything may come between.
  const singles = [await timeOf(1), await timeOf(1), await timeOf(1), await timeOf(1)];
  const one = Math.min(...singles.map((gpuMs) => gpuMs ?? Number.POSITIVE_INFINITY));
  const many = await timeOf(50);
  const tooMany = await timeOf(1025);
  competitor.dispose();
  if (lab.gpu.device.features.has('timestamp-query')) {
    expect(many).toBeGreaterThan(5 * one);
  }
  expect(tooMany).toBeUndefined();
});

it('does not let a competitor look faster that hands its work over and never waits', async () => {
  const heavy = 'var x = input[i]; for (var n = 0u; n < 20000u; n++) { x = x * 0.5 + input[i]; } out[i] = x;';
  const openHeavy = doubling(heavy).open;
  const waits: Partial<CompetitorEntry> = {
    open: async () => {
      const competitor = await openHeavy();
      const run = async (runs: number) => {
        await competitor.run(runs);
        await lab.gpu.device.queue.onSubmittedWorkDone();
      };
      return { ...competitor, run };
    },
  };
  const options = { ...optionsFor(), minSampleMs: 20, samples: 5 };
  const measurements = await measureCase([{ ...doubling(heavy), ...waits }, doubling(heavy)], options);
  expect(measurements?.map(({ status, reason }) => ({ status, reason }))).toEqual([
    { status: 'ok', reason: undefined },
    { status: 'ok', reason: undefined },
  ]);
  const [honest, hasty] = measurements?.map(({ wallMs }) => wallMs?.median ?? 0) ?? [];
  // Submitting alone would take a hundredth of it.
  expect(hasty).toBeGreaterThan(0.3 * (honest ?? Number.POSITIVE_INFINITY));
});

it('catches a kernel that works while it warms up and no longer when it is timed', async () => {
  // The output is right before it is poisoned, and the poison is what the kernel leaves.
  const onlyOnce = 'if (out[i] == 0.0) { out[i] = 2.0 * input[i]; }';
  const [tired] = (await measureCase([doubling(onlyOnce)], optionsFor())) ?? [];
  expect(tired).toMatchObject({ status: 'wrong', reason: 'out[0] is NaN' });
});

it('shows a competitor whose commands the GPU refuses as failed, and leaves the device sound for the others', async () => {
  const refused = doubling(RIGHT, {
    record: (recorder, buffers) =>
      recorder.record({
        plan: {
          program: {
            label: 'weft.test.refused',
            code: '@compute @workgroup_size(1) fn main() {}',
            bindings: [{ name: 'input', number: 0, kind: 'read' }],
          },
          grid: [lab.gpu.device.limits.maxComputeWorkgroupsPerDimension + 1, 1, 1],
        },
        buffers: [buffers.input],
      }),
  });
  const broken = doubling('out[i] = nonsense;');
  const measurements = await measureCase([refused, broken, doubling(RIGHT)], optionsFor());
  expect(measurements?.map(({ status }) => status)).toEqual(['failed', 'failed', 'ok']);
  expect(measurements?.[0]?.reason).toMatch(/^The GPU refused a command: /);
  expect(measurements?.[1]?.reason).toMatch(/does not compile/);
  await lab.gpu.health.settle();
});

it('counts the runs of a kernel that changes its buffer in place', async () => {
  const code =
    '@group(0) @binding(0) var<storage, read_write> n: array<u32, 1>; @compute @workgroup_size(1) fn main() { n[0]++; }';
  const kernel = defineKernel('test.counter', code, { n: 'read-write' });
  const counter = lab.upload(Uint32Array.of(0));
  let counted = 0;
  const entry: CompetitorEntry = {
    implementation: 'weft',
    variant: 'counter',
    open: () =>
      openStateful(lab.gpu, {
        record: (recorder) => launch(recorder, { program: kernel.program(), grid: [1, 1, 1] }, { n: counter }),
        reset: () => lab.gpu.device.queue.writeBuffer(counter, 0, Uint32Array.of(0)),
        verify: async (runs) => {
          counted = (await lab.readUints(counter))[0] ?? 0;
          const fault = counted === runs ? {} : { fault: `${counted} of ${runs}` };
          return { maxRelativeError: 0, checkedEntries: 1, outputEntries: 1, ...fault };
        },
        dispose: () => undefined,
      }),
  };
  const [measurement] = (await measureCase([entry], optionsFor())) ?? [];
  expect(measurement?.status).toBe('ok');
  expect(counted).toBe(2 * (measurement?.runsPerSample ?? 0));
});
