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

  /** @param uniform the binding with a dynamic offset, and how many bytes of its buffer one dispatch sees. */
  get(
    layout: GPUBindGroupLayout,
    buffers: readonly GPUBuffer[],
    uniform?: { readonly binding: number; readonly sizeBytes: number },
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
      entries: buffers.map((buffer, binding) => ({
        binding,
        resource: binding === uniform?.binding ? { buffer, size: uniform.sizeBytes } : { buffer },
      })),
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
