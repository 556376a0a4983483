import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url));

const SOURCES = ['index.html', 'package-lock.json', 'public', 'shaders', 'src', 'tsconfig.json', 'vite.config.ts'];

/**
 * Since when nothing that is built has changed. A new commit counts as a change too, since its id is part of the build.
 */
export function builtSinceMs(): number {
  return Math.max(commitMs(), ...SOURCES.map((path) => newestMs(resolve(PROJECT_ROOT, path))));
}

function commitMs(): number {
  try {
    const git = ['rev-parse', '--git-path', 'logs/HEAD'];
    const path = execFileSync('git', git, { cwd: PROJECT_ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return changedMs(resolve(PROJECT_ROOT, path.trim()));
  } catch {
    return 0;
  }
}

function newestMs(path: string): number {
  const entries = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(path) : [];
  return Math.max(changedMs(path), ...entries.map((entry) => newestMs(join(path, entry))));
}

function changedMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
