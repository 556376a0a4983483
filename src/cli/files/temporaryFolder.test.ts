import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder, withTemporaryEnv } from './temporaryFolder';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'weft-root-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const MODULE = new URL('./temporaryFolder.ts', import.meta.url).pathname;
/** No process has such a number. */
const GONE = '4194305';

/** A process of its own that has a folder with a file in it; resolves with the folder once it has. */
async function startOwner(end: 'waits' | 'ends'): Promise<{ kill: () => Promise<void>; folder: string }> {
  const program = `
    import { writeFileSync } from 'node:fs';
    import { temporaryFolder } from ${JSON.stringify(MODULE)};
    const folder = temporaryFolder(${JSON.stringify(root)});
    writeFileSync(folder + '/profile', '');
    console.log(folder);
    ${end === 'waits' ? 'setInterval(() => {}, 1000);' : ''}`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], { stdio: 'pipe' });
  const ended = once(child, 'exit');
  const [line] = await once(child.stdout, 'data');
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  if (end === 'ends') {
    await ended;
  }
  return { kill, folder: String(line).trim() };
}

/** A folder as a process leaves it. */
function leave(name: string, owner: string | undefined): string {
  const folder = join(root, name);
  mkdirSync(folder);
  if (owner !== undefined) {
    writeFileSync(join(folder, 'owner'), owner);
  }
  return folder;
}

describe('a temporary folder', () => {
  it('is one for the process, and gone when it ends', async () => {
    expect(temporaryFolder(root)).toBe(temporaryFolder(root));
    const { folder } = await startOwner('ends');
    expect(folder).toContain(join(root, 'weft-'));
    expect(existsSync(folder)).toBe(false);
  });

  it('that a killed process left goes with the next one, and that of a living one stays', async () => {
    const [living, killed] = await Promise.all([startOwner('waits'), startOwner('waits')]);
    await killed.kill();
    expect(readdirSync(killed.folder).sort()).toEqual(['owner', 'profile']);
    temporaryFolder(root);
    expect([living, killed].map(({ folder }) => existsSync(folder))).toEqual([true, false]);
    await living.kill();
  });

  it('is left alone where its process cannot be told, or it is not one of ours', () => {
    const [place] = readFileSync(join(temporaryFolder(root), 'owner'), 'utf8').split('\n');
    rmSync(root, { recursive: true });
    mkdirSync(root);
    const elsewhere = leave(`weft-${GONE}-aaaaaa`, `pid:[1]\n${GONE} once`);
    const young = leave(`weft-${GONE}-bbbbbb`, undefined);
    const others = leave(`weft-${GONE}-bbbbbb-mine`, `${place}\n${GONE} once`);
    const target = leave('target', `${place}\n${GONE} once`);
    symlinkSync(target, join(root, `weft-${GONE}-cccccc`));
    const gone = leave(`weft-${GONE}-dddddd`, `${place}\n${GONE} once`);
    const reused = leave(`weft-${process.pid}-eeeeee`, `${place}\n${process.pid} another birth`);
    const half = leave(`weft-${GONE}-ffffff`, undefined);
    utimesSync(half, new Date(0), new Date(0));
    // In the same place, by another name, so that it looks again.
    temporaryFolder(`${root}/.`);
    expect([elsewhere, young, others, target].every(existsSync)).toBe(true);
    expect([gone, reused, half].some(existsSync)).toBe(false);
  });

  it('is the temporary place of what is done in it, and no longer', async () => {
    const before = { ...process.env };
    const within = await withTemporaryEnv(async () => tmpdir());
    expect(within).toBe(temporaryFolder());
    expect({ ...process.env }).toEqual(before);
  });
});
