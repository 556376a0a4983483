import { createHash, randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseBoundedJson } from '../../run/parseBoundedJson';
import { cacheFolder, filesIn, findHome } from '../files/lookAt';
import { replaceFile } from '../files/replaceFile';
import { isAlive } from '../processes/isAlive';
import { releaseLock, takeLock } from '../processes/lock';
import { builtSinceMs, PROJECT_ROOT } from '../project';

/** What is built: the page, and the bundle for Dawn. */
export type BuildName = 'page' | 'dawn';

/** Of a build: what was built, and the numbers of the processes that use it. */
const [FILES, USERS] = ['files', 'users'];

/** How long another command may build. */
const LONGEST_BUILD_MS = 300_000;
const POLL_MS = 100;

/**
 * The folder of a build of this checkout as it is now: one that is there, or a new one, made beside the others and taken up
 * when it is whole. One command builds and the others wait. A build stays for as long as a process that was given it lives:
 * a page that is open keeps working.
 * @param make fills the folder.
 * @throws what `make` throws, or an Error where another command builds for ever.
 */
export async function provideBuild(
  name: BuildName,
  make: (folder: string) => Promise<void>,
  root = buildsFolder(),
): Promise<string> {
  await mkdir(root, { recursive: true });
  const lock = join(root, `${name}.lock`);
  const startedAtMs = Date.now();
  for (;;) {
    const found = findFresh(root, name);
    if (found !== undefined) {
      const files = use(found);
      // Another command may have taken it away just before it was marked as used.
      if (findFresh(root, name) === found) {
        return files;
      }
    }
    if (await takeLock(lock)) {
      break;
    }
    if (Date.now() - startedAtMs > LONGEST_BUILD_MS) {
      throw new Error(`another command has been building it for ${LONGEST_BUILD_MS / 1000} s (${lock})`);
    }
    await setTimeout(POLL_MS);
  }
  try {
    // Whoever had the lock before may have built it.
    return use(findFresh(root, name) ?? (await build(root, name, make)));
  } finally {
    await releaseLock(lock);
  }
}

/** In the checkout, or in the user's cache where the checkout cannot be written to. */
export function buildsFolder(env: NodeJS.ProcessEnv = process.env, project = PROJECT_ROOT): string {
  try {
    accessSync(project, constants.W_OK);
    return resolve(project, 'dist-builds');
  } catch {
    const id = createHash('sha256').update(project).digest('hex').slice(0, 12);
    return join(cacheFolder(env, findHome()) ?? tmpdir(), 'weft', `builds-${id}`);
  }
}

/** Says of the newest build which folder it is, and as of when the sources were what it was made of. */
interface Current {
  readonly folder: string;
  readonly sourcesMs: number;
  /** How many files and folders it has: one that has lost some is made anew. */
  readonly entries: number;
}

function findFresh(root: string, name: BuildName): string | undefined {
  try {
    const text = readFileSync(join(root, `${name}.json`), 'utf8');
    const { folder, sourcesMs, entries } = parseBoundedJson(text) as Current;
    const path = join(root, folder);
    return sourcesMs >= builtSinceMs() && countEntries(path) === entries ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Links aside: the one to a browser's Vulkan loader comes and goes with that. */
function countEntries(path: string): number {
  const entries = readdirSync(join(path, FILES), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isSymbolicLink()).length;
}

async function build(root: string, name: BuildName, make: (folder: string) => Promise<void>): Promise<string> {
  await sweep(root, name);
  const folder = `${name}-${process.pid}-${randomBytes(3).toString('hex')}`;
  const path = join(root, folder);
  // What changes while it is built makes the next one due.
  const sourcesMs = Date.now();
  use(path);
  try {
    await make(join(path, FILES));
  } catch (error) {
    await rm(path, { recursive: true, force: true });
    throw error;
  }
  const current: Current = { folder, sourcesMs, entries: countEntries(path) };
  await replaceFile(join(root, `${name}.json`), `${JSON.stringify(current)}\n`);
  return path;
}

/** Marks a build as used by this process, and gives its files. */
function use(path: string): string {
  const users = join(path, USERS);
  mkdirSync(users, { recursive: true });
  writeFileSync(join(users, String(process.pid)), '');
  return join(path, FILES);
}

/** Removes builds that no process uses: older ones, and halves that killed commands left. Called under the lock. */
async function sweep(root: string, name: BuildName): Promise<void> {
  for (const folder of readdirSync(root)) {
    const path = join(root, folder);
    if (folder.startsWith(`${name}-`) && statSync(path).isDirectory() && !isUsed(path)) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

function isUsed(path: string): boolean {
  return filesIn(join(path, USERS)).some((pid) => isAlive(Number(pid)));
}
