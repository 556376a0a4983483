import { WeftError } from '../errors';
import type { Program } from './pipelines';
import type { Dispatch, Grid, LaunchPlan, Recorder } from './recorder';
import { boolDefault, type ShaderConstants, specializeShader } from './shaderSource';
import type { RecordLocation } from './stepRing';
import { type Binding, type BindingKind, readBindings, type WgslBinding } from './wgslBindings';

/** What the host says of a buffer. With `?` it is bound only where the shader's `HAS_…` constant is true. */
export type BindingSpec = BindingKind | `${BindingKind}?`;

/** The buffers of a kernel by name. */
export type BindingSpecs = Readonly<Record<string, BindingSpec>>;

type Bound<Spec extends BindingSpec> = Spec extends `uniform${string}` ? RecordLocation : GPUBuffer;

/** What a launch takes for buffers declared so: a buffer for each name, and for a uniform where its record lies. */
export type BuffersOf<S extends BindingSpecs> = {
  readonly [N in keyof S as S[N] extends `${string}?` ? never : N]: Bound<S[N]>;
} & {
  readonly [N in keyof S as S[N] extends `${string}?` ? N : never]?: Bound<S[N]> | undefined;
};

/** A kernel's shader for one set of constants. */
export interface KernelProgram<S extends BindingSpecs> extends Program {
  readonly kernel: Kernel<S>;
}

export interface Kernel<S extends BindingSpecs> {
  readonly name: string;
  readonly specs: S;
  /** @param detail follows the kernel's name in the label. */
  program(constants?: ShaderConstants, detail?: string): KernelProgram<S>;
}

/** The buffers that a kernel takes: `KernelBuffers<typeof negate>`. */
export type KernelBuffers<K> = K extends Kernel<infer S> ? BuffersOf<S> : never;

/** What a plan says of its launch. */
export interface Launch<S extends BindingSpecs> extends LaunchPlan {
  readonly program: KernelProgram<S>;
  /** Bytes that buffers must have at least: for a shader whose arrays have no length, by which WebGPU would check it. */
  readonly minBytes?: { readonly [N in keyof S]?: number };
}

/**
 * Makes a kernel of a shader. The shader numbers its bindings; `specs` repeats their names and kinds, so that launches
 * are checked when they are compiled, and is itself checked against the shader here.
 * @throws WeftError `shader-error` where they disagree, naming the kernel, the binding and both.
 */
export function defineKernel<const S extends BindingSpecs>(name: string, source: string, specs: S): Kernel<S> {
  const bindings = readBindings(name, source);
  for (const binding of new Set([...bindings.map((found) => found.name), ...Object.keys(specs)])) {
    const found = describeFound(bindings.find((other) => other.name === binding));
    const expected = specs[binding] ?? 'nothing';
    if (found !== expected) {
      throw new WeftError(
        'shader-error',
        `Kernel ${name}: binding "${binding}" is ${found} in the shader, and ${expected} is expected.`,
      );
    }
  }
  const kernel: Kernel<S> = {
    name,
    specs,
    program: (constants = {}, detail) => {
      const isBound = ({ condition }: WgslBinding) =>
        condition === undefined || (constants[condition] ?? boolDefault(source, condition)) === true;
      return {
        kernel,
        label: ['weft', name, ...(detail === undefined ? [] : [detail])].join('.'),
        code: specializeShader(source, constants),
        bindings: bindings.filter(isBound),
      };
    },
  };
  return kernel;
}

function describeFound(binding: WgslBinding | undefined): BindingSpec | 'nothing' {
  if (binding === undefined) {
    return 'nothing';
  }
  return binding.condition === undefined ? binding.kind : `${binding.kind}?`;
}

/** The limits of a device that a launch can exceed. */
export type LaunchLimits = Pick<
  GPUSupportedLimits,
  'maxComputeWorkgroupsPerDimension' | 'maxStorageBuffersPerShaderStage'
>;

/**
 * Records one launch. Every buffer is bound whole, but for a uniform's record.
 * @throws WeftError `bad-binding` for a buffer too few, too many or too small, `limit-too-small` beyond a limit of the device.
 */
export function launch<S extends BindingSpecs>(recorder: Recorder, plan: Launch<S>, buffers: BuffersOf<S>): void {
  recorder.record(dispatchOf(recorder.gpu.device.limits, plan, buffers));
}

/** The dispatch of a launch: its buffers in the order of the program's bindings. */
export function dispatchOf<S extends BindingSpecs>(
  limits: LaunchLimits,
  plan: Launch<S>,
  buffers: BuffersOf<S>,
): Dispatch {
  const { program, grid, minBytes = {} } = plan;
  const { name } = program.kernel;
  requireWithin(limits, name, program.bindings, grid);
  const given = buffers as Readonly<Record<string, GPUBuffer | RecordLocation | undefined>>;
  requireExactly(name, program.bindings, given);
  requireSizes(name, program.bindings, given as Readonly<Record<string, GPUBuffer>>, minBytes);
  let uniform: RecordLocation | undefined;
  const inOrder = program.bindings.map((binding) => {
    if (binding.kind !== 'uniform') {
      return given[binding.name] as GPUBuffer;
    }
    uniform = given[binding.name] as RecordLocation;
    return uniform.buffer;
  });
  return { plan, buffers: inOrder, uniform };
}

/** Whether a device with at most so many workgroups in each direction can launch a grid. */
export function fitsGrid(grid: Grid, maxWorkgroupsPerDimension: number): boolean {
  return grid.every((count) => count <= maxWorkgroupsPerDimension);
}

function requireExactly(kernel: string, bindings: readonly Binding[], given: Readonly<Record<string, unknown>>): void {
  const expected = bindings.map(({ name }) => name);
  const present = Object.keys(given).filter((name) => given[name] !== undefined);
  const missing = expected.filter((name) => !present.includes(name));
  const superfluous = present.filter((name) => !expected.includes(name));
  if (missing.length + superfluous.length > 0) {
    const faults = [
      ...missing.map((name) => `"${name}" is missing`),
      ...superfluous.map((name) => `"${name}" is not among its bindings`),
    ];
    throw new WeftError('bad-binding', `Kernel ${kernel} takes ${expected.join(', ')}: ${faults.join(', ')}.`);
  }
}

function requireSizes(
  kernel: string,
  bindings: readonly Binding[],
  given: Readonly<Record<string, Pick<GPUBuffer, 'size'>>>,
  minBytes: Readonly<Partial<Record<string, number>>>,
): void {
  for (const { name } of bindings) {
    const needed = minBytes[name] ?? 0;
    const size = given[name]?.size ?? 0;
    if (needed > 0 && size < needed) {
      throw new WeftError('bad-binding', `Kernel ${kernel}: "${name}" has ${size} bytes, and ${needed} are needed.`);
    }
  }
}

function requireWithin(limits: LaunchLimits, kernel: string, bindings: readonly Binding[], grid: Grid): void {
  const most = limits.maxComputeWorkgroupsPerDimension;
  if (!fitsGrid(grid, most)) {
    throw new WeftError(
      'limit-too-small',
      `Kernel ${kernel} needs ${grid.join(' × ')} workgroups, and the adapter allows ${most} in each direction; ` +
        'use smaller batches or fewer members at once.',
    );
  }
  const storageBuffers = bindings.filter(({ kind }) => kind !== 'uniform').length;
  if (storageBuffers > limits.maxStorageBuffersPerShaderStage) {
    throw new WeftError(
      'limit-too-small',
      `Kernel ${kernel} binds ${storageBuffers} storage buffers, and the adapter allows ` +
        `${limits.maxStorageBuffersPerShaderStage} a stage.`,
    );
  }
}
