import { expect, it } from 'vitest';
import { adapterChoiceFrom, adaptersToTry, parseAdapterChoice } from './adapterChoice';
import { browserFlags } from './browserFlags';

it('asks for the software adapter by name and for the GPU by its driver', () => {
  const linux = { platform: 'linux', isRoot: false } as const;
  expect(browserFlags('swiftshader', linux)).toContain('--use-webgpu-adapter=swiftshader');
  expect(browserFlags('gpu', linux)).toContain('--enable-features=Vulkan');
  expect(browserFlags('gpu', linux).join(' ')).not.toContain('swiftshader');
});

it('leaves the sandbox only as root', () => {
  expect(browserFlags('gpu', { platform: 'linux', isRoot: true })).toContain('--no-sandbox');
  expect(browserFlags('gpu', { platform: 'linux', isRoot: false })).not.toContain('--no-sandbox');
});

it('tries the GPU first, where there may be one', () => {
  expect(adaptersToTry('auto', true)).toEqual(['gpu', 'swiftshader']);
  expect(adaptersToTry('auto', false)).toEqual(['swiftshader']);
  expect(adaptersToTry('gpu', false)).toEqual(['gpu']);
  expect(adaptersToTry('swiftshader', true)).toEqual(['swiftshader']);
  expect(adaptersToTry('lavapipe', true)).toEqual([]);
});

it('reads WEFT_ADAPTER, and names what it may be', () => {
  expect(adapterChoiceFrom({})).toBe('auto');
  expect(adapterChoiceFrom({ WEFT_ADAPTER: 'gpu' })).toBe('gpu');
  expect(() => adapterChoiceFrom({ WEFT_ADAPTER: 'abacus' })).toThrow(
    'WEFT_ADAPTER is "abacus"; it must be one of auto, swiftshader, lavapipe, gpu.',
  );
});

it('gives lavapipe to Dawn alone', () => {
  expect(parseAdapterChoice('lavapipe', {}, 'dawn')).toBe('lavapipe');
  expect(parseAdapterChoice(undefined, { WEFT_ADAPTER: 'lavapipe' }, 'dawn')).toBe('lavapipe');
  expect(() => parseAdapterChoice('lavapipe', {}, 'browser')).toThrow('add --runtime dawn');
  expect(() => parseAdapterChoice(undefined, { WEFT_ADAPTER: 'lavapipe' }, 'browser')).toThrow('add --runtime dawn');
});
