import type { Binding } from './wgslBindings';

type Branch = WeakMap<object, Branch | GPUBindGroup>;

/**
 * Bind groups by layout and buffers, so that a training step that meets the same buffers again creates none.
 * Keys are held weakly: a group goes when one of its buffers does.
 */
export class BindGroupCache {
  readonly #device: GPUDevice;
  readonly #root: Branch = new WeakMap();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /**
   * @param buffers in the order of `bindings`, all of the same layout.
   * @param uniformBytes how many bytes of the uniform's buffer one dispatch sees.
   */
  get(
    layout: GPUBindGroupLayout,
    bindings: readonly Binding[],
    buffers: readonly GPUBuffer[],
    uniformBytes?: number,
  ): GPUBindGroup {
    let branch = childBranch(this.#root, layout);
    for (const buffer of buffers.slice(0, -1)) {
      branch = childBranch(branch, buffer);
    }
    const last = buffers.at(-1) as GPUBuffer;
    const known = branch.get(last);
    if (known !== undefined) {
      return known as GPUBindGroup;
    }
    const group = this.#device.createBindGroup({
      layout,
      entries: bindings.map(({ number, kind }, index) => {
        const buffer = buffers[index] as GPUBuffer;
        const isRecord = kind === 'uniform' && uniformBytes !== undefined;
        return { binding: number, resource: isRecord ? { buffer, size: uniformBytes } : { buffer } };
      }),
    });
    branch.set(last, group);
    return group;
  }
}

function childBranch(branch: Branch, key: object): Branch {
  const known = branch.get(key) as Branch | undefined;
  if (known !== undefined) {
    return known;
  }
  const child: Branch = new WeakMap();
  branch.set(key, child);
  return child;
}
