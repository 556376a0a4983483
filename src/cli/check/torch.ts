import { spawn } from 'node:child_process';
import { join } from 'node:path';
import * as v from 'valibot';
import { messageOf } from '../../errors';
import { CommandError } from '../commandError';

/** Where the script and its data are. */
export interface TorchPlace {
  readonly script: string;
  /** The folder with the four IDX files. */
  readonly dataset: string;
  /** Programs that may be there to run it, in order. */
  readonly pythons: readonly string[];
}

export const TORCH_SCRIPT = 'populations.py';
const PYTHONS = ['python3', 'python'];

/**
 * @param scripts the folder that has the script.
 * @param root the folder that has `datasets/`.
 * @param datasetFolders the user's own dataset, if there is one.
 */
export function torchPlace(
  scripts: string,
  root: string,
  datasetFolders: Readonly<Record<string, string>>,
): TorchPlace {
  const [own] = Object.values(datasetFolders);
  return {
    script: join(scripts, TORCH_SCRIPT),
    dataset: own ?? join(root, 'datasets/fashion-mnist'),
    pythons: PYTHONS,
  };
}

/** What the script says of PyTorch: a line of JSON for each way of training, as soon as it is measured. */
const rowSchema = v.strictObject({
  /** Such as "eager" or "bmm, CUDA graph". */
  way: v.string(),
  members: v.number(),
  imagesPerSecond: v.nullable(v.number()),
  /** Mean losses of the first and of the last batches: they tell that it learns. */
  firstLoss: v.nullable(v.number()),
  lastLoss: v.nullable(v.number()),
  /** Why there are no figures. */
  reason: v.nullable(v.string()),
});
const headSchema = v.strictObject({ torch: v.string(), device: v.string(), cuda: v.nullable(v.string()) });

export const torchResultSchema = v.strictObject({ head: headSchema, rows: v.array(rowSchema) });
export type TorchResult = v.InferOutput<typeof torchResultSchema>;

/**
 * Trains the same network on PyTorch.
 * @param seconds for all ways together.
 * @param signal ends it; what was measured by then is the result.
 * @throws CommandError in one sentence where there is no Python or no PyTorch.
 */
export async function runTorch(place: TorchPlace, seconds: number, signal: AbortSignal): Promise<TorchResult> {
  for (const python of place.pythons) {
    const lines = await runPython(python, [place.script, place.dataset, String(seconds)], signal);
    if (lines !== undefined) {
      const [head, ...rows] = lines.map((line) => JSON.parse(line));
      return v.parse(torchResultSchema, { head, rows });
    }
  }
  throw new CommandError(`There is no Python here (${place.pythons.join(', ')}).`);
}

/** The lines that a script prints; `undefined` where there is no such Python. */
async function runPython(python: string, argv: readonly string[], signal: AbortSignal): Promise<string[] | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, argv, { stdio: ['ignore', 'pipe', 'pipe'], signal, killSignal: 'SIGKILL' });
    let [out, errors] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') {
        resolve(undefined);
      } else if (error.name !== 'AbortError') {
        reject(new CommandError(`Python could not be started: ${messageOf(error)}`));
      }
    });
    child.on('close', (code) => {
      // Of one that was ended, the last line may be half a line.
      const lines = out
        .slice(0, out.lastIndexOf('\n') + 1)
        .split('\n')
        .filter((line) => line.startsWith('{'));
      if (lines.length > 0) {
        resolve(lines);
      } else {
        const [reason = `it ended with ${code}`] = errors.trim().split('\n').slice(-1);
        reject(new CommandError(`PyTorch could not be measured: ${reason || `it ended with ${code}`}`));
      }
    });
  });
}
