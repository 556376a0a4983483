import { existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles, PROJECT_ROOT, readProjectFile } from './project';

const decisions = listFiles('docs/decisions', /\.md$/);
const prose = [...listFiles('docs', /\.md$/), 'README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
const code = ['src', 'shaders', 'e2e', 'examples', 'scripts'].flatMap((folder) =>
  listFiles(folder, /\.(tsx?|wgsl|mjs)$/),
);

const isThere = (path: string) => existsSync(join(PROJECT_ROOT, path));

/** What a pattern's first group finds in a file. */
function findAll(path: string, pattern: RegExp): string[] {
  return [...readProjectFile(path).matchAll(pattern)].map(([, found = '']) => found);
}

describe('decisions', () => {
  it.each(decisions)('%s has its own number, in its name and in its title', (path) => {
    const number = posix.basename(path).slice(0, 4);
    expect(readProjectFile(path)).toMatch(new RegExp(`^# ${number}\\. [A-Z].*[^.]\n\n`));
    expect(decisions.filter((other) => posix.basename(other).startsWith(number))).toEqual([path]);
  });

  it.each([...prose, ...code].filter((path) => findAll(path, /decisions\/(\d{4})/g).length > 0))(
    '%s names only those that there are',
    (path) => {
      const missing = findAll(path, /(decisions\/\d{4}[\w-]*)/g).filter(
        (named) =>
          !decisions.some(
            (decision) =>
              decision === `docs/${named}.md` || (/\d{4}$/.test(named) && decision.startsWith(`docs/${named}-`)),
          ),
      );
      expect(missing).toEqual([]);
    },
  );

  it.each(decisions)('%s names others only by numbers that there are', (path) => {
    const missing = findAll(path, /\((0\d{3})\)/g).filter(
      (number) => !decisions.some((decision) => decision.startsWith(`docs/decisions/${number}-`)),
    );
    expect(missing).toEqual([]);
  });
});

describe.each(prose)('%s', (path) => {
  it('links to files that there are', () => {
    const missing = findAll(path, /\]\((?!https?:|#)([^)#]+)[^)]*\)/g).filter(
      (target) => !isThere(posix.join(dirname(path), target)),
    );
    expect(missing).toEqual([]);
  });

  it('names files and folders of this project that there are', () => {
    const named = findAll(path, /`((?:src|shaders|e2e|scripts|docs|results|examples|bench|public)\/[\w./-]*)`/g);
    // A changelog may name what there was.
    const current = path === 'CHANGELOG.md' ? [] : named;
    expect(current.filter((name) => !isThere(name) && !isThere(`${name}.ts`))).toEqual([]);
  });

  it('names scripts that package.json has', () => {
    const { scripts } = JSON.parse(readProjectFile('package.json')) as { scripts: Record<string, string> };
    const named = findAll(path, /npm run ([\w:-]*\w)/g);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
