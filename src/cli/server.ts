import type { AddressInfo } from 'node:net';
import { build, preview } from 'vite';
import { messageOf } from '../errors';
import { CommandError } from './commandError';
import { isStale, PROJECT_ROOT } from './project';
import { serveDatasets } from './serveDatasets';

const HOST = '127.0.0.1';

/** With these a page may share memory between threads, which WebAssembly backends compute with. */
const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

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
      preview: { host: HOST, port, strictPort: true, headers: ISOLATION_HEADERS },
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
  if (!isStale('dist/index.html')) {
    return;
  }
  console.log('Building the trainer …');
  try {
    await build({ root: PROJECT_ROOT, logLevel: 'error' });
  } catch (error) {
    throw new CommandError(`The trainer could not be built: ${messageOf(error)}`);
  }
}
