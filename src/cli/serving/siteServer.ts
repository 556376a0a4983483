import { createReadStream, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { judgeRequest } from './judgeRequest';
import { securityHeaders } from './securityHeaders';
import type { FindFile } from './siteFiles';

const TEXT = 'text/plain; charset=utf-8';

/** By extension; anything else is bytes, datasets too, which a browser must not unpack before they are checked. */
const CONTENT_TYPES: Readonly<Partial<Record<string, string>>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.md': TEXT,
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': TEXT,
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/** As long as a request's head may take to come. */
const HEAD_TIMEOUT_MS = 10_000;

/** A server of the files that `findFile` finds, which are read only; every answer has the headers of `securityHeaders`. */
export function createSiteServer(findFile: FindFile): Server {
  const server = createServer(
    { headersTimeout: HEAD_TIMEOUT_MS, requestTimeout: HEAD_TIMEOUT_MS },
    (request, response) => {
      answer(findFile, request, response).catch(() => {
        // What went wrong would say where things lie on this machine.
        refuse(response, request.url ?? '/', 500, 'The file could not be read.');
      });
    },
  );
  // What is no request of HTTP, or wants a tunnel, gets an answer and no connection.
  server.on('clientError', (_, socket) => {
    socket.end(formatRefusal('400 Bad Request'));
  });
  server.on('connect', (_, socket) => {
    socket.end(formatRefusal('405 Method Not Allowed'));
  });
  return server;
}

async function answer(findFile: FindFile, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const verdict = judgeRequest(request);
  if ('status' in verdict) {
    refuse(response, '/', verdict.status, verdict.reason);
    return;
  }
  const { path } = verdict;
  const file = findFile(path);
  const handle = file === undefined ? undefined : await open(file).catch(() => undefined);
  if (file === undefined || handle === undefined) {
    refuse(response, path, 404, 'There is no such file.');
    return;
  }
  try {
    await send({ handle, file, path }, request, response);
  } finally {
    await handle.close();
  }
}

interface FoundFile {
  readonly handle: FileHandle;
  readonly file: string;
  readonly path: string;
}

async function send(
  { handle, file, path }: FoundFile,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const stats = await handle.stat();
  const tag = tagOf(stats);
  const headers = { ...securityHeaders(path), 'Cache-Control': 'no-cache', ETag: tag };
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, {
    ...headers,
    'Content-Type': CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
    'Content-Length': stats.size,
  });
  if (request.method === 'HEAD' || stats.size === 0) {
    response.end();
    return;
  }
  await new Promise<void>((resolve) => {
    const bytes = createReadStream('', { fd: handle, autoClose: false, end: stats.size - 1 });
    bytes.on('error', () => response.destroy());
    response.on('close', () => {
      bytes.destroy();
      resolve();
    });
    bytes.pipe(response);
  });
}

function tagOf({ size, mtimeMs }: Stats): string {
  return `"${size.toString(16)}-${Math.round(mtimeMs).toString(16)}"`;
}

function refuse(response: ServerResponse, path: string, status: number, reason: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, {
    ...securityHeaders(path),
    ...(status === 405 ? { Allow: 'GET, HEAD' } : {}),
    'Content-Type': TEXT,
    Connection: 'close',
  });
  response.end(`${reason}\n`);
}

function formatRefusal(status: string): string {
  const headers = Object.entries({ ...securityHeaders('/'), Connection: 'close', 'Content-Length': '0' });
  return `HTTP/1.1 ${status}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}
