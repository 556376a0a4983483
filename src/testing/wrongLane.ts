import { vi } from 'vitest';

/**
 * Has the products that a device compiles from now on lose one output of one invocation: a compiler's fault. Those whose
 * programs were compiled before stay as they are.
 * @param others what becomes of all but the first program of each product. With `right`, only the very first one is wrong;
 * `not compiled` is known soonest.
 */
export function withWrongLane(device: GPUDevice, others: 'wrong' | 'right' | 'not compiled'): void {
  const create = device.createShaderModule.bind(device);
  const firsts = new Map<string, string>();
  vi.spyOn(device, 'createShaderModule').mockImplementation((descriptor) => {
    const { label = '', code } = descriptor;
    const sizes = /^weft\.matmul\.\w+\.(.+)/.exec(label)?.[1];
    if (sizes === undefined) {
      return create(descriptor);
    }
    const product = others === 'right' ? 'any' : sizes;
    const first = firsts.get(product) ?? code;
    firsts.set(product, first);
    if (code !== first && others !== 'wrong') {
      return create(others === 'right' ? descriptor : { ...descriptor, code: 'fn' });
    }
    return create({ ...descriptor, code: loseOutput(code) });
  });
}

/** Has shaders of a label be compiled as other ones from now on: a compiler's fault. */
export function withChangedShader(device: GPUDevice, label: string, change: (code: string) => string): void {
  const create = device.createShaderModule.bind(device);
  vi.spyOn(device, 'createShaderModule').mockImplementation((descriptor) => {
    const { code } = descriptor;
    return create(descriptor.label === label ? { ...descriptor, code: change(code) } : descriptor);
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
