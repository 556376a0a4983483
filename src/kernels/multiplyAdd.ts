import multiplyAddSource from '../../shaders/multiplyAdd.wgsl?raw';
import { defineKernel, type Launch } from '../gpu/kernel';

const OPERANDS = {
  /** [2] f32: factor and addend. */
  input: 'read',
  /** [threads] f32, written. */
  out: 'read-write',
} as const;

const multiplyAdd = defineKernel('multiplyAdd', multiplyAddSource, OPERANDS);

const WORKGROUP_SIZE = 64;
const INNER_STEPS = 8;

/** How the multiply-adds of one candidate are arranged. */
export interface MultiplyAddVariant {
  /** Independent chains of four numbers an invocation keeps. */
  readonly chains: number;
  readonly usesFma: boolean;
}

export interface MultiplyAddSizes {
  /** Invocations: a multiple of 64. */
  readonly threads: number;
  /** Multiply-adds of a chain: a multiple of 8. */
  readonly steps: number;
}

/** Few chains wait for themselves, many do not fit the registers; where that turns differs between adapters. */
export const MULTIPLY_ADD_VARIANTS: readonly MultiplyAddVariant[] = [1, 2, 3, 4, 8].flatMap((chains) => [
  { chains, usesFma: true },
  { chains, usesFma: false },
]);

/** As many multiply-adds as an adapter can do: nothing else takes part, so its speed bounds every product's. */
export function planMultiplyAdd(
  { chains, usesFma }: MultiplyAddVariant,
  { threads, steps }: MultiplyAddSizes,
): Launch<typeof OPERANDS> {
  const program = multiplyAdd.program({
    CHAINS: chains,
    STEPS: steps / INNER_STEPS,
    INNER_STEPS,
    THREADS: threads,
    WORKGROUP_SIZE,
    USES_FMA: usesFma,
    USES_OPERATORS: !usesFma,
  });
  return { program, grid: [threads / WORKGROUP_SIZE, 1, 1] };
}

/** Floating-point operations of one launch: two for each multiply-add. */
export function multiplyAddFlop({ chains }: MultiplyAddVariant, { threads, steps }: MultiplyAddSizes): number {
  return 8 * chains * steps * threads;
}
