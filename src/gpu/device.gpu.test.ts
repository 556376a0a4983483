import { expect, it } from 'vitest';
import { useGpu } from '../testing/gpuTest';
import { requestGpu } from './device';

const lab = useGpu();

it('reports the adapter that does the work', () => {
  const { adapter, adapterInfo } = lab.gpu;
  expect(adapter.runtime).toBe('browser');
  expect(adapter.runtimeVersion).toMatch(/^Chrome \d+\./);
  expect(adapter.vendor).toBe(adapterInfo.vendor);
  expect(`${adapter.vendor}${adapter.architecture}`).not.toBe('');
  expect(adapter.features).toEqual([...adapter.features].sort());
  expect(adapter.isFallback).toBe(adapterInfo.isFallbackAdapter || adapter.architecture === 'swiftshader');
});

it('reports subgroup sizes where the adapter tells them', () => {
  const { subgroupMinSize, subgroupMaxSize } = lab.gpu.adapter;
  expect(subgroupMinSize).toBe(lab.gpu.adapterInfo.subgroupMinSize);
  expect(subgroupMaxSize).toBeGreaterThanOrEqual(subgroupMinSize as number);
});

it('opens the device with all the adapter has of what kernels use', async () => {
  const adapter = (await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' })) as GPUAdapter;
  const { features, limits } = lab.gpu.device;
  for (const feature of ['subgroups', 'timestamp-query'] as const) {
    expect(features.has(feature), feature).toBe(adapter.features.has(feature));
  }
  for (const limit of ['maxBufferSize', 'maxStorageBufferBindingSize', 'maxComputeInvocationsPerWorkgroup'] as const) {
    expect(limits[limit], limit).toBe(adapter.limits[limit]);
  }
});

it('opens a device of its own at every request', async () => {
  const other = await requestGpu({ gpu: navigator.gpu, runtime: 'dawn', runtimeVersion: 'Dawn 1' });
  expect(other.device).not.toBe(lab.gpu.device);
  expect(other.adapter).toMatchObject({ runtime: 'dawn', runtimeVersion: 'Dawn 1' });
  other.device.destroy();
});
