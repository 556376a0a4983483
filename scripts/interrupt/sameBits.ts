import { readFileSync } from 'node:fs';
import { sha256 } from '../../src/data/digests';
import type { UnderWay } from '../../src/run/checkpoint/checkpoint';
import { decodeCheckpoint } from '../../src/run/checkpoint/checkpointFile';
import type { RunFile } from '../../src/run/runFile';

/** All that a run left that must not depend on how often it was interrupted. */
export interface Ending {
  readonly run: RunFile;
  /** SHA-256 of each tensor of its last checkpoint, by name and part under way: weights, moments, best weights. */
  readonly tensors: Readonly<Record<string, string>>;
  /** Of all members under way; moments and best weights are not in it. */
  readonly weightBytes: number;
}

/** @param checkpoint path of the last one of the run. */
export async function readEnding(run: RunFile, checkpoint: string): Promise<Ending> {
  const { underWay } = await decodeCheckpoint(new Uint8Array(readFileSync(checkpoint)), checkpoint);
  const tensors: Record<string, string> = {};
  let weightBytes = 0;
  for (const { place, name, bytes } of underWay.flatMap(tensorsOf)) {
    tensors[`${name} of part ${place}`] = await sha256(bytes);
    weightBytes += /^weights\./.test(name) ? bytes.byteLength : 0;
  }
  return { run, tensors, weightBytes };
}

/** @param place among the parts under way. */
function tensorsOf({ trainee }: UnderWay, place: number) {
  return trainee.tensors.map((tensor) => ({ place, ...tensor }));
}

/**
 * Where two runs differ: the names of tensors, and of fields of the run file but those that say when a run was, how long
 * it took, and in how much memory.
 */
export function differences(a: Ending, b: Ending): readonly string[] {
  const { startedAt: _, throughput: __, wallMs: ___, memory: ____, ...left } = a.run;
  const right: Readonly<Record<string, unknown>> = { ...b.run };
  const fields = Object.entries(left).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(right[name]));
  const names = new Set([...Object.keys(a.tensors), ...Object.keys(b.tensors)]);
  const tensors = [...names].filter((name) => a.tensors[name] !== b.tensors[name]);
  return [...fields.map(([name]) => name), ...tensors];
}
