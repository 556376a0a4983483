import { randomBytes } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { findDatasetFile } from './findDatasetFile.ts';
import { judgeRequest } from './judgeRequest.ts';
import { PAGE_META_POLICY, securityHeaders } from './securityHeaders.ts';

const DATASET_PATH = /^\/datasets\/([^/]+)\/([^/]+)$/;

/**
 * Makes Vite's development server as closed as the one that `npm start` starts, and writes the page's policy into the
 * built page, for servers that give no headers. Vite alone would declare a dataset's `.gz` file to be gzip-encoded, and
 * the browser would unpack it before Weft could check its size and hash.
 */
export function closedServer(): Plugin {
  // Styles are written into the document by Vite's own script, until they are built.
  const styleNonce = randomBytes(16).toString('base64');
  const closeRequests =
    (datasetsFolder: string) => (request: IncomingMessage, response: ServerResponse, next: () => void) => {
      const verdict = judgeRequest(request);
      const path = 'path' in verdict ? verdict.path : '/';
      for (const [name, value] of Object.entries(securityHeaders(path, styleNonce))) {
        response.setHeader(name, value);
      }
      if ('status' in verdict) {
        response.writeHead(verdict.status, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
        response.end(`${verdict.reason}\n`);
        return;
      }
      const [, name, file] = DATASET_PATH.exec(path) ?? [];
      if (name === undefined || file === undefined) {
        next();
        return;
      }
      const found = findDatasetFile({ root: datasetsFolder, folders: {} }, name, file);
      if (found === undefined) {
        response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('There is no such file.\n');
        return;
      }
      response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': statSync(found).size });
      createReadStream(found)
        .on('error', (error) => response.destroy(error))
        .pipe(response);
    };
  return {
    name: 'weft:closed-server',
    config: (_, { command, isPreview }) =>
      command === 'serve' && !isPreview ? { html: { cspNonce: styleNonce } } : {},
    configureServer: (server) => {
      server.middlewares.use(closeRequests(join(server.config.publicDir, 'datasets')));
    },
    transformIndexHtml: (_, { server }) =>
      server === undefined
        ? [
            {
              tag: 'meta',
              attrs: { 'http-equiv': 'Content-Security-Policy', content: PAGE_META_POLICY },
              injectTo: 'head-prepend',
            },
          ]
        : [],
  };
}
