import { expect, it } from 'vitest';
import { useGpu } from '../testing/gpuTest';
import { linkShader, specializeShader } from './shaderSource';

const shaders = import.meta.glob<string>('../../shaders/*.wgsl', { query: '?raw', import: 'default', eager: true });
const shared = import.meta.glob<string>('../../shaders/shared/*.wgsl', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const lab = useGpu();

it('finds the shaders', () => {
  expect(Object.keys(shaders).length).toBeGreaterThanOrEqual(7);
});

/** The modules that a shader imports. */
function modulesOf(code: string): Record<string, string> {
  const byName = new Map(Object.entries(shared).map(([path, text]) => [/(\w+)\.wgsl$/.exec(path)?.[1] ?? '', text]));
  const names = [...code.matchAll(/^ *\/\/ @import (\w+)$/gm)].map(([, name]) => name as string);
  return Object.fromEntries(names.map((name) => [name, byName.get(name) ?? '']));
}

it.each(Object.entries(shaders))('%s is valid with the constants it stands with', async (path, source) => {
  const { device } = lab.gpu;
  const code = specializeShader(linkShader(source, modulesOf(source)), {});
  const module = device.createShaderModule({ label: path, code });
  const { messages } = await module.getCompilationInfo();
  expect(messages.map(({ lineNum, message }) => `${lineNum}: ${message}`)).toEqual([]);
  await device.createComputePipelineAsync({ label: path, layout: 'auto', compute: { module, entryPoint: 'main' } });
});

it('has no shared module that no shader imports', () => {
  const imported = new Set(Object.values(shaders).flatMap((source) => Object.keys(modulesOf(source))));
  expect(Object.keys(shared).map((path) => /(\w+)\.wgsl$/.exec(path)?.[1])).toEqual([...imported].sort());
});
