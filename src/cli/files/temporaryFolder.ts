import { lstatSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOwnerAlive, sayOwner } from '../processes/owner.ts';
import { filesIn } from './lookAt.ts';

/** Short, since browsers put sockets below, whose paths may have some hundred characters. */
const NAME = /^weft-(\d+)-\w{6}$/;
const OWNER = 'owner';
/** So young a folder without an owner may be one that is being made. */
const MAKING_MS = 60_000;

const made = new Map<string, string>();

/**
 * A folder for what this process, or a browser that it starts, leaves in the system's temporary place: it goes when the
 * process ends, and where that was killed, with the next one that asks for a folder here.
 */
export function temporaryFolder(root = tmpdir()): string {
  const own = made.get(root);
  if (own !== undefined) {
    return own;
  }
  sweep(root);
  const folder = mkdtempSync(join(root, `weft-${process.pid}-`));
  writeFileSync(join(folder, OWNER), ownerHere());
  made.set(root, folder);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** What tells programs to use that folder, by the names that systems have for it. */
export function temporaryEnv(root?: string): Readonly<Record<string, string>> {
  const folder = temporaryFolder(root);
  return { TMPDIR: folder, TEMP: folder, TMP: folder };
}

/** Does work for which this process's own temporary place is that folder. */
export async function withTemporaryEnv<T>(work: () => Promise<T>): Promise<T> {
  const own = temporaryEnv();
  const before = Object.keys(own).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, own);
  try {
    return await work();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) {
        delete process.env[name];
      } else {
        process.env[name] = value;
      }
    }
  }
}

/** Removes what killed processes of this user left: never another's, and nothing that a link leads to. */
function sweep(root: string): void {
  for (const name of filesIn(root).filter((file) => NAME.test(file))) {
    const folder = join(root, name);
    try {
      const stats = lstatSync(folder);
      if (stats.isDirectory() && isOurs(stats.uid) && isLeft(folder, Date.now() - stats.mtimeMs)) {
        rmSync(folder, { recursive: true, force: true });
      }
    } catch {
      // Another one may be at it.
    }
  }
}

function isOurs(uid: number): boolean {
  return process.getuid === undefined || process.getuid() === uid;
}

function isLeft(folder: string, ageMs: number): boolean {
  const [place, owner] = readOwner(folder);
  return owner === undefined ? ageMs > MAKING_MS : place === processPlace() && !isOwnerAlive(owner);
}

function readOwner(folder: string): readonly (string | undefined)[] {
  try {
    return readFileSync(join(folder, OWNER), 'utf8').split('\n');
  } catch {
    return [];
  }
}

function ownerHere(): string {
  return `${processPlace()}\n${sayOwner()}`;
}

/** Where numbers of processes mean these ones: containers that share a temporary place have their own. */
function processPlace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return 'here';
  }
}
