import type * as tf from '@tensorflow/tfjs';
import { type BindingSpecs, type BuffersOf, type Launch, launch } from '../gpu/kernel';
import type { TfjsBridge } from './bridge';

/** Tensors by the names that a kernel has for their buffers; none where it does not bind one. */
type Tensors<S extends BindingSpecs> = { readonly [N in keyof S]?: tf.TensorInfo | undefined };

/**
 * Records one launch over tensors, and over the buffers that are none.
 * @throws WeftError `bad-binding` or `limit-too-small`, as `launch` does.
 */
export function launchOver<S extends BindingSpecs, T extends Tensors<S>>(
  bridge: TfjsBridge,
  plan: Launch<S>,
  tensors: T,
  buffers: Omit<BuffersOf<S>, keyof T>,
): void {
  const named = Object.entries<tf.TensorInfo | undefined>(tensors).flatMap(([name, tensor]) =>
    tensor === undefined ? [] : [{ name, tensor }],
  );
  const own = bridge.buffersOf(named.map(({ tensor }) => tensor));
  const byName = Object.fromEntries(named.map(({ name }, index) => [name, own[index]]));
  launch(bridge, plan, { ...buffers, ...byName } as BuffersOf<S>);
}
