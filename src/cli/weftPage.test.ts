import { afterEach, expect, it } from 'vitest';
import type { KeepingOptions } from '../training/keeping';
import type { WeftPageApi } from '../ui/pageApi';
import { callApi } from './weftPage';

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'weft');
  globalThis.weftKept = undefined;
});

it('a stop leaves the checkpoint that is being handed over to the run that goes on from it', async () => {
  const resumedFrom: (KeepingOptions['resumeFrom'] | undefined)[] = [];
  globalThis.weft = {
    stop: async () => undefined,
    train: async (_: unknown, __: unknown, ___: unknown, options: KeepingOptions) => {
      resumedFrom.push(options.resumeFrom);
    },
  } as unknown as WeftPageApi;
  globalThis.weftKept = [btoa('WE'), btoa('FT')];
  const keeping = { pieceCharacters: 4, resumedName: 'run' };
  expect(await callApi({ method: 'stop', raw: {}, keeping: undefined })).toEqual({ value: undefined });
  expect(await callApi({ method: 'train', raw: {}, keeping })).toEqual({ value: undefined });
  expect(resumedFrom).toEqual([{ name: 'run', file: new TextEncoder().encode('WEFT') }]);
  // What one run went on from is none of the next one's.
  expect(globalThis.weftKept).toBeUndefined();
});
