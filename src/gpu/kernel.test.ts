import { describe, expect, it } from 'vitest';
import { refusalOf } from '../testing/refusal';
import { defineKernel, dispatchOf, type LaunchLimits } from './kernel';
import type { RecordLocation } from './stepRing';

const SOURCE = `const HAS_ACTIVITY: bool = true;
@group(0) @binding(3) var<uniform> batch: Batch;
@group(0) @binding(0) var<storage, read> seed_of_member: array<u32>;
// @if HAS_ACTIVITY
@group(0) @binding(7) var<storage, read> activity: array<u32>;
// @endif
@group(0) @binding(2) var<storage, read_write> weights_0: array<f32>;
fn main() {}
`;
const SPECS = { seedOfMember: 'read', weights0: 'read-write', batch: 'uniform', activity: 'read?' } as const;
const LIMITS: LaunchLimits = { maxComputeWorkgroupsPerDimension: 65_535, maxStorageBuffersPerShaderStage: 8 };

const kernel = defineKernel('test', SOURCE, SPECS);
/** Stands for a buffer that nobody reads. */
const bufferOf = (label: string) => ({ label }) as GPUBuffer;
const [seeds, weights, activity, ring] = ['seeds', 'weights', 'activity', 'ring'].map(bufferOf) as [
  GPUBuffer,
  GPUBuffer,
  GPUBuffer,
  GPUBuffer,
];
const batch: RecordLocation = { buffer: ring, offsetBytes: 512, sizeBytes: 8 };

describe('defineKernel', () => {
  it('takes numbers, kinds and order of the bindings from the shader', () => {
    expect(kernel.program().bindings).toMatchObject([
      { name: 'seedOfMember', number: 0, kind: 'read' },
      { name: 'weights0', number: 2, kind: 'read-write' },
      { name: 'batch', number: 3, kind: 'uniform' },
      { name: 'activity', number: 7, kind: 'read' },
    ]);
  });

  it('binds what stands in an @if block exactly where its constant is true', () => {
    const namesWith = (hasActivity: boolean) =>
      kernel.program({ HAS_ACTIVITY: hasActivity }).bindings.map(({ name }) => name);
    expect(namesWith(true)).toContain('activity');
    expect(namesWith(false)).toEqual(['seedOfMember', 'weights0', 'batch']);
    expect(kernel.program({ HAS_ACTIVITY: false }).code).not.toContain('activity: array');
  });

  it('labels its programs with its name, and what a plan adds', () => {
    expect(kernel.program().label).toBe('weft.test');
    expect(kernel.program({}, '2x3').label).toBe('weft.test.2x3');
  });

  const { weights0: _, ...WITHOUT_WEIGHTS } = SPECS;
  it.each([
    ['that the host does not name', WITHOUT_WEIGHTS, '"weights0" is read-write in the shader, and nothing is expected'],
    ['that the shader lacks', { ...SPECS, bias: 'read' }, '"bias" is nothing in the shader, and read is expected'],
    ['of another kind', { ...SPECS, weights0: 'read' }, '"weights0" is read-write in the shader, and read is expected'],
    ['that is optional on the host alone', { ...SPECS, batch: 'uniform?' }, '"batch" is uniform in the shader'],
    ['that is optional in the shader alone', { ...SPECS, activity: 'read' }, '"activity" is read? in the shader'],
  ] as const)('refuses a binding %s, and names both', (_case, specs, message) => {
    const refusal = refusalOf('shader-error', () => defineKernel('test', SOURCE, specs));
    expect(refusal).toContain('Kernel test: binding ');
    expect(refusal).toContain(message);
  });

  it.each([
    ['a number twice', SOURCE.replace('binding(7)', 'binding(2)'), '"activity" and "weights0" both have binding 2'],
    ['a number that is computed', SOURCE.replace('binding(7)', 'binding(select(1u, 2u, HAS_ACTIVITY))'), '"activity"'],
    ['two uniforms', `${SOURCE}@group(0) @binding(9) var<uniform> step: Step;\n`, 'uniforms "batch", "step"'],
  ])('refuses %s', (_case, source, message) => {
    expect(refusalOf('shader-error', () => defineKernel('test', source, SPECS))).toContain(message);
  });
});

describe('a launch', () => {
  const plan = { program: kernel.program(), grid: [1, 2, 3] as const };
  const withoutActivity = { program: kernel.program({ HAS_ACTIVITY: false }), grid: [1, 1, 1] as const };

  it('puts buffers by name in the order of the bindings, with the record of the uniform', () => {
    expect(dispatchOf(LIMITS, plan, { activity, batch, weights0: weights, seedOfMember: seeds })).toEqual({
      plan,
      buffers: [seeds, weights, ring, activity],
      uniform: batch,
    });
  });

  it('takes undefined for an optional buffer that is not bound', () => {
    const buffers = { seedOfMember: seeds, weights0: weights, batch };
    expect(dispatchOf(LIMITS, withoutActivity, { ...buffers, activity: undefined }).buffers).toHaveLength(3);
    expect(dispatchOf(LIMITS, withoutActivity, buffers).buffers).toHaveLength(3);
  });

  it('refuses a buffer too few and a buffer too many, by name', () => {
    const buffers = { seedOfMember: seeds, weights0: weights, batch };
    expect(refusalOf('bad-binding', () => dispatchOf(LIMITS, plan, buffers))).toBe(
      'Kernel test takes seedOfMember, weights0, batch, activity: "activity" is missing.',
    );
    expect(refusalOf('bad-binding', () => dispatchOf(LIMITS, withoutActivity, { ...buffers, activity }))).toBe(
      'Kernel test takes seedOfMember, weights0, batch: "activity" is not among its bindings.',
    );
  });

  it('refuses a buffer with fewer bytes than the plan needs, with both numbers', () => {
    const sized = (size: number) => ({ size }) as GPUBuffer;
    const needing = { ...plan, minBytes: { weights0: 12 } };
    const buffers = (size: number) => ({ seedOfMember: seeds, weights0: sized(size), batch, activity });
    expect(dispatchOf(LIMITS, needing, buffers(12)).buffers).toHaveLength(4);
    expect(refusalOf('bad-binding', () => dispatchOf(LIMITS, needing, buffers(8)))).toBe(
      'Kernel test: "weights0" has 8 bytes, and 12 are needed.',
    );
  });

  it('refuses more workgroups than the adapter allows, with both numbers', () => {
    const buffers = { seedOfMember: seeds, weights0: weights, batch, activity };
    const gridOf = (y: number) => ({ ...plan, grid: [1, y, 1] as const });
    expect(dispatchOf(LIMITS, gridOf(65_535), buffers).plan.grid).toEqual([1, 65_535, 1]);
    const refusal = refusalOf('limit-too-small', () => dispatchOf(LIMITS, gridOf(65_536), buffers));
    expect(refusal).toContain('Kernel test needs 1 × 65536 × 1 workgroups, and the adapter allows 65535 in each');
  });

  it('refuses more storage buffers than a stage has, with both numbers', () => {
    const buffers = { seedOfMember: seeds, weights0: weights, batch, activity };
    expect(dispatchOf({ ...LIMITS, maxStorageBuffersPerShaderStage: 3 }, plan, buffers).buffers).toHaveLength(4);
    const two = { ...LIMITS, maxStorageBuffersPerShaderStage: 2 };
    expect(refusalOf('limit-too-small', () => dispatchOf(two, plan, buffers))).toContain(
      'Kernel test binds 3 storage buffers, and the adapter allows 2 a stage',
    );
  });
});
