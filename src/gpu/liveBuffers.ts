/** Buffers of a device that were made and not destroyed, whoever made them. */
export interface LiveBuffers {
  readonly count: number;
  readonly bytes: number;
}

/** Counts a device's buffers by wrapping the method of that instance. One that is dropped without being destroyed stays in. */
export function countLiveBuffers(device: Pick<GPUDevice, 'createBuffer'>): LiveBuffers {
  const live = { count: 0, bytes: 0 };
  const createBuffer = device.createBuffer.bind(device);
  const countBuffer: typeof createBuffer = (descriptor) => {
    const buffer = createBuffer(descriptor);
    const { size } = descriptor;
    live.count += 1;
    live.bytes += size;
    const destroy = buffer.destroy.bind(buffer);
    let isLive = true;
    buffer.destroy = () => {
      if (isLive) {
        isLive = false;
        live.count -= 1;
        live.bytes -= size;
      }
      return destroy();
    };
    return buffer;
  };
  // Others count its calls likewise, which leaves what cannot be assigned to.
  Object.defineProperty(device, 'createBuffer', { configurable: true, value: countBuffer });
  return live;
}
