import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { build } from 'vite';
import { messageOf } from '../errors';
import { provideBuild } from './builds/builds';
import { CommandError } from './commandError';
import { PROJECT_ROOT } from './project';
import { createSiteFiles } from './serving/siteFiles';
import { createSiteServer } from './serving/siteServer';

const HOST = '127.0.0.1';

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
  const folder = await providePage();
  const server = createSiteServer(createSiteFiles(folder, datasetFolders));
  try {
    server.listen(port, HOST);
    await once(server, 'listening');
  } catch (error) {
    throw new CommandError(
      (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
        ? `Port ${port} of ${HOST} is in use; choose another one with --port.`
        : `The server did not start on ${HOST}:${port}: ${messageOf(error)}`,
    );
  }
  const { port: servedPort } = server.address() as AddressInfo;
  return {
    url: `http://${HOST}:${servedPort}/`,
    [Symbol.asyncDispose]: async () => {
      server.close();
      // A browser keeps connections open for a next request.
      server.closeAllConnections();
    },
  };
}

async function providePage(): Promise<string> {
  try {
    return await provideBuild('page', async (outDir) => {
      console.log('Building the trainer …');
      await build({ root: PROJECT_ROOT, logLevel: 'error', build: { outDir, emptyOutDir: true } });
    });
  } catch (error) {
    throw new CommandError(`The trainer could not be built: ${messageOf(error)}`, { problem: 'not-built' });
  }
}
