import { expect, it } from 'vitest';
import { WeftError } from '../errors';
import { useGpu } from '../testing/gpuTest';
import { requestGpu } from './device';
import { defineKernel } from './kernel';
import type { Program } from './pipelines';

const lab = useGpu();

function fillProgram(value: string, name = 'test.fill'): Program {
  const code = `@group(0) @binding(0) var<storage, read_write> out: array<u32, 4>;
@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) lane: u32) {
  out[lane] = ${value};
}
`;
  return defineKernel(name, code, { out: 'read-write' }).program();
}

it('shares one pipeline between programs of the same text, whatever their labels', async () => {
  const { pipelines } = lab.gpu;
  const first = await pipelines.prepare(fillProgram('1u', 'test.one'));
  expect(await pipelines.prepare(fillProgram('1u', 'test.other'))).toBe(first);
  expect(pipelines.require(fillProgram('1u'))).toBe(first);
  expect(await pipelines.prepare(fillProgram('2u'))).not.toBe(first);
});

it('compiles once for two that ask at the same time', async () => {
  const { pipelines } = lab.gpu;
  const both = await Promise.all([pipelines.prepare(fillProgram('3u')), pipelines.prepare(fillProgram('3u'))]);
  expect(both[0]).toBe(both[1]);
});

it('compiles on the spot what was not prepared', async () => {
  const out = lab.poisoned(4);
  lab.recorder.record({ plan: { program: fillProgram('lane + 7u'), grid: [1, 1, 1] }, buffers: [out] });
  expect([...(await lab.readUints(out))]).toEqual([7, 8, 9, 10]);
});

it('explains a shader that does not compile by its name, the line and its text', async () => {
  const failure: unknown = await lab.gpu.pipelines.prepare(fillProgram('1.5')).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(WeftError);
  expect((failure as WeftError).code).toBe('shader-error');
  const { message } = failure as WeftError;
  expect(message).toContain('weft.test.fill');
  expect(message).toMatch(/^4:\d+ \S/m);
  expect(message).toContain('out[lane] = 1.5;');
});

it('tries again after a failure, and fails again', async () => {
  const { pipelines } = lab.gpu;
  await expect(pipelines.prepare(fillProgram('nothing'))).rejects.toThrow("'nothing'");
  await expect(pipelines.prepare(fillProgram('nothing'))).rejects.toThrow("'nothing'");
});

it('makes the device unhealthy when a broken shader is used unprepared', async () => {
  const gpu = await requestGpu();
  gpu.pipelines.require(fillProgram('1.5'));
  await expect(gpu.health.settle()).rejects.toMatchObject({ code: 'gpu-error' });
  gpu.device.destroy();
});
