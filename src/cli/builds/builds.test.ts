import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildsFolder, provideBuild } from './builds';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'weft-builds-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(root, { recursive: true });
});

/** A build that takes a while, and says which it is. */
function maker() {
  let count = 0;
  const make = vi.fn(async (folder: string) => {
    mkdirSync(folder, { recursive: true });
    await new Promise((resolve) => setTimeout(resolve, 150));
    writeFileSync(join(folder, 'index.html'), `build ${++count}`);
  });
  return make;
}

const textOf = (folder: string) => readFileSync(join(folder, 'index.html'), 'utf8');
const builds = () => readdirSync(root).filter((name) => name.startsWith('page-'));
/** As if something had been changed after the newest build. */
const makeStale = () =>
  writeFileSync(
    join(root, 'page.json'),
    readFileSync(join(root, 'page.json'), 'utf8').replace(/"sourcesMs":\d+/, '"sourcesMs":0'),
  );

describe('provideBuild', () => {
  it('builds once for all who want it together', async () => {
    const make = maker();
    const folders = await Promise.all([1, 2, 3, 4, 5].map(() => provideBuild('page', make, root)));
    expect(make).toHaveBeenCalledOnce();
    expect(new Set(folders).size).toBe(1);
    expect(textOf(folders[0] as string)).toBe('build 1');
  });

  it('leaves a build that is used where it is, and takes away one that nobody uses', async () => {
    const make = maker();
    const first = await provideBuild('page', make, root);
    makeStale();
    const second = await provideBuild('page', make, root);
    expect([textOf(first), textOf(second)]).toEqual(['build 1', 'build 2']);
    for (const build of builds()) {
      rmSync(join(root, build, 'users', String(process.pid)));
    }
    makeStale();
    const third = await provideBuild('page', make, root);
    expect(textOf(third)).toBe('build 3');
    expect(builds()).toHaveLength(1);
  });

  it('builds anew what was half built, and what was taken away', async () => {
    const make = maker();
    make.mockRejectedValueOnce(new Error('disk full'));
    await expect(provideBuild('page', make, root)).rejects.toThrow('disk full');
    expect(builds()).toEqual([]);
    mkdirSync(join(root, 'page-1-half', 'files'), { recursive: true });
    await provideBuild('page', make, root);
    expect(builds()).toHaveLength(1);
    const files = join(root, builds()[0] as string, 'files');
    symlinkSync('elsewhere', join(files, 'link'));
    expect(textOf(await provideBuild('page', make, root))).toBe('build 1');
    rmSync(join(files, 'index.html'));
    expect(textOf(await provideBuild('page', make, root))).toBe('build 2');
  });

  it('takes over the lock of a process that was killed', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.on('exit', resolve));
    writeFileSync(join(root, 'page.lock'), String(child.pid));
    expect(textOf(await provideBuild('page', maker(), root))).toBe('build 1');
    expect(readdirSync(root)).not.toContain('page.lock');
  });
});

it('keeps the builds of a checkout that cannot be written to in the cache', () => {
  const folder = buildsFolder({ XDG_CACHE_HOME: '/cache' }, join(root, 'nowhere'));
  expect(folder).toMatch(/^\/cache\/weft\/builds-[0-9a-f]{12}$/);
  expect(buildsFolder({}, root)).toBe(join(root, 'dist-builds'));
});
