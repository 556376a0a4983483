import { sha256 } from '../../data/digests';
import { adapterKey } from '../../gpu/adapter';
import type { Gpu } from '../../gpu/device';
import type { Program } from '../../gpu/pipelines';

/** Where it is remembered which programs were right on which adapter. */
export interface SelfTestStore {
  read(key: string): Promise<unknown>;
  write(key: string, value: unknown): Promise<void>;
}

/** What is stored of a program that was right; one that was wrong is tested again, as it may be another's fault. */
const PASSED = 'right';

/** Whether a program of this text was right on this adapter, with this driver and browser. A store that fails knows nothing. */
export async function isKnownRight(gpu: Gpu, program: Program, store: SelfTestStore | undefined): Promise<boolean> {
  return store !== undefined && (await store.read(await keyOf(gpu, program)).catch(() => undefined)) === PASSED;
}

export async function rememberRight(gpu: Gpu, program: Program, store: SelfTestStore | undefined): Promise<void> {
  await store?.write(await keyOf(gpu, program), PASSED).catch(() => undefined);
}

async function keyOf({ adapter }: Gpu, { code }: Program): Promise<string> {
  return `self-test/${adapterKey(adapter)}/${await sha256(new TextEncoder().encode(code))}`;
}
