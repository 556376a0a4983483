import { expect, it } from 'vitest';
import { useGpu } from '../testing/gpuTest';

const shaders = import.meta.glob<string>('../../shaders/*.wgsl', { query: '?raw', import: 'default', eager: true });
const lab = useGpu();

it('finds the shaders', () => {
  expect(Object.keys(shaders).length).toBeGreaterThanOrEqual(7);
});

it.each(Object.entries(shaders))('%s is valid as it stands', async (path, code) => {
  const { device } = lab.gpu;
  const module = device.createShaderModule({ label: path, code });
  const { messages } = await module.getCompilationInfo();
  expect(messages.map(({ lineNum, message }) => `${lineNum}: ${message}`)).toEqual([]);
  await device.createComputePipelineAsync({ label: path, layout: 'auto', compute: { module, entryPoint: 'main' } });
});
