import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import { messageOf } from '../errors';
import { CommandError } from './commandError';
import { serveDatasets } from './serveDatasets';

export const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url));

const HOST = '127.0.0.1';
const SOURCES = ['index.html', 'package-lock.json', 'public', 'shaders', 'src', 'tsconfig.json', 'vite.config.ts'];

export interface ServerOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** Dataset name → folder, offered beside the embedded ones. */
  readonly datasetFolders?: Readonly<Record<string, string>>;
}

export interface TrainerServer extends AsyncDisposable {
  readonly url: string;
}

/**
 * Builds the trainer where that is due and serves it to this machine only.
 * @throws CommandError when the build fails or the port is taken.
 */
export async function startServer({ port, datasetFolders = {} }: ServerOptions): Promise<TrainerServer> {
  await buildIfStale();
  try {
    const server = await preview({
      root: PROJECT_ROOT,
      logLevel: 'error',
      plugins: [serveDatasets(datasetFolders)],
      preview: { host: HOST, port, strictPort: true },
    });
    const { port: servedPort } = server.httpServer.address() as AddressInfo;
    return { url: `http://${HOST}:${servedPort}/`, [Symbol.asyncDispose]: () => server.close() };
  } catch (error) {
    throw new CommandError(
      /already in use|EADDRINUSE/.test(messageOf(error))
        ? `Port ${port} of ${HOST} is in use; choose another one with --port.`
        : `The server did not start on ${HOST}:${port}: ${messageOf(error)}`,
    );
  }
}

async function buildIfStale(): Promise<void> {
  const builtMs = changedMs(resolve(PROJECT_ROOT, 'dist/index.html'));
  if (builtMs > newestSourceMs()) {
    return;
  }
  console.log('Building the trainer …');
  try {
    await build({ root: PROJECT_ROOT, logLevel: 'error' });
  } catch (error) {
    throw new CommandError(`The trainer could not be built: ${messageOf(error)}`);
  }
}

/** A new commit counts as a change too, since its id is part of the build. */
function newestSourceMs(): number {
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
