import { execFileSync } from 'node:child_process';
import { release } from 'node:os';
import { version as tfjs } from '@tensorflow/tfjs/package.json';
import type { Versions } from '../../run/diagnostic/diagnosticFile';
import { PROJECT_ROOT } from '../project';
import type { Runtime } from '../runtime';

/** What this command consists of; the browser's is not known yet. */
export async function readVersions(runtime: Runtime): Promise<Versions> {
  return {
    // What is bundled knows its commit.
    weft: typeof __WEFT_COMMIT__ === 'undefined' ? readCommit() : __WEFT_COMMIT__,
    tfjs,
    node: process.version,
    browser: null,
    dawn: runtime === 'dawn' ? await readDawnVersion() : null,
    system: `${process.platform} ${release()} ${process.arch}`,
  };
}

/** Its package is optional. */
async function readDawnVersion(): Promise<string | null> {
  try {
    return (await import('webgpu/package.json')).version;
  } catch {
    return null;
  }
}

function readCommit(): string {
  try {
    const git = ['rev-parse', '--short', 'HEAD'];
    return execFileSync('git', git, {
      cwd: PROJECT_ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
