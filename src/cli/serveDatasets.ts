import { createReadStream, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const DATASET_FILE = /^\/datasets\/(\w[\w.-]*)\/(\w[\w.-]*)$/;

/**
 * Serves `datasets/<name>/<file>` as the bytes on disk. Vite alone would declare a `.gz` file to be
 * gzip-encoded, and the browser would unpack it before Weft could check its size and hash.
 * @param extraFolders dataset name → folder, beside those of `public/datasets`.
 */
export function serveDatasets(extraFolders: Readonly<Record<string, string>> = {}): Plugin {
  const middleware =
    (datasetsFolder: string) => (request: IncomingMessage, response: ServerResponse, next: () => void) => {
      const [, name, file] = DATASET_FILE.exec(request.url?.split('?')[0] ?? '') ?? [];
      if (name === undefined || file === undefined) {
        next();
        return;
      }
      const path = join(extraFolders[name] ?? join(datasetsFolder, name), file);
      const stats = statSync(path, { throwIfNoEntry: false });
      if (!stats?.isFile()) {
        next();
        return;
      }
      response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': stats.size });
      createReadStream(path)
        .on('error', (error) => response.destroy(error))
        .pipe(response);
    };
  return {
    name: 'weft:serve-datasets',
    configureServer: (server) => {
      server.middlewares.use(middleware(join(server.config.publicDir, 'datasets')));
    },
    configurePreviewServer: (server) => {
      server.middlewares.use(middleware(join(server.config.root, server.config.build.outDir, 'datasets')));
    },
  };
}
