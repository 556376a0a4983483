import { WeftError } from '../../errors';
import type { Gpu } from '../../gpu/device';
import type { Program } from '../../gpu/pipelines';

/** @param options `isTraining`: the program was right when the run began. */
export function wrongKernel(
  gpu: Gpu,
  { label }: Pick<Program, 'label'>,
  { isTraining }: { readonly isTraining: boolean },
): WeftError {
  const { description, vendor, architecture } = gpu.adapter;
  const adapter = description || `${vendor} ${architecture}`;
  return new WeftError(
    'wrong-result',
    `Shader ${label} gives wrong results on ${adapter}${isTraining ? ', and gave right ones at first' : ''}: it cannot be trained with. ` +
      'Update the browser and the graphics driver, or use another adapter.',
    { facts: { about: 'wrong-kernel', program: label, adapter, isTraining } },
  );
}

export function noRoomForTest(): WeftError {
  return new WeftError('out-of-memory', 'The GPU has no room for a test of its kernels; train fewer members at once.');
}
