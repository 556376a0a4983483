/** How often the device was asked for something since it was opened. */
export interface GpuCounters {
  dispatches: number;
  submits: number;
  /** `queue.writeBuffer` calls: every one is a copy the driver schedules. */
  bufferWrites: number;
  bindGroups: number;
  buffers: number;
}

/** Counts calls on one device, whoever makes them, by wrapping the methods of that instance. */
export function countGpuCalls(device: GPUDevice): GpuCounters {
  const counters: GpuCounters = { dispatches: 0, submits: 0, bufferWrites: 0, bindGroups: 0, buffers: 0 };
  countCalls(device, 'createBindGroup', () => counters.bindGroups++);
  countCalls(device, 'createBuffer', () => counters.buffers++);
  countCalls(device.queue, 'submit', () => counters.submits++);
  countCalls(device.queue, 'writeBuffer', () => counters.bufferWrites++);
  const createCommandEncoder = device.createCommandEncoder.bind(device);
  device.createCommandEncoder = (descriptor) => {
    const encoder = createCommandEncoder(descriptor);
    const beginComputePass = encoder.beginComputePass.bind(encoder);
    encoder.beginComputePass = (passDescriptor) => {
      const pass = beginComputePass(passDescriptor);
      const dispatchWorkgroups = pass.dispatchWorkgroups.bind(pass);
      // Called a dozen times a step: without the arrays that counting calls of any form takes.
      pass.dispatchWorkgroups = (x, y, z) => {
        counters.dispatches++;
        dispatchWorkgroups(x, y, z);
      };
      return pass;
    };
    return encoder;
  };
  return counters;
}

function countCalls<K extends string, T extends Record<K, (...args: never[]) => unknown>>(
  target: T,
  method: K,
  count: () => void,
): void {
  const original = target[method].bind(target) as (...args: unknown[]) => unknown;
  Object.defineProperty(target, method, {
    configurable: true,
    value: (...args: unknown[]) => {
      count();
      return original(...args);
    },
  });
}

/** Does work, all of it before it returns, whose calls are not counted: checks beside what is measured. */
export function withoutCounting<T>(counters: GpuCounters, work: () => T): T {
  const before = { ...counters };
  try {
    return work();
  } finally {
    Object.assign(counters, before);
  }
}

/** The counts since an earlier copy of the counters. */
export function countsSince(counters: Readonly<GpuCounters>, earlier: Readonly<GpuCounters>): GpuCounters {
  return combineCounts(counters, earlier, (now, then) => now - then);
}

export function addCounts(a: Readonly<GpuCounters>, b: Readonly<GpuCounters>): GpuCounters {
  return combineCounts(a, b, (left, right) => left + right);
}

function combineCounts(
  a: Readonly<GpuCounters>,
  b: Readonly<GpuCounters>,
  combine: (left: number, right: number) => number,
): GpuCounters {
  return {
    dispatches: combine(a.dispatches, b.dispatches),
    submits: combine(a.submits, b.submits),
    bufferWrites: combine(a.bufferWrites, b.bufferWrites),
    bindGroups: combine(a.bindGroups, b.bindGroups),
    buffers: combine(a.buffers, b.buffers),
  };
}
