/** Bytes of the buffers that a device has given and that are not destroyed, now and at most. */
export interface LiveBytes {
  readonly now: number;
  readonly peak: number;
  /** From here on, `peak` is of what follows. */
  restart(): void;
  /** The device is as it was. */
  stop(): void;
}

/** Watches what is allocated on a device, whoever does it. */
export function watchLiveBytes(device: GPUDevice): LiveBytes {
  const original = device.createBuffer.bind(device);
  let now = 0;
  let peak = 0;
  const replace = (value: GPUDevice['createBuffer']) =>
    Object.defineProperty(device, 'createBuffer', { configurable: true, value });
  replace((descriptor) => {
    const buffer = original(descriptor);
    now += descriptor.size;
    peak = Math.max(peak, now);
    const destroy = buffer.destroy.bind(buffer);
    let isLive = true;
    buffer.destroy = () => {
      now -= isLive ? descriptor.size : 0;
      isLive = false;
      destroy();
    };
    return buffer;
  });
  return {
    get now() {
      return now;
    },
    get peak() {
      return peak;
    },
    restart() {
      peak = now;
    },
    stop() {
      replace(original);
    },
  };
}
