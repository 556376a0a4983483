/** As much of a GPU as `requestGpu` sees, of an adapter that lacks nothing, but for what is given. */
export function fakeAdapter(changes: object = {}): GPUAdapter {
  const limits = new Proxy({}, { get: () => 1024, has: () => true });
  return {
    info: { vendor: 'fake', architecture: '', device: '', description: '' },
    limits,
    features: new Set(),
    requestDevice: () => Promise.resolve(fakeDevice()),
    ...changes,
  } as unknown as GPUAdapter;
}

/** @param requestAdapter by default gives what is given. */
export function fakeGpu(adapter: unknown, requestAdapter: () => unknown = () => Promise.resolve(adapter)): GPU {
  return { requestAdapter } as unknown as GPU;
}

export interface FakeDevice extends GPUDevice {
  /** Loses it. */
  lose(info?: Partial<GPUDeviceLostInfo>): void;
  /** What was asked of its queue; by default it is done at once. */
  answerWork: () => Promise<void>;
  isDestroyed: boolean;
  readonly listeners: Map<string, (event: { error: { message: string } }) => void>;
}

export function fakeDevice(): FakeDevice {
  let lose: FakeDevice['lose'] = () => undefined;
  const lost = new Promise<GPUDeviceLostInfo>((resolve) => {
    lose = (info) => resolve({ reason: 'unknown', message: '', ...info } as GPUDeviceLostInfo);
  });
  const listeners: FakeDevice['listeners'] = new Map();
  const device = {
    lost,
    lose,
    listeners,
    isDestroyed: false,
    answerWork: () => Promise.resolve(),
    destroy: () => {
      device.isDestroyed = true;
      lose({ reason: 'destroyed' });
    },
    addEventListener: (type: string, listener: (event: { error: { message: string } }) => void) => {
      listeners.set(type, listener);
    },
    queue: { onSubmittedWorkDone: () => device.answerWork(), submit: () => undefined, writeBuffer: () => undefined },
    createBindGroup: () => undefined,
    createBuffer: () => undefined,
    createCommandEncoder: () => undefined,
  };
  return device as unknown as FakeDevice;
}
