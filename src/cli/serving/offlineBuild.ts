import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rolldown } from 'vite';
import type { SiteBuild } from '../../ui/offline/siteCopy.ts';
import { WORKER_SCRIPT } from '../../ui/offline/workerScript.ts';

const SOURCE = fileURLToPath(new URL('../../ui/offline/serviceWorker.ts', import.meta.url));

/** In index.html, where the build's version comes. */
const VERSION_PLACE = '__WEFT_VERSION__';

/** What a development server gives in the worker's place: a built page was served at its address before. */
const RETIRED_WORKER = `addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(registration.unregister()));
`;

/** Writes the page's service worker, which knows every file of the build, and the build's version into the page. */
export function offlineBuild(): Plugin {
  return {
    name: 'weft:offline-build',
    enforce: 'post',
    configureServer: (server) => {
      server.middlewares.use((request, response, next) => {
        if (request.url?.split('?')[0] !== `/${WORKER_SCRIPT}`) {
          next();
          return;
        }
        response.setHeader('Content-Type', 'text/javascript; charset=utf-8');
        response.end(RETIRED_WORKER);
      });
    },
    writeBundle: {
      order: 'post',
      // As it is on the disk: Vite changes scripts after every plugin has seen them.
      async handler({ dir: folder = '' }, bundle) {
        if (!('index.html' in bundle)) {
          // What runs on Dawn has no page.
          return;
        }
        const page = join(folder, 'index.html');
        const html = readFileSync(page, 'utf8');
        if (!html.includes(VERSION_PLACE)) {
          throw new Error(`${page} has no ${VERSION_PLACE}.`);
        }
        const paths = Object.keys(bundle).sort();
        const version = digest(JSON.stringify(digestFiles(folder, paths)), 'base64url').slice(0, 16);
        writeFileSync(page, html.replace(VERSION_PLACE, version));
        writeFileSync(join(folder, WORKER_SCRIPT), await buildWorker({ version, files: digestFiles(folder, paths) }));
      },
    },
  };
}

/** Path → digest, as fetch's `integrity` has it. */
function digestFiles(folder: string, paths: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    paths.map((path) => [path, `sha256-${digest(readFileSync(join(folder, path)), 'base64')}`]),
  );
}

function digest(content: string | Uint8Array, encoding: 'base64' | 'base64url'): string {
  return createHash('sha256').update(content).digest(encoding);
}

/** As one classic script, which every browser with service workers reads. */
async function buildWorker(site: SiteBuild): Promise<string> {
  const [output] = (await build({
    configFile: false,
    logLevel: 'error',
    define: { __WEFT_SITE__: JSON.stringify(site) },
    build: { write: false, target: 'esnext', lib: { entry: SOURCE, formats: ['iife'], name: 'weftServiceWorker' } },
  })) as Rolldown.RolldownOutput[];
  const [script, ...others] = output?.output ?? [];
  if (script === undefined || others.length > 0) {
    throw new Error('The service worker is not one script.');
  }
  return script.code;
}
