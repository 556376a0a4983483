import { SAMPLE_ADAPTER } from '../../../testing/sampleAdapter';
import type { DoctorFacts } from '../doctorFile';

/** Of a machine on which everything is well. */
export const SOUND: DoctorFacts = {
  startedAt: '2026-11-25T10:00:00.000Z',
  runtime: 'browser',
  adapterChoice: 'auto',
  versions: { weft: 'abc1234', tfjs: '4.22.0', node: 'v20.20.2', browser: '156.0', dawn: null, system: 'linux 6 x64' },
  machine: {
    cores: 2,
    memoryBytes: 8e9,
    freeMemoryBytes: 4e9,
    mayHaveGpu: false,
    sharedMemoryBytes: 1e9,
    vulkan: { loader: '/usr/lib/libvulkan.so.1', drivers: ['/usr/share/vulkan/icd.d/x.json'] },
    environment: {},
  },
  places: [
    { place: 'runs', path: '/home/ann/runs', state: 'ok', reason: null, freeBytes: 1e10 },
    { place: 'dataset', path: '/weft/datasets', state: 'ok', reason: null, freeBytes: null },
  ],
  tuning: { state: 'ok', winners: 3, selfTests: 6 },
  browserPath: '/usr/bin/chromium',
  browser: {
    version: '156.0',
    flags: ['--x'],
    devices: [{ name: 'GPU', driver: '1.2' }],
    features: { webgpu: 'enabled' },
  },
  adapter: { ...SAMPLE_ADAPTER, features: [...SAMPLE_ADAPTER.features] },
  training: {
    batchSize: 128,
    losses: [2.3, 2, 1.5],
    reference: [2.3, 2, 1.5],
    selfTests: { done: 6, remembered: 0 },
    dropped: [],
    tuned: 0,
    prepareMs: 3000,
    stepsMs: 500,
  },
  end: null,
  lastFailures: [],
};
