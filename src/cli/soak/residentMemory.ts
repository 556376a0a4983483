import { readFileSync } from 'node:fs';
import { filesIn } from '../files/lookAt';

/** Where Linux tells of its processes; tests have their own. */
const PROC = '/proc';

/**
 * Resident memory of a process and of all that it started, in bytes, what they share counted once: the browser is many
 * processes of one program.
 * @returns `undefined` where the system does not tell.
 */
export function residentBytesBelow(pid: number, proc = PROC): number | undefined {
  const children = new Map<number, number[]>();
  for (const name of filesIn(proc).filter((file) => /^\d+$/.test(file))) {
    const parent = parentOf(`${proc}/${name}`);
    if (parent !== undefined) {
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    }
  }
  const sum = (of: number): number =>
    (children.get(of) ?? []).reduce(
      (bytes, child) => bytes + (sharedOutBytes(`${proc}/${child}`) ?? 0) + sum(child),
      0,
    );
  return children.has(pid) ? sum(pid) : undefined;
}

/** The fourth word of `stat`, after the program's name in brackets, which may have any characters. */
function parentOf(folder: string): number | undefined {
  const text = readText(`${folder}/stat`);
  const parent = text === undefined ? undefined : text.slice(text.lastIndexOf(')') + 2).split(' ')[1];
  return parent === undefined ? undefined : Number(parent);
}

/** Pages that several have are divided among them. */
function sharedOutBytes(folder: string): number | undefined {
  const kibibytes = /^Pss:\s+(\d+) kB$/m.exec(readText(`${folder}/smaps_rollup`) ?? '')?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}

/** A process may be gone by now. */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
