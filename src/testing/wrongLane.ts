import { vi } from 'vitest';

/**
 * Has the products that a device compiles from now on lose one output of one invocation: a compiler's fault. Those whose
 * programs were compiled before stay as they are.
 * @param isWrong says so of a program's label.
 */
export function withWrongLane(device: GPUDevice, isWrong: (label: string) => boolean): void {
  const create = device.createShaderModule.bind(device);
  vi.spyOn(device, 'createShaderModule').mockImplementation((descriptor) => {
    const { label = '', code } = descriptor;
    return label.includes('matmul') && isWrong(label)
      ? create({ ...descriptor, code: loseOutput(code) })
      : create(descriptor);
  });
}

/** Of the fourth invocation of each workgroup: all families have at least four. */
function loseOutput(code: string): string {
  const changed = code
    .replace(/(fn main\()/, '$1@builtin(local_invocation_id) lost_lane: vec3u, ')
    .replace(
      STORE,
      (_, before: string, value: string) =>
        `${before}select(${value}, ${value} + 1.0, all(lost_lane == vec3u(3u, 0u, 0u))));`,
    );
  if (!STORE.test(code)) {
    throw new Error('There is no store to change in a product.');
  }
  return changed;
}

const STORE = /(\bstore\([^;:]*, )(sums?[\w[\]]*)\);/;
